import type { Size } from './numericLayout';
import type { BinView } from './toViewModel';

export interface CategoryRow {
  /** Its place among the feature's bins. */
  readonly index: number;
  readonly y: number;
  /** Lengths of the bars, in pixels; null where that side has no value. */
  readonly reference: number | null;
  readonly current: number | null;
}

export interface CategoricalLayout {
  readonly rows: readonly CategoryRow[];
  readonly rowHeight: number;
  readonly labelWidth: number;
  /** Where bars begin. */
  readonly left: number;
  /** Characters of a label that fit. */
  readonly labelCharacters: number;
  /** Categories for which there is no room. */
  readonly hidden: number;
}

const LEAST_ROW = 20;
const MOST_ROW = 44;
const CHARACTER = 6.6;
/** Room for `<0.1 % → 12.3 %` after the bars. */
export const VALUES_WIDTH = 96;

/**
 * Where everything of a categorical chart goes. The largest categories of the reference stand first and those it never
 * saw last. Where room is short, what causes the drift and what is large stays. O(bins log bins).
 */
export function categoricalLayout(bins: readonly BinView[], { width, height }: Size): CategoricalLayout {
  const size = ({ reference, current }: BinView) => Math.max(reference ?? 0, current ?? 0);
  const fitting = Math.max(1, Math.floor(height / LEAST_ROW));
  const hidden = bins.length > fitting ? bins.length - Math.max(1, fitting - 1) : 0;
  const shown = bins
    .map((bin, index) => ({ bin, index }))
    .sort(
      (a, b) =>
        Number(b.bin.cause) - Number(a.bin.cause) ||
        Number(b.bin.unseen) - Number(a.bin.unseen) ||
        size(b.bin) - size(a.bin)
    )
    .slice(0, bins.length - hidden)
    .sort(
      (a, b) =>
        Number(a.bin.unseen) - Number(b.bin.unseen) ||
        (b.bin.reference ?? 0) - (a.bin.reference ?? 0) ||
        a.index - b.index
    );

  const rowHeight = Math.min(MOST_ROW, height / (shown.length + (hidden > 0 ? 1 : 0)));
  const longest = Math.max(0, ...shown.map(({ bin }) => bin.label.length));
  const labelWidth = Math.min(longest * CHARACTER + 18, width * 0.36);
  const left = labelWidth + 6;
  const room = Math.max(8, width - left - VALUES_WIDTH);
  const largest = Math.max(0, ...bins.map(size)) || 1;
  const pixels = (share: number | null) => (share === null ? null : (share / largest) * room);
  return {
    rows: shown.map(({ bin, index }, row) => ({
      index,
      y: row * rowHeight,
      reference: pixels(bin.reference),
      current: pixels(bin.current),
    })),
    rowHeight,
    labelWidth,
    left,
    labelCharacters: Math.max(3, Math.floor((labelWidth - 18) / CHARACTER)),
    hidden,
  };
}
