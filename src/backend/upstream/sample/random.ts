import { probit } from 'simple-statistics';

/** Numbers in [0, 1) that look random and are a pure function of the seed: the same on every machine, for ever. */
export type Random = () => number;

/** One seed of a text (FNV-1a). */
export function seedOf(text: string): number {
  let hash = 0x811c9dc5;
  for (let i = 0; i < text.length; i += 1) {
    hash = Math.imul(hash ^ text.charCodeAt(i), 0x01000193);
  }
  return hash >>> 0;
}

/** A seed of its own for each whole number, cheap enough to be made for every slot. */
export function seedAt(seed: number, index: number): number {
  const mixed = Math.imul(seed ^ Math.imul(index, 0x9e3779b1), 0x85ebca6b);
  return (mixed ^ (mixed >>> 13)) >>> 0;
}

/** Mulberry32, a small generator of 32 bits of state (Tommy Ettinger, public domain). */
export function randomFrom(seed: number): Random {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4294967296;
  };
}

/** Quantiles of the standard normal law: millions of deviates are drawn for a week, and a table is the quickest. */
const DEVIATES = Float64Array.from({ length: 4096 }, (_, i) => probit((i + 0.5) / 4096));

/** A standard normal deviate, to the nearest of 4096 quantiles. */
export function normalDeviate(random: Random): number {
  return DEVIATES[Math.floor(random() * DEVIATES.length)] ?? 0;
}

/** Above this variance the normal law is close enough to the binomial's, for a sample to look at. */
const NORMAL_FROM = 12;

/** How many of `n` fall in a class of probability `p`: exact where it is rare, by the normal law where it is not. */
export function binomial(random: Random, n: number, p: number): number {
  if (n <= 0 || p <= 0) {
    return 0;
  }
  if (p >= 1) {
    return n;
  }
  if (p > 0.5) {
    return n - binomial(random, n, 1 - p);
  }
  const mean = n * p;
  if (mean * (1 - p) > NORMAL_FROM) {
    const drawn = Math.round(mean + Math.sqrt(mean * (1 - p)) * normalDeviate(random));
    return Math.min(n, Math.max(0, drawn));
  }
  let left = random();
  let probability = Math.pow(1 - p, n);
  let count = 0;
  while (left > probability && count < n) {
    left -= probability;
    probability *= ((n - count) / (count + 1)) * (p / (1 - p));
    count += 1;
  }
  return count;
}

/** Spreads `n` rows over classes of the given shares (summing to 1), so that the counts sum to `n`. */
export function multinomial(random: Random, n: number, shares: readonly number[], into: Float64Array): void {
  let rows = n;
  let rest = 1;
  for (let i = 0; i < shares.length; i += 1) {
    const share = shares[i] ?? 0;
    const drawn = i === shares.length - 1 ? rows : binomial(random, rows, rest > 0 ? share / rest : 0);
    into[i] = drawn;
    rows -= drawn;
    rest -= share;
  }
}
