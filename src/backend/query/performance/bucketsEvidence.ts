import {
  answered,
  binOf,
  confusion,
  merge,
  noAnswer,
  scoredBuckets,
  type Answer,
  type CalibrationBucket,
  type NumericHistogram,
  type ScoreBucket,
} from '../../../engine';
import { once, type ClassEvidence, type Subject } from './evidence';

/** What became of predictions, as far as it is known. */
export type Outcome = 'right' | 'wrong' | 'unknown';

/** Confidences of predictions of one class with one outcome, as a histogram counts them. */
export interface ConfidenceCounts {
  readonly prediction: string;
  readonly outcome: Outcome;
  readonly histogram: NumericHistogram;
}

const DIGITS = 12;

/** 1 - 0.95 is 0.050000000000000044: bounds that mirror one another must meet. */
const mirrored = (bound: number): number => Number((1 - bound).toFixed(DIGITS));

/** The histogram of 1 - confidence: of two classes, the chance of the other. */
function mirror({ edges, counts }: NumericHistogram): NumericHistogram {
  return { kind: 'numeric', edges: edges.map(mirrored).reverse(), counts: [...counts].reverse() };
}

const total = ({ counts }: NumericHistogram): number => counts.reduce((all, count) => all + count, 0);

const emptied = ({ edges }: NumericHistogram): NumericHistogram => ({
  kind: 'numeric',
  edges,
  counts: new Array<number>(edges.length + 1).fill(0),
});

/**
 * The same histogram with all of these bounds that cut none of its counts: an empty bin can be cut anywhere. Confidences
 * of one class lie above one half, and mirrored ones below it: without this they would share no bound but that.
 */
function refined({ edges, counts }: NumericHistogram, bounds: readonly number[]): NumericHistogram {
  const known = new Set(edges);
  const more = bounds.filter((bound) => !known.has(bound) && counts[binOf(bound, edges)] === 0);
  const all = [...edges, ...more].sort((a, b) => a - b);
  const upper = new Map(edges.map((edge, i) => [edge, counts[i] ?? 0]));
  // A bin keeps its count at its upper bound; bounds that are new close empty bins.
  return { kind: 'numeric', edges: all, counts: [...all.map((edge) => upper.get(edge) ?? 0), counts.at(-1) ?? 0] };
}

/** Counts of several histograms on the bounds that all of them share. */
interface Aligned {
  /** A bucket a bin, with the counts of those that pass added up. */
  sum(passes: (part: ConfidenceCounts) => boolean): ReadonlyArray<{
    readonly lower: number;
    readonly upper: number;
    readonly count: number;
  }>;
}

/** Puts histograms on shared bounds within 0 to 1. What of it is no longer told apart is in the repairs. */
export function alignConfidences(parts: readonly ConfidenceCounts[]): Answer<Aligned> {
  const union = [...new Set(parts.flatMap(({ histogram }) => histogram.edges))];
  const fine = parts.map(({ histogram }) => refined(histogram, union));
  const empty = fine.map(emptied);
  const shared = merge(empty);
  if (!shared.ok) {
    return noAnswer('no_labels', 'No histogram of confidence has counted anything: widen the window.');
  }
  const { edges } = shared.value;
  const bounds = [0, ...edges.map((edge) => Math.min(1, Math.max(0, edge))), 1];
  const counts = fine.map((histogram) => {
    const answer = merge([histogram, ...empty]);
    return answer.ok ? answer.value.counts : [];
  });
  return answered(
    {
      sum: (passes) => {
        const wanted = parts.map(passes);
        return edges.concat(0).map((_, bin) => ({
          lower: bounds[bin] ?? 0,
          upper: bounds[bin + 1] ?? 1,
          count: counts.reduce((all, one, i) => all + (wanted[i] === true ? (one[bin] ?? 0) : 0), 0),
        }));
      },
    },
    shared.repairs
  );
}

/** Both classes of a binary model on the scale of the positive one. */
export function onPositiveScale(parts: readonly ConfidenceCounts[], positive: string): readonly ConfidenceCounts[] {
  return parts.map((part) => (part.prediction === positive ? part : { ...part, histogram: mirror(part.histogram) }));
}

const UNKNOWN_LABEL = '(another)';
const WHICH_LABEL = noAnswer(
  'needs_categories',
  'The counter tells right from wrong, and not which label a wrong prediction should have had: that takes a log with labels.'
);
const ONE_OF_SEVERAL = noAnswer(
  'needs_categories',
  'Of one class among several the confidence in another says nothing certain: that takes a log with probabilities.'
);

/** Counts of confidence by predicted class, as evidence. What they cannot tell has no answer, and says so. */
export function bucketsEvidence(parts: readonly ConfidenceCounts[], subject: Subject): ClassEvidence {
  const count = (passes: (part: ConfidenceCounts) => boolean): number =>
    parts.filter(passes).reduce((all, { histogram }) => all + total(histogram), 0);
  const isKnown = ({ outcome }: ConfidenceCounts): boolean => outcome !== 'unknown';
  const isRight = ({ outcome }: ConfidenceCounts): boolean => outcome === 'right';

  const classes = subject.task === 'regression' ? [] : subject.classes;
  const positive = subject.task === 'binary' ? subject.positive : undefined;
  const others = classes.filter((name) => name !== positive);
  const flags = ({ prediction }: ConfidenceCounts): boolean => prediction === positive;
  /** A wrong prediction of one class is then a label of the other. */
  const isPositive = (part: ConfidenceCounts): boolean => isKnown(part) && flags(part) === isRight(part);
  const two =
    positive === undefined || others.length > 1 ? undefined : { positive, negative: others[0] ?? UNKNOWN_LABEL };

  const claims = once(() => alignConfidences(parts));
  const scale = once(() =>
    two === undefined ? ONE_OF_SEVERAL : alignConfidences(onPositiveScale(parts, two.positive))
  );
  /** Buckets of the labelled ones, with those that came true. */
  const calibration = (
    aligned: Answer<Aligned>,
    hit: (part: ConfidenceCounts) => boolean,
    passes: (part: ConfidenceCounts) => boolean = () => true
  ): Answer<readonly CalibrationBucket[]> => {
    if (!aligned.ok) {
      return aligned;
    }
    const all = aligned.value.sum((part) => isKnown(part) && passes(part));
    const hits = aligned.value.sum((part) => isKnown(part) && passes(part) && hit(part));
    const buckets = all.map((bucket, i) => ({ ...bucket, hits: hits[i]?.count ?? 0 }));
    return buckets.some((bucket) => bucket.count > 0)
      ? answered(buckets)
      : noAnswer('no_labels', 'No prediction has a label yet: nothing is counted with the label of right or wrong.');
  };
  const byClass = <T>(read: (prediction: string) => T): ReadonlyMap<string, T> =>
    new Map(classes.map((name) => [name, read(name)]));

  return {
    kind: 'classes',
    rows: count(() => true),
    labelled: count(isKnown),
    delays: () => new Float64Array(0),
    labelledOnly: () => bucketsEvidence(parts.filter(isKnown), subject),
    confusion: () => {
      if (two === undefined) {
        return WHICH_LABEL;
      }
      const cells = parts.filter(isKnown).map((part) => ({
        prediction: part.prediction,
        label: isPositive(part) ? two.positive : two.negative,
        count: total(part.histogram),
      }));
      return confusion(cells, two.positive);
    },
    correctness: () =>
      confusion(
        parts.filter(isKnown).map((part) => ({
          prediction: 'right',
          label: part.outcome,
          count: total(part.histogram),
        }))
      ),
    scored: () => {
      const aligned = scale();
      if (!aligned.ok) {
        return aligned;
      }
      const positives = aligned.value.sum(isPositive);
      const negatives = aligned.value.sum((part) => isKnown(part) && !isPositive(part));
      return scoredBuckets(
        positives.map(({ lower, upper, count: came }, i) => ({
          lower,
          upper,
          positive: came,
          negative: negatives[i]?.count ?? 0,
        }))
      );
    },
    claims: () => calibration(claims(), isRight),
    scores: () => {
      const aligned = scale();
      const of = (predictedPositive: boolean): readonly ScoreBucket[] =>
        aligned.ok
          ? aligned.value
              .sum((part) => flags(part) === predictedPositive)
              .map((bucket) => ({ ...bucket, predictedPositive }))
          : [];
      return [...of(true), ...of(false)];
    },
    lessons: () => calibration(scale(), isPositive),
    scoresByClass: () =>
      byClass((name): readonly ScoreBucket[] => {
        const aligned = claims();
        return aligned.ok
          ? aligned.value
              .sum(({ prediction }) => prediction === name)
              .map((bucket) => ({ ...bucket, predictedPositive: true }))
          : [];
      }),
    lessonsByClass: () =>
      byClass((name) => {
        const buckets = calibration(claims(), isRight, ({ prediction }) => prediction === name);
        return buckets.ok ? buckets.value : [];
      }),
  };
}
