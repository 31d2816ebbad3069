import { binomialDensity } from './regularisedBeta';

/** Up to here the law is counted out; beyond, the series is right to ten digits. */
const MOST_COUNTED = 140;
/** From here on in n d^2 a gap on either side alone counts: that of both at once has less than a millionth of it. */
const ONE_SIDE_FROM = { counted: 4, series: 2.2 } as const;
/** A sum of more terms than these is as smooth as an integral, and taken in steps. */
const MOST_TERMS = 8192;

/**
 * The chance that the shares of n values lie above their law by d or more somewhere (Birnbaum & Tingey, Annals of
 * Mathematical Statistics 22, 1951), as a sum of binomial chances: positive terms only, so that small chances keep their
 * digits.
 */
function oneSided(n: number, d: number): number {
  const last = Math.floor(n * (1 - d));
  const step = Math.max(1, Math.floor(n / MOST_TERMS));
  let total = 0;
  for (let j = 0; j <= last; j += step) {
    const p = Math.min(1, d + j / n);
    total += (d / p) * binomialDensity(j, n - j, p, 1 - p) * step;
  }
  return Math.min(1, total);
}

function multiplied(
  a: Float64Array<ArrayBuffer>,
  b: Float64Array<ArrayBuffer>,
  size: number
): Float64Array<ArrayBuffer> {
  const product = new Float64Array(size * size);
  for (let i = 0; i < size; i++) {
    for (let k = 0; k < size; k++) {
      const left = a[i * size + k] as number;
      if (left !== 0) {
        for (let j = 0; j < size; j++) {
          const at = i * size + j;
          product[at] = (product[at] as number) + left * (b[k * size + j] as number);
        }
      }
    }
  }
  return product;
}

/** The chance of a gap below d, by Durbin's matrix to the n-th power (Marsaglia, Tsang & Wang 2003). O((n d)^3 log n). */
function counted(n: number, d: number): number {
  const k = Math.ceil(n * d);
  const h = k - n * d;
  const size = 2 * k - 1;
  const inverse = [1];
  for (let i = 1; i <= size; i++) {
    inverse.push((inverse[i - 1] as number) / i);
  }
  const edge = Array.from({ length: size }, (_, i) => (1 - h ** (i + 1)) * (inverse[i + 1] as number));
  edge[size - 1] = (1 - 2 * h ** size + Math.max(0, 2 * h - 1) ** size) * (inverse[size] as number);
  const entry = (row: number, column: number): number => {
    if (column === 0) {
      return edge[row] as number;
    }
    return row === size - 1 ? (edge[size - 1 - column] as number) : (inverse[row - column + 1] ?? 0);
  };
  let power = Float64Array.from({ length: size * size }, (_, at) => entry(Math.floor(at / size), at % size));
  let result = Float64Array.from({ length: size * size }, (_, at) => (at % (size + 1) === 0 ? 1 : 0));
  for (let rest = n; rest > 0; rest = Math.floor(rest / 2)) {
    result = rest % 2 === 1 ? multiplied(result, power, size) : result;
    power = rest > 1 ? multiplied(power, power, size) : power;
  }
  let chance = result[(k - 1) * size + k - 1] as number;
  for (let i = 1; i <= n; i++) {
    chance *= i / n;
  }
  return chance;
}

/**
 * The chance of a gap below d for large n: Kolmogorov's law with three further terms in 1 / sqrt(n) (Pelz & Good, JRSS B
 * 38, 1976), as theta functions, which converge at once for gaps that are not large.
 */
function series(n: number, d: number): number {
  const z = Math.sqrt(n) * d;
  const [z2, z3, z4, z6, z7, z8, z10] = [2, 3, 4, 6, 7, 8, 10].map((k) => z ** k) as [
    number,
    number,
    number,
    number,
    number,
    number,
    number,
  ];
  const pi2 = Math.PI ** 2;
  const pi4 = pi2 * pi2;
  const pi6 = pi4 * pi2;
  const sums = [0, 0, 0, 0];
  const extra = [0, 0];
  for (let k = 1; k <= Math.ceil((16 * z) / Math.PI) + 2; k++) {
    const odd2 = (2 * k - 1) ** 2;
    const weight = Math.exp((-pi2 * odd2) / (8 * z2));
    const terms = [
      1,
      -z2 + (pi2 / 4) * odd2,
      6 * z6 + 2 * z4 + (((2 * z4 - 5 * z2) * pi2) / 4) * odd2 + ((pi4 * (1 - 2 * z2)) / 16) * odd2 ** 2,
      -30 * z6 -
        90 * z8 +
        ((pi2 * (135 * z4 - 96 * z6)) / 4) * odd2 +
        ((pi4 * (-60 * z2 + 212 * z4)) / 16) * odd2 ** 2 +
        ((pi6 * (5 - 30 * z2)) / 64) * odd2 ** 3,
    ];
    terms.forEach((term, i) => (sums[i] = (sums[i] as number) + weight * term));
    const even = Math.exp((-pi2 * k * k) / (2 * z2));
    extra[0] = (extra[0] as number) + k * k * even;
    extra[1] = (extra[1] as number) + (3 * z2 - pi2 * k * k) * k * k * even;
  }
  const root = Math.sqrt(2 * Math.PI);
  const [k0, k1, k2, k3] = sums as [number, number, number, number];
  return (
    root *
    (k0 / z +
      k1 / (6 * z4) / Math.sqrt(n) +
      (k2 / (72 * z7) - ((extra[0] as number) * pi2) / (36 * z3)) / n +
      (k3 / (6480 * z10) + ((extra[1] as number) * pi2) / (216 * z6)) / n ** 1.5)
  );
}

/**
 * The chance that the shares of n values and their law are d or more apart somewhere: Kolmogorov's law for just n values
 * (Simard & L'Ecuyer, Journal of Statistical Software 39, 2011). n is whole.
 *
 * By Durbin's matrix up to 140 values, by Pelz and Good's series beyond, and in the tail by the chance of a gap on one
 * side. Seven digits at least, ten in the most. O(n) at worst, in 8,192 steps.
 *
 * @example
 * kolmogorovOfSize(4, 0.625) // => 0.04931640625
 */
export function kolmogorovOfSize(n: number, d: number): number {
  const gap = n * d;
  if (gap <= 0.5) {
    return 1;
  }
  if (d >= 1) {
    return 0;
  }
  const few = n <= MOST_COUNTED;
  if (d >= 0.5 || gap * d >= (few ? ONE_SIDE_FROM.counted : ONE_SIDE_FROM.series)) {
    return Math.min(1, 2 * oneSided(n, d));
  }
  return Math.min(1, Math.max(0, 1 - (few ? counted(n, d) : series(n, d))));
}
