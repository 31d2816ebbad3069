import { gammaln } from 'simple-statistics';

/** Below it draws are counted down one by one; above it Hoermann's rejection needs about one and a half tries. */
const FEW = 12;

/** Counting down the chances from 0 (inversion), for few expected hits. */
function inversion(n: number, p: number, random: () => number): number {
  const odds = p / (1 - p);
  let chance = Math.exp(n * Math.log1p(-p));
  let left = random();
  let hits = 0;
  while (left > chance && hits < n) {
    left -= chance;
    hits++;
    chance *= (odds * (n - hits + 1)) / hits;
  }
  return hits;
}

/** Transformed rejection (Hoermann, Journal of Statistical Computation and Simulation 46, 1993, algorithm BTRS). */
function rejection(n: number, p: number, random: () => number): number {
  const deviation = Math.sqrt(n * p * (1 - p));
  const b = 1.15 + 2.53 * deviation;
  const a = -0.0873 + 0.0248 * b + 0.01 * p;
  const c = n * p + 0.5;
  const vr = 0.92 - 4.2 / b;
  const alpha = (2.83 + 5.1 / b) * deviation;
  const logOdds = Math.log(p / (1 - p));
  const mode = Math.floor((n + 1) * p);
  const atMode = gammaln(mode + 1) + gammaln(n - mode + 1);
  for (;;) {
    const u = random() - 0.5;
    const v = random();
    const us = 0.5 - Math.abs(u);
    const hits = Math.floor(((2 * a) / us + b) * u + c);
    if (us >= 0.07 && v <= vr) {
      return hits;
    }
    if (hits >= 0 && hits <= n) {
      const bound = Math.log((v * alpha) / (a / (us * us) + b));
      if (bound <= atMode - gammaln(hits + 1) - gammaln(n - hits + 1) + (hits - mode) * logOdds) {
        return hits;
      }
    }
  }
}

/**
 * A binomial draw: how many hits n tries of chance p give. `random` is passed in, so that it can be repeated. O(1) for
 * many expected hits, O(n p) for few.
 *
 * @example
 * binomialDraw(10, 1, Math.random) // => 10
 */
export function binomialDraw(n: number, p: number, random: () => number): number {
  if (!(n > 0 && p > 0)) {
    return 0;
  }
  if (p >= 1) {
    return n;
  }
  if (p > 0.5) {
    return n - binomialDraw(n, 1 - p, random);
  }
  return n * p < FEW ? inversion(n, p, random) : rejection(n, p, random);
}

/**
 * Counts of n draws over bins of these shares, which need not add up to 1. O(bins).
 *
 * @example
 * multinomialDraw(10, [0, 1], Math.random) // => [0, 10]
 */
export function multinomialDraw(n: number, shares: readonly number[], random: () => number): number[] {
  let left = n;
  let rest = shares.reduce((all, share) => all + share, 0);
  return shares.map((share, i) => {
    const hits = i === shares.length - 1 ? left : binomialDraw(left, Math.min(1, share / rest), random);
    left -= hits;
    rest -= share;
    return hits;
  });
}
