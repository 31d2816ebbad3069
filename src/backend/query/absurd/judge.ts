import { sameOutcome } from '../../events/outcomes';
import type { LabelledPrediction } from '../../events/labelled';
import type { PredictionEvent } from '../../upstream/events';
import { claimedConfidence } from './confidence';
import type { AbsurdOptions } from './options';
import type { OtherAnswer, OtherAnswers } from './otherAnswers';
import { ruleValues, type RuleAnswer, type RuleValues } from './rules';

/** One prediction, judged. */
export interface Judged {
  readonly event: PredictionEvent;
  readonly label: LabelledPrediction['label'];
  readonly confidence: number | undefined;
  readonly isConfident: boolean;
  /** Undefined where there is no label, or none that could tell. */
  readonly right: boolean | undefined;
  /** What each rule answered, in their order. */
  readonly answers: readonly RuleAnswer[];
  readonly breaksRule: boolean;
  /** What the other side said, where both are confident. */
  readonly other: OtherAnswer | undefined;
  readonly isOpposed: boolean;
}

/** What stood in the way of judging, to be told. */
export class Obstacles {
  failed = 0;
  withoutPrediction = 0;
  withoutConfidence = 0;
  /** A confidence that is no chance: 97, or -1. */
  impossibleConfidence = 0;
  /** Predictions without a confidence that are taken to claim the threshold, because `wrong` says what they promise. */
  claimTaken = 0;
  /** Labels that are numbers with a fraction, which nothing but an own condition can judge. */
  fractions = 0;
  undecided = 0;
  undecidedWhy: string | undefined;
  private readonly predictions = new Set<string>();
  private readonly labels = new Set<string>();
  private matched = false;

  met(prediction: string | number, label: string | number, right: boolean): void {
    this.matched ||= right;
    if (!this.matched) {
      [[this.predictions, prediction] as const, [this.labels, label] as const].forEach(
        ([set, value]) => set.size < MOST_CLASSES && set.add(String(value))
      );
    }
  }

  /** Classes of both sides, where no label was ever one of the classes that were predicted: a defect of the log. */
  get strangers(): { readonly predictions: readonly string[]; readonly labels: readonly string[] } | undefined {
    const [predictions, labels] = [[...this.predictions], [...this.labels]];
    const apart = !this.matched && labels.length > 0 && !labels.some((label) => this.predictions.has(label));
    return apart ? { predictions, labels } : undefined;
  }
}

const MOST_CLASSES = 20;

const isFraction = (value: string | number): boolean => typeof value === 'number' && !Number.isInteger(value);

function rightness(
  { event, label }: { event: PredictionEvent; label: LabelledPrediction['label'] },
  options: AbsurdOptions,
  values: () => RuleValues,
  obstacles: Obstacles
): boolean | undefined {
  const { prediction } = event;
  if (label === undefined || prediction === undefined || !options.judgesByLabel) {
    return undefined;
  }
  if (options.wrong !== undefined) {
    const answer = options.wrong.evaluate({ ...values(), label: label.label });
    if (typeof answer === 'boolean') {
      return !answer;
    }
    obstacles.undecided++;
    obstacles.undecidedWhy ??= answer.why;
    return undefined;
  }
  if (isFraction(prediction) || isFraction(label.label)) {
    obstacles.fractions++;
    return undefined;
  }
  const right = sameOutcome(prediction, label.label);
  obstacles.met(prediction, label.label, right);
  return right;
}

/**
 * Judges predictions one by one: wrong by its label, impossible by a rule, opposed to the other side. One that failed is
 * no output, and is answered with undefined.
 */
export function judge(
  options: AbsurdOptions,
  others: OtherAnswers
): (joined: LabelledPrediction, obstacles: Obstacles) => Judged | undefined {
  const { rules, threshold, wrong } = options;
  return ({ prediction: event, label }, obstacles) => {
    if (event.error !== undefined && event.error !== '') {
      obstacles.failed++;
      return undefined;
    }
    let made: RuleValues | undefined;
    const values = (): RuleValues => (made ??= ruleValues(event));
    const claimed = claimedConfidence(event);
    if (event.prediction === undefined) {
      obstacles.withoutPrediction++;
    }
    if (claimed === undefined) {
      obstacles.impossibleConfidence += event.confidence === undefined ? 0 : 1;
      obstacles.withoutConfidence += event.confidence === undefined ? 1 : 0;
    }
    const takesClaim = claimed === undefined && event.confidence === undefined && wrong !== undefined;
    obstacles.claimTaken += takesClaim ? 1 : 0;
    const confidence = takesClaim ? threshold : claimed;
    const isConfident = confidence !== undefined && confidence >= threshold;
    const answers = rules.map((rule) => rule.evaluate(values()));
    // Two numbers with fractions are never quite the same, and that opposes nothing.
    const comparable = isConfident && event.prediction !== undefined && !isFraction(event.prediction);
    const other = comparable ? others.of(event) : undefined;
    return {
      event,
      label,
      confidence,
      isConfident,
      right: rightness({ event, label }, options, values, obstacles),
      answers,
      breaksRule: answers.includes(true),
      other,
      isOpposed: other !== undefined && other.prediction !== String(event.prediction),
    };
  };
}
