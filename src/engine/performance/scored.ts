import { type Answer, answered, type NoAnswer, noAnswer } from '../answer';
import { adaptiveBuckets, byOutcome } from '../output/adaptiveBuckets';
import { faultOfNamedCounts } from '../proportion/counts';

/** Predictions of one probability (lower = upper), or of one bucket `(lower, upper]`, and what came of them. */
export interface ScoredPoint {
  readonly lower: number;
  readonly upper: number;
  readonly positive: number;
  readonly negative: number;
}

/** Probabilities of the positive class with outcomes, in rising order, apart from one another. */
export interface ScoredPoints {
  readonly kind: 'scored';
  readonly points: readonly ScoredPoint[];
  readonly positive: number;
  readonly negative: number;
}

function faultOfPoints(points: readonly ScoredPoint[]): NoAnswer | null {
  let before = -Infinity;
  let all = 0;
  for (const { lower, upper, positive, negative } of points) {
    if (!(lower >= 0 && upper <= 1 && lower <= upper && lower >= before)) {
      return noAnswer(
        'invalid_confidence',
        `A score bucket goes from ${lower} to ${upper}: buckets must lie within 0 to 1 and not overlap.`
      );
    }
    // Names are written for a fault alone: of a million points they would cost more than all else.
    if (!(positive >= 0 && negative >= 0 && positive + negative <= Number.MAX_SAFE_INTEGER)) {
      return faultOfNamedCounts({ [`positive at ${upper}`]: positive, [`negative at ${upper}`]: negative });
    }
    before = upper;
    all += positive + negative;
  }
  return all > 0
    ? faultOfNamedCounts({ all })
    : noAnswer('no_labels', 'No probability has an outcome yet: wait for labels.');
}

/**
 * Outcomes by bucket of score, as a histogram with a label for the outcome has them. Sorted; empty buckets are left
 * out. O(buckets log buckets).
 *
 * @example
 * scoredBuckets([{ lower: 0, upper: 0.5, positive: 1, negative: 3 }, { lower: 0.5, upper: 1, positive: 4, negative: 0 }]).value.positive // => 5
 */
export function scoredBuckets(buckets: readonly ScoredPoint[]): Answer<ScoredPoints> {
  const points = buckets
    .filter(({ positive, negative }) => positive !== 0 || negative !== 0)
    .sort((a, b) => a.lower - b.lower || a.upper - b.upper);
  return (
    faultOfPoints(points) ??
    answered({
      kind: 'scored',
      points,
      positive: points.reduce((all, one) => all + one.positive, 0),
      negative: points.reduce((all, one) => all + one.negative, 0),
    })
  );
}

/** Of so many rows at most each score is a point of its own. */
const MOST_ROWS = 10_000;
/** Beyond, buckets this fine: what they leave open of an AUC is of the order of 0.0005. */
const FINE = { buckets: 1000, width: 0.001, least: 1, gap: 1 } as const;

/**
 * Outcomes by score from rows: labels 1 and 0, anything else is no label yet. Rows whose score is not a number from 0
 * to 1 are left out. Of more than `most` rows (10,000) scores are put into some thousand buckets, and what that leaves
 * open is said with each metric. O(rows log rows).
 *
 * @example
 * scoredRows(Float64Array.of(0.9, 0.1, 0.9), [1, 0, 0]).value.points[1] // => { lower: 0.9, upper: 0.9, positive: 1, negative: 1 }
 */
export function scoredRows(
  scores: Float64Array,
  labels: ArrayLike<number>,
  { most = MOST_ROWS }: { readonly most?: number } = {}
): Answer<ScoredPoints> {
  if (scores.length !== labels.length) {
    return noAnswer('unequal_lengths', `${scores.length} scores against ${labels.length} labels.`);
  }
  const [negative, positive] = byOutcome(scores, labels);
  if (negative.length + positive.length > most) {
    return scoredBuckets(
      adaptiveBuckets([negative, positive], FINE).map(({ lower, upper, count, hits }) => ({
        lower,
        upper,
        positive: hits,
        negative: count - hits,
      }))
    );
  }
  const points: ScoredPoint[] = [];
  let [i, j] = [0, 0];
  while (i < negative.length || j < positive.length) {
    const score = Math.min(negative[i] ?? Infinity, positive[j] ?? Infinity);
    const [fromNegative, fromPositive] = [i, j];
    while (negative[i] === score) {
      i++;
    }
    while (positive[j] === score) {
      j++;
    }
    points.push({ lower: score, upper: score, positive: j - fromPositive, negative: i - fromNegative });
  }
  return scoredBuckets(points);
}
