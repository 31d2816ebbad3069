import { formatDuration } from '../../../../model';
import { MOST_VALUES } from '../../logged/fold';
import type { FeatureKind } from '../../logged/subject';
import type { LineShape } from './rowPlan';

/** What has been measured of Loki 3.7.6 and of us, in milliseconds of one core for 100,000 lines. */
const COSTS = {
  /** To count lines in bins of a numeric field, by a template. */
  numeric: 650,
  /** To count lines by a field as it is. */
  categorical: 220,
  /** To get a line at all. */
  line: 350,
  /** For each byte of it, here and there. */
  byte: 2.2,
  /** To have Loki cut a line to an id and columns, and for each of them. */
  rewritten: 500,
  column: 60,
} as const;

/** To get lines at a moment, however few. */
const MOMENT_MS = 25;

const PER = 100_000;

/** Further lines would take longer than anybody waits, whatever else could be done with them. */
export const MOST_LINES = 1_000_000;

export interface PlanInput {
  readonly kinds: readonly FeatureKind[];
  /** Lines of both sides, as far as they can be told beforehand. */
  readonly lines: number;
  readonly bytesPerLine: number;
  /** In which shapes the lines can be read. */
  readonly shapes: readonly [LineShape, ...LineShape[]];
  /** Lines that would have to be read to lay bins, before Loki can count, and at how many moments. */
  readonly laid: number;
  readonly moments: number;
  /** How long both sides are together. */
  readonly spanMs: number;
  /** A score asks for single values: whatever it costs, lines are read as far as they can be. */
  readonly values: boolean;
  readonly overTime: boolean;
}

export interface Plan {
  readonly kind: 'count' | 'read';
  /** In which shape lines come, as far as any are read. */
  readonly shape: LineShape;
  /** What was chosen, and why. */
  readonly words: string;
  /** Why there are no single values, though a score asks for them, and what to change. */
  readonly noValues?: string;
}

function costOfLine({ kinds, bytesPerLine }: PlanInput, shape: LineShape): number {
  const more = shape === 'whole' ? COSTS.byte * bytesPerLine : COSTS.rewritten + COSTS.column * kinds.length;
  return COSTS.line + more;
}

function cheapestShape(input: PlanInput): LineShape {
  return input.shapes.reduce((best, one) => (costOfLine(input, one) < costOfLine(input, best) ? one : best));
}

function costOfReading(input: PlanInput, lines: number): number {
  return (costOfLine(input, cheapestShape(input)) * lines) / PER;
}

function costOfCounting(input: PlanInput): number {
  const { kinds, lines, laid, moments } = input;
  const counted = (kinds.reduce((sum, kind) => sum + COSTS[kind], 0) * lines) / PER;
  return counted + costOfReading(input, laid) + moments * MOMENT_MS;
}

function about(count: number): string {
  const digits = Math.max(0, Math.floor(Math.log10(Math.max(1, count))) - 1);
  return (Math.round(count / 10 ** digits) * 10 ** digits).toLocaleString('en');
}

function features(count: number): string {
  return count === 1 ? '1 feature' : `${count} features`;
}

/**
 * Whether Loki shall count, once for each feature, or whether all lines are read once and counted here: what costs less,
 * as far as the lines can be read at all.
 */
export function choosePlan(input: PlanInput): Plan {
  const { kinds, lines, spanMs, overTime } = input;
  const values = input.values && kinds.includes('numeric');
  const shape = cheapestShape(input);
  const what = `${features(kinds.length)} of about ${about(lines)} lines (${formatDuration(spanMs)})`;
  const tooMany = lines * kinds.length > MOST_VALUES;
  if (lines > MOST_LINES || (tooMany && !(values && !overTime))) {
    const most = lines > MOST_LINES ? `${MOST_LINES.toLocaleString('en')} lines` : `${about(MOST_VALUES)} values`;
    return {
      kind: 'count',
      shape,
      words: `Loki counted ${what}, one query a feature and side: more than ${most} are not read.`,
      ...(values
        ? {
            noValues: `Single values are needed, and Loki counted, because more than ${most} are not read: choose a shorter time range, fewer features, or filters.`,
          }
        : {}),
    };
  }
  if (values) {
    const held = tooMany
      ? ` More than ${about(MOST_VALUES)} values are not held: they are kept as counts by size.`
      : '';
    return {
      kind: 'read',
      shape,
      words: `Read line by line, once for all, because a score asks for single values: ${what}.${held}`,
    };
  }
  const [counting, reading] = [costOfCounting(input), costOfReading(input, lines)];
  const times = (more: number, less: number): string => {
    const ratio = less > 0 ? more / less : 1;
    return ratio < 1.15 ? 'about as much' : `about ${ratio < 10 ? ratio.toFixed(1) : Math.round(ratio)} times as much`;
  };
  const cut = shape === 'rewritten' ? ', cut by Loki to what is asked for' : '';
  return counting < reading
    ? {
        kind: 'count',
        shape,
        words: `Loki counted ${what}, one query a feature and side: to read the lines would cost ${times(reading, counting)}.`,
      }
    : {
        kind: 'read',
        shape,
        words: `Read line by line, once for all${cut}: ${what}. To let Loki count each feature would cost ${times(counting, reading)}.`,
      };
}
