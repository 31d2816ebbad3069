import type { CalibrationBucket } from '../../../engine';
import type { PredictionEvent } from '../../upstream/events';

/**
 * How sure the model said to be: its confidence, else the probability that it gave to its own prediction. Undefined
 * where it said neither, or something that is no chance.
 */
export function claimedConfidence({
  confidence,
  probabilities,
  prediction,
}: Pick<PredictionEvent, 'confidence' | 'probabilities' | 'prediction'>): number | undefined {
  const own =
    probabilities !== undefined && prediction !== undefined && Object.hasOwn(probabilities, String(prediction))
      ? probabilities[String(prediction)]
      : undefined;
  const claimed = confidence ?? own;
  return claimed !== undefined && claimed >= 0 && claimed <= 1 ? claimed : undefined;
}

/** As many steps from the threshold to 1: fine enough to see that 0.96 and 0.99 are not the same claim. */
const CONFIDENT_STEPS = 10;
const TENTHS = 10;

/** How buckets of confidence lie for a threshold. */
export interface ConfidenceLayout {
  readonly threshold: number;
  readonly lower: readonly number[];
  readonly upper: readonly number[];
  /** The bucket of the threshold itself, which is the first confident one. */
  readonly first: number;
}

/** Tenths up to the threshold, the threshold alone (a bucket does not hold its lower bound), and steps from there to 1. */
export function confidenceLayout(threshold: number): ConfidenceLayout {
  const below = Array.from({ length: TENTHS }, (_, i) => i / TENTHS).filter((edge) => edge < threshold);
  const above =
    threshold < 1
      ? Array.from({ length: CONFIDENT_STEPS + 1 }, (_, i) => threshold + ((1 - threshold) * i) / CONFIDENT_STEPS).map(
          (edge, i) => (i === CONFIDENT_STEPS ? 1 : edge)
        )
      : [];
  return {
    threshold,
    lower: [...below, threshold, ...above.slice(0, -1)],
    upper: [...below.slice(1), threshold, threshold, ...above.slice(1)],
    first: below.length,
  };
}

/** Labelled predictions by confidence, in buckets of which one begins at the threshold. */
export class ConfidenceBuckets {
  private readonly counts: Float64Array;
  private readonly hits: Float64Array;
  private readonly sums: Float64Array;
  private readonly squares: Float64Array;

  constructor(private readonly layout: ConfidenceLayout) {
    const { length } = layout.lower;
    this.counts = new Float64Array(length);
    this.hits = new Float64Array(length);
    this.sums = new Float64Array(length);
    this.squares = new Float64Array(length);
  }

  /** Takes one prediction of a confidence from 0 to 1. */
  add(confidence: number, right: boolean): void {
    const { upper, first, threshold } = this.layout;
    let bucket = confidence < threshold ? 0 : first;
    const last = confidence < threshold ? first - 1 : upper.length - 1;
    while (bucket < last && confidence > (upper[bucket] as number)) {
      bucket++;
    }
    const hit = right ? 1 : 0;
    this.counts[bucket] = (this.counts[bucket] as number) + 1;
    this.hits[bucket] = (this.hits[bucket] as number) + hit;
    this.sums[bucket] = (this.sums[bucket] as number) + confidence;
    this.squares[bucket] = (this.squares[bucket] as number) + (confidence - hit) ** 2;
  }

  /** All buckets, empty ones among them. */
  all(): readonly CalibrationBucket[] {
    return this.layout.lower.map((lower, i) => ({
      lower,
      upper: this.layout.upper[i] as number,
      count: this.counts[i] as number,
      hits: this.hits[i] as number,
      confidenceSum: this.sums[i] as number,
      brierSum: this.squares[i] as number,
    }));
  }

  /** Those from the threshold on. */
  confident(): readonly CalibrationBucket[] {
    return this.all().slice(this.layout.first);
  }

  /** As a person looks at them: tenths, and all confident ones as one. */
  shown(): readonly CalibrationBucket[] {
    const all = this.all();
    const top = all.slice(this.layout.first).reduce<CalibrationBucket>(
      (sum, { count, hits, confidenceSum = 0, brierSum = 0 }) => ({
        ...sum,
        count: sum.count + count,
        hits: sum.hits + hits,
        confidenceSum: (sum.confidenceSum ?? 0) + confidenceSum,
        brierSum: (sum.brierSum ?? 0) + brierSum,
      }),
      { lower: this.layout.threshold, upper: 1, count: 0, hits: 0, confidenceSum: 0, brierSum: 0 }
    );
    return [...all.slice(0, this.layout.first), top];
  }

  get labelled(): number {
    return this.counts.reduce((sum, count) => sum + count, 0);
  }

  /** Labelled predictions from the threshold on, and how many of them were wrong. */
  get confidentCounts(): { readonly confident: number; readonly wrong: number } {
    let confident = 0;
    let right = 0;
    for (let i = this.layout.first; i < this.counts.length; i++) {
      confident += this.counts[i] as number;
      right += this.hits[i] as number;
    }
    return { confident, wrong: confident - right };
  }
}
