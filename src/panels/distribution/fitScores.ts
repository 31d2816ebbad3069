/** Widths of the small text of a card, roughly, in pixels. */
const CHARACTER = 6.8;
const BETWEEN = 8;

/** How many of the scores fit side by side; the rest is in the tooltip. Always one. O(scores). */
export function fitScores(
  scores: ReadonlyArray<{ readonly short: string; readonly text: string }>,
  width: number
): number {
  let used = 0;
  for (const [index, { short, text }] of scores.entries()) {
    used += (short.length + 1 + text.length) * CHARACTER + BETWEEN;
    // What follows is announced as "+2", which takes room, too.
    const more = index < scores.length - 1 ? 2 * CHARACTER : 0;
    if (used + more > width && index > 0) {
      return index;
    }
  }
  return scores.length;
}

export function textWidth(text: string): number {
  return text.length * CHARACTER;
}
