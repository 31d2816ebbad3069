/** A stream of uniform numbers in [0, 1), passed in so that a result can be repeated. */
export type Random = () => number;

/** Puts the first `count` of a list in a random order drawn from all of it (Fisher & Yates). O(count). */
export function shuffle(list: Int32Array | number[], random: Random, count = list.length): void {
  for (let i = 0; i < Math.min(count, list.length - 1); i++) {
    const j = i + Math.floor(random() * (list.length - i));
    const kept = list[i] as number;
    list[i] = list[j] as number;
    list[j] = kept;
  }
}
