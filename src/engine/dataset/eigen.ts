/** Eigenvalues, the largest first, each with its vector of length 1. */
export interface Eigen {
  readonly values: readonly number[];
  /** In the order of the values. */
  readonly vectors: ReadonlyArray<readonly number[]>;
}

/** It converges quadratically: five to ten sweeps are the rule, and a hundred never come. */
const MOST_SWEEPS = 100;

/**
 * The eigenvalues and eigenvectors of a symmetric matrix of finite numbers, by Jacobi's rotations (Golub & Van Loan,
 * Matrix Computations, 8.5): slower than what LAPACK does, and as exact, small eigenvalues among them.
 *
 * A matrix that is not square is a programmer's error, and throws; only the upper triangle is read. The sign of a vector
 * is the one that makes its largest element positive. O(size^3) a sweep.
 *
 * @example
 * symmetricEigen([[2, 1], [1, 2]]).values // => [3, 1]
 */
export function symmetricEigen(matrix: ReadonlyArray<readonly number[]>): Eigen {
  const size = matrix.length;
  if (matrix.some((row) => row.length !== size)) {
    throw new RangeError('a matrix that is not square has no eigenvalues');
  }
  const a = matrix.map((_, i) => Float64Array.from(matrix, (__, j) => matrix[Math.min(i, j)]?.[Math.max(i, j)] ?? 0));
  const v = matrix.map((_, i) => Float64Array.from(matrix, (__, j) => (i === j ? 1 : 0)));
  for (let sweep = 0; sweep < MOST_SWEEPS; sweep++) {
    let rotated = false;
    for (let p = 0; p < size; p++) {
      for (let q = p + 1; q < size; q++) {
        rotated = rotate(a, v, p, q) || rotated;
      }
    }
    if (!rotated) {
      break;
    }
  }
  const order = matrix.map((_, i) => i).sort((i, j) => at(a, j, j) - at(a, i, i));
  return {
    values: order.map((i) => at(a, i, i)),
    vectors: order.map((i) => signed(matrix.map((_, row) => at(v, row, i)))),
  };
}

function at(matrix: readonly Float64Array[], row: number, column: number): number {
  return (matrix[row] as Float64Array)[column] as number;
}

function signed(vector: readonly number[]): readonly number[] {
  const largest = vector.reduce((most, one) => (Math.abs(one) > Math.abs(most) + 1e-9 ? one : most), 0);
  return largest < 0 ? vector.map((one) => -one) : vector;
}

/** Turns rows and columns p and q so that their common element becomes 0. False where it is 0 beside them already. */
function rotate(a: readonly Float64Array[], v: readonly Float64Array[], p: number, q: number): boolean {
  const apq = at(a, p, q);
  const app = at(a, p, p);
  const aqq = at(a, q, q);
  if (Math.abs(apq) <= (Number.EPSILON / 4) * Math.sqrt(Math.abs(app)) * Math.sqrt(Math.abs(aqq)) || apq === 0) {
    return false;
  }
  const theta = (aqq - app) / (2 * apq);
  const t = (theta < 0 ? -1 : 1) / (Math.abs(theta) + Math.hypot(theta, 1));
  const c = 1 / Math.hypot(t, 1);
  const s = t * c;
  if (s === 0) {
    return false;
  }
  const rowP = a[p] as Float64Array;
  const rowQ = a[q] as Float64Array;
  for (let i = 0; i < a.length; i++) {
    if (i !== p && i !== q) {
      const row = a[i] as Float64Array;
      const ip = row[p] as number;
      const iq = row[q] as number;
      row[p] = c * ip - s * iq;
      row[q] = s * ip + c * iq;
      rowP[i] = row[p] as number;
      rowQ[i] = row[q] as number;
    }
  }
  rowP[p] = app - t * apq;
  rowQ[q] = aqq + t * apq;
  rowP[q] = 0;
  rowQ[p] = 0;
  for (const row of v) {
    const ip = row[p] as number;
    const iq = row[q] as number;
    row[p] = c * ip - s * iq;
    row[q] = s * ip + c * iq;
  }
  return true;
}
