import { chiSquaredSurvival } from '../special/chiSquared';
import { fisher } from './fisher';

/** From here on, and with 50 expected hits and misses a row, the normal law serves as well as the exact one. */
const EXACT_UP_TO = 100_000;

/**
 * The chance of as many hits or more among n, if their share were that of `otherHits` among `others`, where both are
 * samples: Fisher's exact test, one-sided, and the pooled z test above 100,000 observations. Counts are taken as sound
 * (a part is no more than its whole). O(smaller margin).
 *
 * @example
 * moreHits(2, 2, 0, 2) // => 1 / 6
 */
export function moreHits(hits: number, n: number, otherHits: number, others: number): number {
  if (n + others <= EXACT_UP_TO) {
    const test = fisher([hits, n - hits], [otherHits, others - otherHits]);
    return test.ok ? test.value.pMore : 1;
  }
  const pooled = (hits + otherHits) / (n + others);
  const variance = pooled * (1 - pooled) * (1 / n + 1 / others);
  if (variance === 0) {
    return 1;
  }
  const z = (hits / n - otherHits / others) / Math.sqrt(variance);
  const tail = chiSquaredSurvival(z * z, 1) / 2;
  return z > 0 ? tail : 1 - tail;
}
