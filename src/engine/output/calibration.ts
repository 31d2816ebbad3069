import { type Answer, answered } from '../answer';
import { type CalibrationBucket, faultOfCalibration, meanConfidence, middlesTaken } from './calibrationBuckets';

/** What a claimed confidence is worth: points in rising order, straight lines between, flat beyond the ends. */
export interface Calibration {
  readonly confidence: readonly number[];
  readonly accuracy: readonly number[];
  /** Labelled predictions that each point's accuracy rests on. */
  readonly n: readonly number[];
}

/**
 * Learns on a reference what a claimed confidence is worth: isotonic regression of outcomes on confidence (Zadrozny &
 * Elkan 2002), by pooling adjacent violators (Ayer et al. 1955). A point a bucket. From buckets it costs
 * O(buckets log buckets), whatever the rows. Nothing labelled gives no answer.
 *
 * @example
 * calibrate([
 *   { lower: 0, upper: 0.5, count: 2, hits: 1 }, { lower: 0.5, upper: 1, count: 2, hits: 0 }
 * ]).value.accuracy // => [0.25, 0.25]
 */
export function calibrate(buckets: readonly CalibrationBucket[]): Answer<Calibration> {
  const fault = faultOfCalibration(buckets);
  if (fault !== null) {
    return fault;
  }
  const filled = buckets
    .filter(({ count }) => count > 0)
    .map((bucket) => ({ at: meanConfidence(bucket), count: bucket.count, hits: Math.min(bucket.hits, bucket.count) }))
    .sort((a, b) => a.at - b.at);
  const confidence: number[] = [];
  const blocks: Array<{ count: number; hits: number; points: number }> = [];
  for (const { at, count, hits } of filled) {
    if (confidence.length > 0 && confidence[confidence.length - 1] === at) {
      // Buckets at one confidence are one point, whatever their order.
      const last = blocks[blocks.length - 1] as { count: number; hits: number; points: number };
      if (last.points === 1) {
        last.count += count;
        last.hits += hits;
      } else {
        blocks.push({ count, hits, points: 0 });
      }
    } else {
      confidence.push(at);
      blocks.push({ count, hits, points: 1 });
    }
    while (blocks.length > 1) {
      const [before, last] = blocks.slice(-2) as [(typeof blocks)[number], (typeof blocks)[number]];
      if (last.points > 0 && before.hits * last.count <= last.hits * before.count) {
        break;
      }
      blocks.splice(-2, 2, {
        count: before.count + last.count,
        hits: before.hits + last.hits,
        points: before.points + last.points,
      });
    }
  }
  const perPoint = (of: (block: (typeof blocks)[number]) => number): number[] =>
    blocks.flatMap((block) => new Array<number>(block.points).fill(of(block)));
  return answered(
    { confidence, accuracy: perPoint(({ hits, count }) => hits / count), n: perPoint(({ count }) => count) },
    middlesTaken(buckets)
  );
}

/**
 * What a claimed confidence is worth. O(log points).
 *
 * @example
 * calibrated({ confidence: [0.5, 0.9], accuracy: [0.5, 0.7], n: [10, 10] }, 0.7) // => 0.6
 */
export function calibrated(calibration: Calibration, claimed: number): number {
  const { confidence, accuracy } = calibration;
  let low = 0;
  let high = confidence.length - 1;
  if (claimed <= (confidence[low] as number)) {
    return accuracy[low] as number;
  }
  if (claimed >= (confidence[high] as number)) {
    return accuracy[high] as number;
  }
  while (high - low > 1) {
    const middle = (low + high) >> 1;
    if ((confidence[middle] as number) <= claimed) {
      low = middle;
    } else {
      high = middle;
    }
  }
  const [x0, x1] = [confidence[low] as number, confidence[high] as number];
  const [y0, y1] = [accuracy[low] as number, accuracy[high] as number];
  return y0 + ((y1 - y0) * (claimed - x0)) / (x1 - x0);
}
