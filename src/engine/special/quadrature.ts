/** Nodes and weights of Gauss-Legendre quadrature on [low, high], by Newton's method on the polynomial. O(n^2). */
export function gaussLegendre(
  n: number,
  low: number,
  high: number
): { readonly x: Float64Array; readonly w: Float64Array } {
  const x = new Float64Array(n);
  const w = new Float64Array(n);
  const half = (high - low) / 2;
  for (let i = 0; i < n; i++) {
    let z = Math.cos((Math.PI * (i + 0.75)) / (n + 0.5));
    let slope = 1;
    for (let k = 0; k < 100; k++) {
      let [before, now] = [0, 1];
      for (let j = 1; j <= n; j++) {
        [before, now] = [now, ((2 * j - 1) * z * now - (j - 1) * before) / j];
      }
      slope = (n * (z * now - before)) / (z * z - 1);
      const next = z - now / slope;
      const done = Math.abs(next - z) < 1e-15;
      z = next;
      if (done) {
        break;
      }
    }
    x[n - 1 - i] = low + half * (z + 1);
    w[n - 1 - i] = (2 * half) / ((1 - z * z) * slope * slope);
  }
  return { x, w };
}

/** Solves matrix y = right, by elimination with the largest pivot. The rows are used up. O(n^3). */
export function solve(matrix: Float64Array[], right: Float64Array): Float64Array {
  const n = right.length;
  const at = (i: number): Float64Array => matrix[i] as Float64Array;
  for (let column = 0; column < n; column++) {
    let pivot = column;
    for (let i = column + 1; i < n; i++) {
      pivot = Math.abs(at(i)[column] as number) > Math.abs(at(pivot)[column] as number) ? i : pivot;
    }
    [matrix[column], matrix[pivot]] = [at(pivot), at(column)];
    [right[column], right[pivot]] = [right[pivot] as number, right[column] as number];
    const top = at(column);
    for (let i = column + 1; i < n; i++) {
      const row = at(i);
      const factor = (row[column] as number) / (top[column] as number);
      for (let j = column; j < n; j++) {
        row[j] = (row[j] as number) - factor * (top[j] as number);
      }
      right[i] = (right[i] as number) - factor * (right[column] as number);
    }
  }
  const y = new Float64Array(n);
  for (let i = n - 1; i >= 0; i--) {
    let rest = right[i] as number;
    for (let j = i + 1; j < n; j++) {
      rest -= (at(i)[j] as number) * (y[j] as number);
    }
    y[i] = rest / (at(i)[i] as number);
  }
  return y;
}

const ROOT = Math.sqrt(2 * Math.PI);

/** Density of the standard normal. */
export function normalDensity(z: number): number {
  return Math.exp((-z * z) / 2) / ROOT;
}
