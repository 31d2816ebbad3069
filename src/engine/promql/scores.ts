import { SMALLEST_EXPECTED } from '../score/mergeRare';
import { BIN_LABEL, type BinVectors } from './binVectors';
import {
  type PromqlFormula,
  binwise,
  cleanShares,
  cumulativeShares,
  eitherFills,
  finite,
  over,
  shares,
  smoothedShares,
} from './formula';
import { numberText } from './text';

/** PSI = sum (q - p) ln(q / p). */
export const psiPromql: PromqlFormula = (vectors, options) => {
  const p = smoothedShares(vectors.reference, vectors, options);
  const q = smoothedShares(vectors.current, vectors, options);
  const terms = binwise(binwise(q, '-', p, vectors), '*', `ln${binwise(q, '/', p, vectors)}`, vectors);
  return finite(over('sum', terms, vectors));
};

/** KL = sum p ln(p / q), with 0 ln 0 = 0. */
export const klPromql: PromqlFormula = (vectors, options) => {
  const p = smoothedShares(vectors.reference, vectors, options);
  const q = smoothedShares(vectors.current, vectors, options);
  const held = `(${p} > 0)`;
  const terms = binwise(held, '*', `ln${binwise(held, '/', q, vectors)}`, vectors);
  return finite(`clamp_min(${over('sum', terms, vectors)}, 0)`);
};

/** JS distance, base 2: the root of (KL(p, r) + KL(q, r)) / (2 ln 2), r the mean of p and q. */
export const jsPromql: PromqlFormula = (vectors) => {
  const p = cleanShares(vectors.reference, vectors);
  const q = cleanShares(vectors.current, vectors);
  const half = (own: string, other: string): string => {
    const held = `(${own} > 0)`;
    const ratio = binwise(held, '/', binwise(own, '+', other, vectors), vectors);
    return over('sum', binwise(held, '*', `ln(2 * ${ratio})`, vectors), vectors);
  };
  const both = `(${half(p, q)}) + on (${vectors.by}) (${half(q, p)})`;
  return `sqrt(clamp(${both}, 0, 2 * ln(2)) / (2 * ln(2)))`.replaceAll('ln(2)', numberText(Math.LN2));
};

/** Hellinger = sqrt(sum (sqrt p - sqrt q)^2 / 2). */
export const hellingerPromql: PromqlFormula = (vectors) => {
  const p = `sqrt(${cleanShares(vectors.reference, vectors)})`;
  const q = `sqrt(${cleanShares(vectors.current, vectors)})`;
  return `clamp_max(sqrt(${over('sum', `${binwise(p, '-', q, vectors)} ^ 2`, vectors)} / 2), 1)`;
};

function gaps(vectors: BinVectors): string {
  return `abs${binwise(shares(vectors.current, vectors), '-', shares(vectors.reference, vectors), vectors)}`;
}

/** Total variation = sum |q - p| / 2. */
export const totalVariationPromql: PromqlFormula = (vectors) =>
  `clamp_max(${over('sum', gaps(vectors), vectors)} / 2, 1)`;

/** L-infinity = max |q - p|. */
export const lInfinityPromql: PromqlFormula = (vectors) => over('max', gaps(vectors), vectors);

function cumulativeGaps(vectors: BinVectors): string {
  const { reference, current } = vectors;
  return binwise(cumulativeShares(current, vectors), '-', cumulativeShares(reference, vectors), vectors);
}

/** KS = max |F - G| at the bounds of the bins. */
export const ksPromql: PromqlFormula = (vectors) =>
  `clamp_max(${over('max', `abs${cumulativeGaps(vectors)}`, vectors)}, 1)`;

/**
 * Chi-square = sum (O - E)^2 / E, with Yates' correction on two bins. The engine merges bins that expect fewer than 5,
 * and no query can: where there is one, there is no result.
 */
export const chiSquarePromql: PromqlFormula = (vectors, { fixedReference = false }) => {
  const { reference, current, by, byBin } = vectors;
  const bins = eitherFills(vectors);
  const perBin = (vector: string): string => `(${vector} and on (${byBin}) ${bins})`;
  const enough = (expected: string): string =>
    // A feature that never leaves one bin needs no bins that expect anything.
    `and on (${by}) ((${over('min', expected, vectors)} >= ${SMALLEST_EXPECTED * (1 - 1e-12)}) or (${over('count', bins, vectors)} == 1))`;
  if (fixedReference) {
    const expected = perBin(`(${shares(reference, vectors)} * on (${by}) group_left () ${current.total})`);
    const apart = binwise(current.counts, '-', expected, vectors);
    return `(${over('sum', binwise(`${apart} ^ 2`, '/', expected, vectors), vectors)}) ${enough(expected)}`;
  }
  const all = `(${reference.total} + on (${by}) ${current.total})`;
  const column = perBin(binwise(reference.counts, '+', current.counts, vectors));
  const expectedOf = (total: string): string => `(${column} * on (${by}) group_left () (${total} / on (${by}) ${all}))`;
  const before = expectedOf(reference.total);
  const now = expectedOf(current.total);
  // Both rows of a column are off by the same.
  const yates = `(0.5 * (${over('count', bins, vectors)} == bool 2))`;
  const apart = `(clamp_min(abs${binwise(reference.counts, '-', before, vectors)} - on (${by}) group_left () ${yates}, 0) ^ 2)`;
  const terms = `(${binwise(apart, '/', before, vectors)} + on (${byBin}) ${binwise(apart, '/', now, vectors)})`;
  return `(${over('sum', terms, vectors)}) ${enough(before)} ${enough(now)}`;
};

/** A constant for each bin, as a vector. */
function constants(values: readonly number[], keep: (value: number) => boolean = () => true): string {
  const series = values
    .map((value, i) =>
      keep(value) ? `label_replace(vector(${numberText(value)}), "${BIN_LABEL}", "${i + 1}", "", "")` : ''
    )
    .filter((text) => text !== '');
  return `(${series.join(' or ')})`;
}

/** The smallest standard deviation that a distance is divided by, as in the engine. */
const SMALLEST_DEVIATION = 1e-3;

/** Wasserstein-1 = integral |F - G|, each bin's share spread evenly over it, in deviations of the reference. */
export const wassersteinPromql: PromqlFormula = (vectors) => {
  const { edges, by, byBin, reference, current } = vectors;
  const first = edges[0] ?? 0;
  const last = edges[edges.length - 1] ?? 0;
  // The open bins follow Prometheus: the first starts at 0 where its bound is above 0, the last stands at its bound.
  const lower = [first > 0 ? 0 : first, ...edges];
  const upper = [...edges, last];
  const widths = upper.map((end, i) => end - (lower[i] as number));
  const middles = upper.map((end, i) => end / 2 + (lower[i] as number) / 2);

  const after = cumulativeGaps(vectors);
  const share = (side: typeof reference): string => `(${side.before} / on (${by}) group_left () ${side.total})`;
  const before = `(${binwise(share(current), '-', share(reference), vectors)} or on (${byBin}) (0 * ${after}))`;
  // The mean of |d| along a straight line from d0 to d1, whether it crosses 0 or not.
  const crossing = `2 * clamp_min(${binwise(before, '*', after, vectors)}, 0)`;
  const squares = `(${before} ^ 2 + on (${byBin}) ${after} ^ 2 + on (${byBin}) ${crossing})`;
  const sizes = `((abs(${before}) + on (${byBin}) abs(${after})) > 0)`;
  const mean = binwise(squares, '/', sizes, vectors);
  const wide = constants(widths, (width) => width > 0);
  const distance = over('sum', `${mean} * on (${BIN_LABEL}) group_left () ${wide}`, vectors);
  // Alike sides leave no gap at all, and are at distance 0.
  const whole = `((${distance}) / 2 or on (${by}) (0 * ${over('sum', after, vectors)}))`;

  const p = shares(reference, vectors);
  const centre = `(0 * ${p} + on (${BIN_LABEL}) group_left () ${constants(middles)})`;
  const average = over('sum', `${p} * on (${BIN_LABEL}) group_left () ${constants(middles)}`, vectors);
  const spread = `((${centre} - on (${by}) group_left () (${average})) ^ 2 + on (${BIN_LABEL}) group_left () ${constants(
    widths.map((width) => (width * width) / 12)
  )})`;
  const variance = over('sum', binwise(p, '*', spread, vectors), vectors);
  return finite(`${whole} / on (${by}) clamp_min(sqrt(${variance}), ${SMALLEST_DEVIATION})`);
};
