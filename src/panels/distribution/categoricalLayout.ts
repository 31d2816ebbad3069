import { restOf, type BinView } from './binView';
import type { BinsView, Size } from './numericLayout';
import type { Verdict } from './featureView';

export interface CategoryRow {
  /** A category, or all those for which there is no row of their own. */
  readonly bin: BinView;
  readonly isRest: boolean;
  readonly y: number;
  /** From where to where the bars go, in pixels; null where there is no value. A difference is the one bar of its view. */
  readonly reference: Bar | null;
  readonly current: Bar | null;
  readonly difference: Bar | null;
}

export interface Bar {
  readonly x: number;
  readonly width: number;
}

export interface CategoricalLayout {
  readonly rows: readonly CategoryRow[];
  readonly rowHeight: number;
  readonly labelWidth: number;
  /** Where bars begin: at the left, or between the sides that a view draws to. */
  readonly zero: number;
  /** Characters of a label that fit. */
  readonly labelCharacters: number;
}

const LEAST_ROW = 20;
const MOST_ROW = 44;
const CHARACTER = 6.6;
/** Room for the mark of a cause before a label. */
const MARK = 18;
/** Room for `<0.1 % → 12.3 %` after the bars. */
export const VALUES_WIDTH = 96;

const size = ({ reference, current }: BinView): number => Math.max(reference ?? 0, current ?? 0);

/**
 * The categories that get a row, in the order of the rows, and those that share the last one. What causes the drift,
 * what is new and what is large stays; the largest of the reference stand first, and those it never saw last.
 * O(bins log bins).
 */
export function chooseCategories(
  bins: readonly BinView[],
  most: number
): { readonly shown: readonly BinView[]; readonly rest: readonly BinView[] } {
  // One alone in the last row is a category like any other.
  const kept = bins.length > most ? Math.max(1, most - 1) : bins.length;
  const places = new Map(bins.map((bin, index) => [bin, index]));
  const byWeight = bins.toSorted(
    (a, b) => Number(b.cause) - Number(a.cause) || Number(b.unseen) - Number(a.unseen) || size(b) - size(a)
  );
  const shown = byWeight
    .slice(0, kept)
    .sort(
      (a, b) =>
        Number(a.unseen) - Number(b.unseen) ||
        (b.reference ?? 0) - (a.reference ?? 0) ||
        (places.get(a) ?? 0) - (places.get(b) ?? 0)
    );
  return { shown, rest: byWeight.slice(kept) };
}

interface Wanted {
  readonly view: BinsView;
  /** At most so many rows; null: as many as fit. */
  readonly categories: number | null;
  readonly verdict: Verdict | null;
}

/** Where everything of a categorical chart goes. Categories have no order, so cumulative is drawn as overlay. */
export function categoricalLayout(
  bins: readonly BinView[],
  { width, height }: Size,
  { view, categories, verdict }: Wanted
): CategoricalLayout {
  const fitting = Math.max(1, Math.floor(height / LEAST_ROW));
  const { shown, rest } = chooseCategories(bins, Math.min(fitting, categories ?? Infinity));
  const all = rest.length > 0 && fitting > 1 ? [...shown, restOf(rest, verdict)] : shown;

  const longest = Math.max(0, ...all.map(({ label }) => label.length));
  const labelWidth = Math.min(longest * CHARACTER + MARK, width * 0.36);
  const left = labelWidth + 6;
  const room = Math.max(8, width - left - VALUES_WIDTH);
  const differences = all.map(({ reference, current }) =>
    reference === null || current === null ? 0 : current - reference
  );
  const largest = Math.max(0, ...all.map(size)) || 1;
  const reach: Readonly<Record<BinsView, readonly [number, number]>> = {
    overlay: [0, largest],
    cumulative: [0, largest],
    mirrored: [largest, largest],
    difference: [Math.max(0, ...differences.map((value) => -value)), Math.max(0, ...differences)],
  };
  const [before, after] = reach[view];
  const perUnit = room / (before + after || 1);
  const zero = left + before * perUnit;
  const bar = (value: number | null): Bar | null => {
    if (value === null) {
      return null;
    }
    // A share that is not zero stays visible.
    const length = value === 0 ? 0 : Math.max(1, Math.abs(value) * perUnit);
    return { x: value < 0 ? zero - length : zero, width: length };
  };
  const mirrored = view === 'mirrored' ? -1 : 1;

  const rowHeight = Math.min(MOST_ROW, height / all.length);
  return {
    rows: all.map((bin, row) => ({
      bin,
      isRest: row >= shown.length,
      y: row * rowHeight,
      reference: bar(bin.reference === null ? null : mirrored * bin.reference),
      current: bar(bin.current),
      difference: bar(bin.reference === null || bin.current === null ? null : (differences[row] ?? null)),
    })),
    rowHeight,
    labelWidth,
    zero,
    labelCharacters: Math.max(3, Math.floor((labelWidth - MARK) / CHARACTER)),
  };
}
