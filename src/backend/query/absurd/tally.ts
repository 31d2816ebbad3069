import { calibrated, type Calibration, type CalibrationBucket } from '../../../engine';
import { ConfidenceBuckets, type ConfidenceLayout } from './confidence';
import type { Judged } from './judge';

/** So many steps of how sure two sides are at once, from neither to both. */
const PAIR_STEPS = 20;

/** What a claim is worth, by the calibration where there is one. */
export function worthOf(confidence: number, calibration: Calibration | undefined): number {
  return calibration === undefined ? confidence : calibrated(calibration, confidence);
}

/**
 * How likely two sides are to agree at least: both can only be right together, so that the chance that they differ is at
 * most the sum of their chances to be wrong (Boole's inequality).
 */
function agreement({ confidence, other }: Judged, calibration: Calibration | undefined): number | undefined {
  return confidence === undefined || other === undefined
    ? undefined
    : Math.max(0, worthOf(confidence, calibration) + other.confidence - 1);
}

/** What was counted of a set of predictions: all of them, a group, or a segment. */
export class Tally {
  predictions = 0;
  labelled = 0;
  /** Confident predictions without a label yet. */
  unlabelled = 0;
  /** Sum over confident labelled predictions of the chance that each was to be wrong. */
  expectedWrong = 0;
  ruleViolations = 0;
  confidentPairs = 0;
  opposed = 0;
  readonly byRule: Float64Array;
  readonly buckets: ConfidenceBuckets;
  private readonly pairs = new Float64Array(PAIR_STEPS);
  private readonly agreeing = new Float64Array(PAIR_STEPS);
  private readonly pairSums = new Float64Array(PAIR_STEPS);

  constructor(
    layout: ConfidenceLayout,
    rules: number,
    private readonly calibration: Calibration | undefined
  ) {
    this.buckets = new ConfidenceBuckets(layout);
    this.byRule = new Float64Array(rules);
  }

  add(judged: Judged): void {
    const { confidence, isConfident, right, label, answers, breaksRule, isOpposed } = judged;
    this.predictions++;
    this.labelled += label === undefined ? 0 : 1;
    this.unlabelled += isConfident && label === undefined ? 1 : 0;
    if (right !== undefined && confidence !== undefined) {
      this.buckets.add(confidence, right);
      this.expectedWrong += isConfident ? 1 - worthOf(confidence, this.calibration) : 0;
    }
    this.ruleViolations += breaksRule ? 1 : 0;
    if (breaksRule) {
      answers.forEach((answer, rule) => {
        this.byRule[rule] = (this.byRule[rule] as number) + (answer === true ? 1 : 0);
      });
    }
    const agree = agreement(judged, this.calibration);
    if (agree !== undefined) {
      const step = Math.min(PAIR_STEPS - 1, Math.floor(agree * PAIR_STEPS));
      this.confidentPairs++;
      this.opposed += isOpposed ? 1 : 0;
      this.pairs[step] = (this.pairs[step] as number) + 1;
      this.agreeing[step] = (this.agreeing[step] as number) + (isOpposed ? 0 : 1);
      this.pairSums[step] = (this.pairSums[step] as number) + agree;
    }
  }

  get confident(): number {
    return this.buckets.confidentCounts.confident;
  }

  get wrong(): number {
    return this.buckets.confidentCounts.wrong;
  }

  /** Pairs by how likely both sides are to agree at least; a hit is a pair that does. */
  pairBuckets(): readonly CalibrationBucket[] {
    return Array.from(this.pairs, (count, step) => ({
      lower: step / PAIR_STEPS,
      upper: (step + 1) / PAIR_STEPS,
      count,
      hits: this.agreeing[step] as number,
      confidenceSum: this.pairSums[step] as number,
    }));
  }
}
