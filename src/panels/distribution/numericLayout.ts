import { shareTicks, thin, type Label, type Tick } from '../shared/axis';
import type { Drawing, Scale, View } from './options';
import type { BinView } from './toViewModel';

export interface Size {
  readonly width: number;
  readonly height: number;
}

/** What a chart can show of bins; over time has a layout of its own. */
export type BinsView = Exclude<View, 'time'>;

/** One bin on the screen: from `x0` to `x1`, and how far each side reaches from the line at zero. */
export interface Band {
  readonly x0: number;
  readonly x1: number;
  /**
   * Up from zero, in pixels; null where that side has no value. Cumulative: where the line stands at `x1`. Mirrored: the
   * current side is to be drawn downwards.
   */
  readonly reference: number | null;
  readonly current: number | null;
  /** Current less reference, up from zero where there is more now. */
  readonly difference: number | null;
}

export interface NumericLayout {
  readonly plot: { readonly left: number; readonly right: number; readonly top: number; readonly base: number };
  /** Where zero lies: at the base, or between it and the top where a view draws to both sides. */
  readonly zero: number;
  readonly bands: readonly Band[];
  readonly drawing: Exclude<Drawing, 'auto'>;
  readonly xLabels: readonly Label[];
  readonly yTicks: ReadonlyArray<Tick & { readonly y: number }>;
  /** Where open bins begin: their edge is known and their end is not. */
  readonly openEdges: readonly number[];
  /** The scale in use: a true one needs inner bins that have both edges. */
  readonly scale: Scale;
  /** Cumulative: where the two lines are furthest apart, and by how much. */
  readonly gap:
    { readonly x: number; readonly reference: number; readonly current: number; readonly share: number } | undefined;
}

const LEFT = 40;
const RIGHT = 8;
const BOTTOM = 18;
/** Room for the mark above a cause. */
const TOP = 16;
/** Two bars and a gap need this much of a band; one bar half of it. */
const LEAST_BARS = 7;
/** Between two lines of the axis. */
const LEAST_TICK = 36;

interface Amounts {
  readonly reference: ReadonlyArray<number | null>;
  readonly current: ReadonlyArray<number | null>;
}

/** Where everything of a numeric chart goes. O(bins). */
export function numericLayout(
  bins: readonly BinView[],
  { width, height }: Size,
  wanted: { readonly scale: Scale; readonly drawing: Drawing; readonly view?: BinsView }
): NumericLayout {
  const view = wanted.view ?? 'overlay';
  const scale = wanted.scale === 'true' && hasTrueScale(bins) ? 'true' : 'bins';
  // A cumulative share is a height on any scale; of the others only the area is one on the true scale.
  const byArea = scale === 'true' && view !== 'cumulative';
  const plot = {
    left: byArea ? RIGHT : LEFT,
    right: Math.max(width - RIGHT, LEFT + 1),
    top: TOP,
    base: Math.max(height - BOTTOM, TOP + 1),
  };
  const edges = scale === 'true' ? trueEdges(bins, plot) : equalEdges(bins.length, plot);
  const widths = bins.map((_, index) => (edges[index + 1] ?? 0) - (edges[index] ?? 0));
  const amounts = amountsOf(bins, view, byArea ? widths : undefined);
  const differences = bins.map((_, index) => {
    const [before, now] = [amounts.reference[index] ?? null, amounts.current[index] ?? null];
    return before === null || now === null ? null : now - before;
  });

  const room = plot.base - plot.top;
  const { up, down, ticks } = axisOf(view, amounts, differences, room);
  const perUnit = room / (up + down || 1);
  const zero = plot.base - down * perUnit;
  const pixels = (value: number | null | undefined) => (value === null || value === undefined ? null : value * perUnit);
  const bands = bins.map((_, index) => ({
    x0: edges[index] ?? plot.left,
    x1: edges[index + 1] ?? plot.right,
    reference: pixels(amounts.reference[index]),
    current: pixels(amounts.current[index]),
    difference: pixels(differences[index]),
  }));

  return {
    plot,
    zero,
    bands,
    drawing: drawingOf(wanted.drawing, view, Math.min(...widths, Infinity)),
    xLabels: xLabels(bins, edges, plot),
    yTicks: byArea ? [] : ticks.map((tick) => ({ ...tick, y: zero - tick.at * perUnit })),
    openEdges: bins.flatMap(({ overflow }, index) =>
      bins.length < 2 || overflow === null ? [] : [edges[overflow === 'below' ? index + 1 : index] ?? 0]
    ),
    scale,
    gap: view === 'cumulative' ? widestGap(bands, differences) : undefined,
  };
}

function amountsOf(bins: readonly BinView[], view: BinsView, widths: readonly number[] | undefined): Amounts {
  const side = (name: 'reference' | 'current'): ReadonlyArray<number | null> => {
    const shares = bins.map((bin) => bin[name]);
    if (view === 'cumulative') {
      return cumulated(shares);
    }
    return widths === undefined
      ? shares
      : shares.map((share, index) => (share === null ? null : share / Math.max(widths[index] ?? 1, 1e-6)));
  };
  return { reference: side('reference'), current: side('current') };
}

/** A side that lacks a share has no sum from there on: a part would pass for the whole. */
function cumulated(shares: ReadonlyArray<number | null>): ReadonlyArray<number | null> {
  let sum: number | null = 0;
  return shares.map((share) => (sum = sum === null || share === null ? null : sum + share));
}

function largest(values: ReadonlyArray<number | null>): number {
  return Math.max(0, ...values.map((value) => value ?? 0));
}

function axisOf(
  view: BinsView,
  { reference, current }: Amounts,
  differences: ReadonlyArray<number | null>,
  room: number
): { readonly up: number; readonly down: number; readonly ticks: readonly Tick[] } {
  const most = (part: number) =>
    Math.max(view === 'overlay' || view === 'cumulative' ? 1 : 2, Math.min(4, Math.floor((room * part) / LEAST_TICK)));
  const mirror = (ticks: readonly Tick[]) =>
    ticks.filter(({ at }) => at > 0).map((tick) => ({ ...tick, at: -tick.at }));
  switch (view) {
    case 'overlay': {
      const { top, ticks } = shareTicks(largest([...reference, ...current]), most(1));
      return { up: top, down: 0, ticks };
    }
    case 'mirrored': {
      const top = largest([...reference, ...current]) || 1;
      const ticks = shareTicks(top, most(0.5)).ticks.filter(({ at }) => at <= top);
      return { up: top, down: top, ticks: [...ticks, ...mirror(ticks)] };
    }
    case 'difference': {
      const up = largest(differences);
      const down = largest(differences.map((value) => (value === null ? null : -value)));
      // One step for both directions, so that lines of the axis are as far apart above zero as below.
      const { ticks } = shareTicks(Math.max(up, down), most(Math.max(up, down) / (up + down || 1)));
      return {
        up,
        down,
        ticks: [
          ...ticks
            .filter(({ at }) => at <= up)
            .map((tick) => (tick.at > 0 ? { ...tick, text: `+${tick.text}` } : tick)),
          ...mirror(ticks.filter(({ at }) => at <= down)).map((tick) => ({ ...tick, text: `−${tick.text}` })),
        ],
      };
    }
    case 'cumulative':
      return { up: 1, down: 0, ticks: shareTicks(1, most(1)).ticks };
  }
}

function drawingOf(wanted: Drawing, view: BinsView, narrowest: number): NumericLayout['drawing'] {
  if (wanted !== 'auto') {
    return wanted;
  }
  return narrowest >= (view === 'overlay' ? LEAST_BARS : LEAST_BARS / 2) ? 'bars' : 'steps';
}

function widestGap(bands: readonly Band[], differences: ReadonlyArray<number | null>): NumericLayout['gap'] {
  let found: NumericLayout['gap'];
  bands.forEach(({ x1, reference, current }, index) => {
    const share = Math.abs(differences[index] ?? 0);
    if (reference !== null && current !== null && share > Math.max(found?.share ?? 0, 1e-9)) {
      found = { x: x1, reference, current, share };
    }
  });
  return found;
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
