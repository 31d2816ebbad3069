import { freezeBins, type BinningStrategy } from '../../../../engine';
import { Semaphore } from '../../semaphore';
import type { RowQuestion, RowReading } from '../../logged/byReading';
import { FeatureFold } from '../../logged/fold';
import type { CallContext, TimeRange } from '../../upstream';
import type { RowOptions } from './readRows';

/** So many lines of the reference are read to lay bins on, where it has more. */
const MOST_LAID = 10_000;

/**
 * Moments of the reference at which they are read: each costs Loki as much as a page, and a reference of a few hours is
 * much the same all over.
 */
const MOMENTS = { short: 4, long: 16 } as const;
const SHORT_MS = 6 * 3_600_000;
const AT_ONCE = 4;

/** As raw samples are binned where the query does not say. */
const USUAL: BinningStrategy = { strategy: 'quantile', bins: 10 };

export interface LaidBins {
  /** Bounds by feature; the reason where there are none. */
  readonly edges: ReadonlyMap<string, readonly number[]>;
  readonly faults: ReadonlyMap<string, string>;
  readonly notices: readonly string[];
  /** Lines that were read for it. */
  readonly lines: number;
}

type Read = (question: RowQuestion, range: TimeRange, context: CallContext, options: RowOptions) => RowReading;

/** Evenly spread pieces of a range, each a moment and what follows until the next. */
function moments({ from, to }: TimeRange, count: number): readonly TimeRange[] {
  return Array.from({ length: count }, (_, i) => ({
    from: from + ((to - from) * i) / count,
    to: from + ((to - from) * (i + 1)) / count,
  }));
}

/** How many lines are read to lay bins on so many, and at how many moments. */
export function laidLines(
  { from, to }: TimeRange,
  expected: number | undefined
): { readonly laid: number; readonly moments: number } {
  return expected !== undefined && expected <= MOST_LAID
    ? { laid: expected, moments: 1 }
    : { laid: MOST_LAID, moments: to - from <= SHORT_MS ? MOMENTS.short : MOMENTS.long };
}

/**
 * Lays bins on lines of the reference, before either side is counted in them. Bins that move with the current data would
 * hide its drift; and Loki can count in bins that are known, but not find them at a bearable cost. All lines are read
 * where there are few, else some at moments spread evenly over the reference.
 */
export async function layBins(
  read: Read,
  question: RowQuestion,
  range: TimeRange,
  { binning, expected }: { readonly binning: BinningStrategy | undefined; readonly expected: number | undefined },
  context: CallContext
): Promise<LaidBins> {
  const few = expected !== undefined && expected <= MOST_LAID;
  const pieces = moments(range, laidLines(range, expected).moments);
  const limit = MOST_LAID / pieces.length;
  const fold = new FeatureFold(question.features, [], false);
  const places = new Semaphore(AT_ONCE);
  const readings = await Promise.all(
    pieces.map(async (piece) => {
      const leave = await places.enter(context.signal);
      try {
        const reading = read(question, piece, context, { expected: few ? expected : undefined, limit });
        for await (const rows of reading) {
          rows.forEach((row) => fold.add(row));
        }
        return reading.report();
      } finally {
        leave();
      }
    })
  );
  // Raw lines cannot keep the bins they came in, because they came in none.
  const strategy = binning === undefined || binning.strategy === 'buckets' ? USUAL : binning;
  const edges = new Map<string, readonly number[]>();
  const faults = new Map<string, string>();
  const numbers = fold.numbers();
  for (const { feature } of question.features) {
    const frozen = freezeBins(strategy, numbers.get(feature) ?? []);
    if (frozen.ok) {
      edges.set(feature, frozen.value);
    } else {
      faults.set(feature, frozen.detail);
    }
  }
  const lines = readings.reduce((sum, report) => sum + report.lines, 0);
  const which = few
    ? `the ${lines.toLocaleString('en')} lines of the reference`
    : `${lines.toLocaleString('en')} lines of the reference, read at ${pieces.length} moments spread evenly over it`;
  return {
    edges,
    faults,
    lines,
    notices: edges.size === 0 ? [] : [`Bins were laid on ${which}; then all lines of both sides were counted in them.`],
  };
}
