import type { FeatureOverTime } from './readOverTime';
import { binTexts, type BinText } from './binText';
import type { Size } from './numericLayout';
import { thin, type Label } from '../shared/axis';
import { t, plural } from '../shared/translate';

/** A row of the picture: a bin in all windows, or the categories for which there is no row of their own. */
export interface HeatRow {
  readonly text: BinText;
  readonly y: number;
  readonly reference: number | null;
  readonly shares: ReadonlyArray<number | null>;
  readonly counts: ReadonlyArray<number | null>;
}

export interface HeatLayout {
  readonly rows: readonly HeatRow[];
  readonly rowHeight: number;
  /** From the left edge of each window to the next. */
  readonly columnWidth: number;
  readonly columns: { readonly left: number; readonly right: number };
  readonly reference: { readonly left: number; readonly right: number };
  /** Below the picture. */
  readonly base: number;
  /** The largest share of any cell, which the strongest colour stands for. */
  readonly largest: number;
  readonly rowLabels: ReadonlyArray<{ readonly y: number; readonly text: string }>;
  readonly timeLabels: readonly Label[];
}

/** How many tones the picture has: more than an eye tells apart make it heavier and no clearer. */
export const TONES = 10;

const BOTTOM = 18;
const TOP = 4;
const RIGHT = 8;
const REFERENCE_WIDTH = 22;
const GAP = 6;
const CHARACTER = 6;
const LEAST_CATEGORY = 13;
const LEAST_LABEL = 13;

interface Wanted {
  readonly kind: 'numeric' | 'categorical';
  readonly name: string;
  readonly categories: number | null;
  readonly timeText: (time: number) => string;
}

/** Where everything of the picture over time goes: values rise upwards, time to the right. O(bins x windows). */
export function heatLayout(
  overTime: FeatureOverTime,
  { width, height }: Size,
  { kind, name, categories, timeText }: Wanted
): HeatLayout {
  const base = Math.max(height - BOTTOM, TOP + 1);
  const room = base - TOP;
  const bins =
    kind === 'numeric'
      ? fromAbove(overTime)
      : mostImportant(overTime, Math.min(Math.max(1, Math.floor(room / LEAST_CATEGORY)), categories ?? Infinity));
  const texts = binTexts(bins, kind, name);
  const rowHeight = room / Math.max(1, bins.length);
  const rows = bins.map((bin, index): HeatRow => {
    const text = texts[index] ?? { label: bin.bin, condition: bin.bin, spoken: bin.bin };
    return { text, y: TOP + index * rowHeight, reference: bin.reference, shares: bin.shares, counts: bin.counts };
  });

  const rowLabels =
    kind === 'numeric'
      ? edgesBetween(rows, rowHeight)
      : rows.map(({ y, text }) => ({ y: y + rowHeight / 2, text: text.label }));
  const longest = Math.max(0, ...rowLabels.map(({ text }) => text.length));
  const labelWidth = Math.min(longest * CHARACTER + 6, width * 0.3);
  const reference = { left: labelWidth, right: labelWidth + REFERENCE_WIDTH };
  const columns = { left: reference.right + GAP, right: Math.max(width - RIGHT, reference.right + GAP + 1) };
  const columnWidth = (columns.right - columns.left) / Math.max(1, overTime.times.length);
  return {
    rows,
    rowHeight,
    columnWidth,
    columns,
    reference,
    base,
    largest: rows.reduce(
      (most, row) =>
        row.shares.reduce<number>((max, share) => Math.max(max, share ?? 0), Math.max(most, row.reference ?? 0)),
      0
    ),
    rowLabels: apart(rowLabels).map(({ y, text }) => ({
      y,
      text: shorten(text, Math.floor((labelWidth - 6) / CHARACTER)),
    })),
    timeLabels: timeLabels(overTime.times, columns, columnWidth, timeText),
  };
}

const LEAST_TIME = 64;

/** The first window, the last, and of those between as many as have room: a time takes longer to write than to skip. */
function timeLabels(
  times: readonly number[],
  { left }: HeatLayout['columns'],
  columnWidth: number,
  timeText: (time: number) => string
): readonly Label[] {
  const every = Math.max(1, Math.ceil(LEAST_TIME / columnWidth));
  const last = times.length - 1;
  return thin(
    times.flatMap((time, index): Label[] => {
      if (index === last && index > 0) {
        return [{ x: left + (index + 1) * columnWidth, text: timeText(time), anchor: 'end' }];
      }
      return index % every === 0
        ? [{ x: left + (index + 0.5) * columnWidth, text: timeText(time), anchor: index === 0 ? 'start' : 'middle' }]
        : [];
    })
  );
}

/** As on an axis, what is written between two rows is the value at which one ends and the other begins. */
function edgesBetween(rows: readonly HeatRow[], rowHeight: number): ReadonlyArray<{ y: number; text: string }> {
  return rows.flatMap(({ y, text }, index) =>
    index < rows.length - 1 && text.lowerText !== undefined ? [{ y: y + rowHeight, text: text.lowerText }] : []
  );
}

function apart<T extends { readonly y: number }>(labels: readonly T[]): readonly T[] {
  let last = -Infinity;
  return labels.filter(({ y }) => {
    const fits = y - last >= LEAST_LABEL;
    last = fits ? y : last;
    return fits;
  });
}

/** The tone of a share, from 0 for none to `TONES`: by its root, so that rare bins are seen beside common ones. */
export function toneOf(share: number, largest: number): number {
  return share > 0 && largest > 0 ? Math.max(1, Math.round(Math.sqrt(share / largest) * TONES)) : 0;
}

type Bin = FeatureOverTime['bins'][number];

function fromAbove({ bins }: FeatureOverTime): readonly Bin[] {
  return bins.toSorted(
    (a, b) => (b.lower ?? -Infinity) - (a.lower ?? -Infinity) || (b.upper ?? Infinity) - (a.upper ?? Infinity) || 0
  );
}

/** The largest of the reference first; what it never saw last; where room is short, the rest together. */
function mostImportant({ bins, times }: FeatureOverTime, most: number): readonly Bin[] {
  const peak = ({ reference, shares }: Bin) => Math.max(reference ?? 0, ...shares.map((share) => share ?? 0));
  const byReference = (a: Bin, b: Bin) => (b.reference ?? 0) - (a.reference ?? 0);
  if (bins.length <= most) {
    return bins.toSorted(byReference);
  }
  const byPeak = bins.toSorted((a, b) => peak(b) - peak(a));
  const rest = byPeak.slice(Math.max(1, most - 1));
  const sum = (values: ReadonlyArray<number | null>) =>
    values.reduce<number | null>((all, value) => (all === null || value === null ? null : all + value), 0);
  const others: Bin = {
    bin: plural('bin.rest', rest.length, { one: '{{count}} other', other: '{{count}} others' }),
    lower: null,
    upper: null,
    reference: sum(rest.map(({ reference }) => reference)),
    shares: times.map((_, window) => sum(rest.map(({ shares }) => shares[window] ?? null))),
    counts: times.map((_, window) => sum(rest.map(({ counts }) => counts[window] ?? null))),
  };
  const shown = byPeak.slice(0, Math.max(1, most - 1)).sort(byReference);
  return most > 1 ? [...shown, others] : shown;
}

function shorten(text: string, characters: number): string {
  return text.length > characters ? `${text.slice(0, Math.max(1, characters - 1))}…` : text;
}

/** What a screen reader says of a cell, and of the reference beside it. */
export function cellSentence(
  row: HeatRow,
  when: string,
  window: number,
  amount: (share: number | null) => string
): string {
  return t('heat.cell', '{{when}}, {{bin}}: {{share}}, reference {{reference}}.', {
    when,
    bin: row.text.spoken,
    share: amount(row.shares[window] ?? null),
    reference: amount(row.reference),
  });
}
