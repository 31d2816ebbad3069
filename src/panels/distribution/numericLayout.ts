import { shareTicks, thin, type Label, type Tick } from '../shared/axis';
import type { Drawing, Scale } from './options';
import type { BinView } from './toViewModel';

export interface Size {
  readonly width: number;
  readonly height: number;
}

/** One bin on the screen: from `x0` to `x1`, with the height of each side measured from the base line. */
export interface Band {
  readonly x0: number;
  readonly x1: number;
  /** Null where that side has no value. */
  readonly reference: number | null;
  readonly current: number | null;
}

export interface NumericLayout {
  readonly plot: { readonly left: number; readonly right: number; readonly top: number; readonly base: number };
  readonly bands: readonly Band[];
  readonly drawing: Exclude<Drawing, 'auto'>;
  readonly xLabels: readonly Label[];
  readonly yTicks: ReadonlyArray<Tick & { readonly y: number }>;
  /** Where open bins begin: their edge is known and their end is not. */
  readonly openEdges: readonly number[];
  /** The scale in use: a true one needs inner bins that have both edges. */
  readonly scale: Scale;
}

const LEFT = 40;
const RIGHT = 8;
const BOTTOM = 18;
/** Room for the mark above a cause. */
const TOP = 16;
/** Two bars and a gap need this much of a band. */
const LEAST_BARS = 7;

/** Where everything of a numeric chart goes. O(bins). */
export function numericLayout(
  bins: readonly BinView[],
  { width, height }: Size,
  wanted: { readonly scale: Scale; readonly drawing: Drawing }
): NumericLayout {
  const scale = wanted.scale === 'true' && hasTrueScale(bins) ? 'true' : 'bins';
  const plot = {
    left: scale === 'true' ? RIGHT : LEFT,
    right: Math.max(width - RIGHT, LEFT + 1),
    top: TOP,
    base: Math.max(height - BOTTOM, TOP + 1),
  };
  const edges = scale === 'true' ? trueEdges(bins, plot) : equalEdges(bins.length, plot);
  const widths = bins.map((_, index) => (edges[index + 1] ?? 0) - (edges[index] ?? 0));
  // With a true scale the area is the share, so the height is the share over the width.
  const amount = (share: number | null, index: number): number | null =>
    share === null ? null : scale === 'true' ? share / Math.max(widths[index] ?? 1, 1e-6) : share;
  const amounts = bins.map(({ reference, current }, index) => ({
    reference: amount(reference, index),
    current: amount(current, index),
  }));
  const highest = Math.max(0, ...amounts.flatMap(({ reference, current }) => [reference ?? 0, current ?? 0]));
  const room = plot.base - plot.top;
  const axis = shareTicks(highest, Math.max(1, Math.min(4, Math.floor(room / 36))));
  const top = scale === 'true' ? highest || 1 : axis.top;
  const pixels = (value: number | null) => (value === null ? null : (value / top) * room);

  return {
    plot,
    bands: amounts.map(({ reference, current }, index) => ({
      x0: edges[index] ?? plot.left,
      x1: edges[index + 1] ?? plot.right,
      reference: pixels(reference),
      current: pixels(current),
    })),
    drawing:
      wanted.drawing !== 'auto' ? wanted.drawing : Math.min(...widths, Infinity) >= LEAST_BARS ? 'bars' : 'steps',
    xLabels: xLabels(bins, edges, plot),
    yTicks: scale === 'true' ? [] : axis.ticks.map((tick) => ({ ...tick, y: plot.base - (tick.at / top) * room })),
    openEdges: bins.flatMap(({ overflow }, index) =>
      bins.length < 2 || overflow === null ? [] : [edges[overflow === 'below' ? index + 1 : index] ?? 0]
    ),
    scale,
  };
}

/** The band under a point of the chart, or -1. */
export function bandAt(bands: readonly Band[], x: number): number {
  return bands.findIndex(({ x0, x1 }) => x >= x0 && x < x1);
}

function equalEdges(bins: number, { left, right }: NumericLayout['plot']): number[] {
  return Array.from({ length: bins + 1 }, (_, index) => left + ((right - left) * index) / Math.max(1, bins));
}

function hasTrueScale(bins: readonly BinView[]): boolean {
  const closed = bins.filter(({ overflow }) => overflow === null);
  return closed.length > 0 && closed.every(({ lower, upper }) => lower !== null && upper !== null && upper > lower);
}

/** An open bin has no width of its own: it gets that of an average one, beside the scale. */
function trueEdges(bins: readonly BinView[], { left, right }: NumericLayout['plot']): number[] {
  const closed = bins.filter(({ overflow }) => overflow === null);
  const width = ({ lower, upper }: BinView) => (lower !== null && upper !== null ? upper - lower : 0);
  const covered = closed.reduce((sum, bin) => sum + width(bin), 0);
  const open = (right - left) / bins.length;
  const perUnit = (right - left - open * (bins.length - closed.length)) / covered;
  let x = left;
  return [left, ...bins.map((bin) => (x += bin.overflow === null ? width(bin) * perUnit : open))];
}

function xLabels(
  bins: readonly BinView[],
  edges: readonly number[],
  { left, right }: NumericLayout['plot']
): readonly Label[] {
  const labels: Label[] = [];
  bins.forEach(({ label, overflow, lowerText, upperText }, index) => {
    if (overflow === 'below' && index === 0) {
      labels.push({ x: left, text: label, anchor: 'start' });
    } else if (overflow === 'above' && index === bins.length - 1) {
      labels.push({ x: right, text: label, anchor: 'end' });
    } else if (overflow === null) {
      const [x0, x1] = [edges[index] ?? left, edges[index + 1] ?? right];
      if (index === 0 && lowerText !== undefined) {
        labels.push({ x: x0, text: lowerText, anchor: 'start' });
      }
      if (upperText === undefined) {
        labels.push({ x: (x0 + x1) / 2, text: label, anchor: 'middle' });
      } else if (bins[index + 1]?.overflow !== 'above') {
        labels.push({ x: x1, text: upperText, anchor: index === bins.length - 1 ? 'end' : 'middle' });
      }
    }
  });
  return thin(labels);
}
