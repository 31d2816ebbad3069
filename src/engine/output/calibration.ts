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

/** Where a claimed confidence lies: between which points, and how far on the way from the one to the other. */
function place({ confidence }: Calibration, claimed: number): { readonly low: number; readonly share: number } {
  let low = 0;
  let high = confidence.length - 1;
  if (claimed <= (confidence[low] as number)) {
    return { low, share: 0 };
  }
  if (claimed >= (confidence[high] as number)) {
    return { low: high, share: 0 };
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
  return { low, share: (claimed - x0) / (x1 - x0) };
}

/**
 * What a claimed confidence is worth. O(log points).
 *
 * @example
 * calibrated({ confidence: [0.5, 0.9], accuracy: [0.5, 0.7], n: [10, 10] }, 0.7) // => 0.6
 */
export function calibrated(calibration: Calibration, claimed: number): number {
  const { accuracy } = calibration;
  const { low, share } = place(calibration, claimed);
  const y0 = accuracy[low] as number;
  return share === 0 ? y0 : y0 + ((accuracy[low + 1] as number) - y0) * share;
}

/**
 * On how many labelled predictions of the reference the mean calibrated confidence of these groups rests (Kish's
 * effective size, Survey Sampling, 1965): n^2 / sum (n_k^2 / m_k) over the levels of the calibration, where n_k
 * predictions lean on a level that m_k of the reference made. It is m where both spread alike over the levels, and less
 * where many lean on what few have shown. Neighbouring levels of equal accuracy and size count as one, which errs on the
 * side of less. O(groups log points).
 *
 * @example
 * referenceSize({ confidence: [0.5, 0.9], accuracy: [0.4, 0.8], n: [60, 40] }, [{ n: 6, claimed: 0.5 }, { n: 4, claimed: 0.9 }]) // => 100
 */
export function referenceSize(
  calibration: Calibration,
  groups: ReadonlyArray<{ readonly n: number; readonly claimed: number }>
): number {
  const { accuracy, n: sizes } = calibration;
  const leaning = new Float64Array(accuracy.length);
  const levelOf: number[] = [];
  accuracy.forEach((value, i) => {
    const same = i > 0 && value === accuracy[i - 1] && sizes[i] === sizes[i - 1];
    levelOf.push(same ? (levelOf[i - 1] as number) : i);
  });
  let all = 0;
  const lean = (point: number, n: number): void => {
    const level = levelOf[point] as number;
    leaning[level] = (leaning[level] as number) + n;
  };
  for (const { n, claimed } of groups) {
    const { low, share } = place(calibration, claimed);
    all += n;
    lean(low, n * (1 - share));
    if (share > 0) {
      lean(low + 1, n * share);
    }
  }
  const spread = leaning.reduce((sum, n, level) => (n > 0 ? sum + (n * n) / (sizes[level] as number) : sum), 0);
  return spread > 0 ? (all * all) / spread : 0;
}
