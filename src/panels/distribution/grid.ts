/** How the small multiples stand in the panel: all cards have one size, so that the eye compares and scrolling is cheap. */
export interface Grid {
  readonly columns: number;
  readonly cardWidth: number;
  readonly cardHeight: number;
}

export const GAP = 8;
const LEAST_WIDTH = 264;
const LEAST_HEIGHT = 196;
/** A chart that is wider than this for its height reads badly. */
const BEST_ASPECT = 1.7;
const SCROLLBAR = 14;

/**
 * As many columns as make the cards largest, if all fit; else as many as fit across, and the panel scrolls.
 * O(columns).
 */
export function gridOf(width: number, height: number, cards: number): Grid {
  const fitting = Math.max(1, Math.floor((width + GAP) / (LEAST_WIDTH + GAP)));
  let best: Grid | undefined;
  let bestSize = 0;
  for (let columns = 1; columns <= Math.min(fitting, cards); columns++) {
    const rows = Math.ceil(cards / columns);
    const cardWidth = Math.floor((width - GAP * (columns - 1)) / columns);
    const cardHeight = Math.floor((height - GAP * (rows - 1)) / rows);
    const size = Math.min(cardHeight, cardWidth / BEST_ASPECT);
    if (cardHeight >= LEAST_HEIGHT && size > bestSize) {
      best = { columns, cardWidth, cardHeight };
      bestSize = size;
    }
  }
  if (best !== undefined) {
    return best;
  }
  const columns = Math.min(fitting, Math.max(1, cards));
  // One card in a panel that is too low for it is drawn as low as it must be; many scroll.
  const cardHeight = cards <= columns ? Math.max(height, 96) : LEAST_HEIGHT;
  const scrollbar = cards <= columns ? 0 : SCROLLBAR;
  return { columns, cardWidth: Math.floor((width - scrollbar - GAP * (columns - 1)) / columns), cardHeight };
}
