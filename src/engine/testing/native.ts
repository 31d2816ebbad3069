import type { ExponentialHistogram, NativeBucket } from '../distribution/nativeHistogram';
import { wholeNumber } from './random';
import { peerTable } from './peerTable';

interface NativePair {
  first: ExponentialHistogram;
  second: ExponentialHistogram;
  /** Both counted anew in the layout in which they meet. */
  together: [ExponentialHistogram, ExponentialHistogram];
  merged: ExponentialHistogram;
  onto: { edges: number[]; counts: number[]; error: number; truth: number[] };
}

/** What the observations say, as `tests/fixtures/native/generate.py` wrote it. */
export const nativeFixture = peerTable('native/native.json') as {
  bounds: Array<[index: number, schema: number, bound: number]>;
  pairs: NativePair[];
  sketches: Array<{ values: number[]; histogram: ExponentialHistogram }>;
};

/** A seeded native histogram of any schema, with fractions for counts as `increase` gives them. */
export function randomNative(random: () => number, given: Partial<ExponentialHistogram> = {}): ExponentialHistogram {
  const schema = wholeNumber(random, -4, 8);
  const span = Math.max(1, Math.round(4 * 2 ** schema));
  const side = (most: number): NativeBucket[] =>
    [...new Set(Array.from({ length: wholeNumber(random, 0, most) }, () => wholeNumber(random, -span, span)))]
      .sort((a, b) => a - b)
      .map((index) => [index, random() * 100] as const);
  const positive = side(20);
  const negative = random() < 0.4 ? side(8) : [];
  const zeroCount = random() < 0.5 ? random() * 20 : 0;
  const count = [...positive, ...negative].reduce((all, [, held]) => all + held, zeroCount);
  // As an exporter has it: no populated bucket lies inside the zero bucket.
  const zeroThreshold = random() < 0.5 ? 0 : 2 ** -(2 ** (schema < 0 ? 5 - schema : 3));
  return { kind: 'exponential', schema, zeroThreshold, zeroCount, positive, negative, count, ...given };
}
