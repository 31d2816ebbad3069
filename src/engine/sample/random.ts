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

/** So many values drawn at random; all of them, in their order, where there are no more. O(values). */
export function drawnFrom(values: Float64Array, most: number, random: Random): Float64Array {
  if (values.length <= most) {
    return values;
  }
  const order = Int32Array.from(values, (_, i) => i);
  shuffle(order, random, most);
  return Float64Array.from(order.subarray(0, most), (i) => values[i] as number);
}

/**
 * A seeded stream of uniform numbers in [0, 1) (Chris Doty-Humphrey's sfc32): the same draws for the same question.
 *
 * @example
 * seeded(1)() // => seeded(1)()
 */
export function seeded(seed: number): Random {
  let [a, b, c, counter] = [0, seed | 0, 0x9e3779b9 | 0, 1];
  const next = (): number => {
    const out = (((a + b) | 0) + counter) | 0;
    counter = (counter + 1) | 0;
    a = b ^ (b >>> 9);
    b = (c + (c << 3)) | 0;
    c = (((c << 21) | (c >>> 11)) + out) | 0;
    return (out >>> 0) / 4294967296;
  };
  for (let k = 0; k < 15; k++) {
    next();
  }
  return next;
}
