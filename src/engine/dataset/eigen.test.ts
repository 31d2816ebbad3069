import { peerTable } from '../testing/peerTable';
import { seeded } from '../testing/random';
import { symmetricEigen } from './eigen';

const { eigen } = peerTable('dataset/dataset.json') as {
  eigen: Array<{ matrix: number[][]; values: number[] }>;
};

function times(matrix: ReadonlyArray<readonly number[]>, vector: readonly number[]): number[] {
  return matrix.map((row) => row.reduce((all, one, i) => all + one * (vector[i] as number), 0));
}

/** What makes eigenvectors eigenvectors: A v = lambda v, and all of them orthonormal. */
function expectEigen(matrix: ReadonlyArray<readonly number[]>): void {
  const { values, vectors } = symmetricEigen(matrix);
  const scale = Math.max(1e-300, ...matrix.flat().map(Math.abs));
  // The worst is held once: an expectation for each of a million numbers takes longer than the numbers.
  let worst = 0;
  vectors.forEach((vector, k) => {
    times(matrix, vector).forEach((one, i) => {
      const off = one - (values[k] as number) * (vector[i] as number);
      worst = Math.max(worst, Math.abs(off) / (scale * matrix.length));
    });
    vectors.forEach((other, l) => {
      const product = other.reduce((all, one, i) => all + one * (vector[i] as number), 0);
      worst = Math.max(worst, Math.abs(product - (k === l ? 1 : 0)));
    });
  });
  expect(worst).toBeLessThan(1e-12);
  values.slice(1).forEach((value, k) => expect(value).toBeLessThanOrEqual(values[k] as number));
}

describe('symmetricEigen', () => {
  test('worked by hand: a diagonal matrix is its own answer, sorted', () => {
    expect(
      symmetricEigen([
        [1, 0],
        [0, 5],
      ])
    ).toEqual({
      values: [5, 1],
      vectors: [
        [0, 1],
        [1, 0],
      ],
    });
    expect(symmetricEigen([[7]])).toEqual({ values: [7], vectors: [[1]] });
    expect(symmetricEigen([])).toEqual({ values: [], vectors: [] });
  });

  test.each(eigen.map((one, i) => [i, one] as const))('NumPy eigvalsh, matrix %i', (_, { matrix, values }) => {
    const found = symmetricEigen(matrix).values;
    const scale = Math.max(...values.map(Math.abs));
    found.forEach((value, i) => expect(Math.abs(value - (values[i] as number))).toBeLessThan(1e-12 * scale));
    expectEigen(matrix);
  });

  test('holds for 300 random matrices of up to 30 rows, of full rank or not', () => {
    const random = seeded(57);
    for (let k = 0; k < 300; k++) {
      const size = 1 + Math.floor(random() * (k % 30));
      const rank = k % 2 ? size : Math.ceil(size / 3);
      const half = Array.from({ length: size }, () => Array.from({ length: rank }, () => random() - 0.5));
      expectEigen(half.map((a) => half.map((b) => a.reduce((all, one, i) => all + one * (b[i] as number), 0))));
    }
  });

  test('large and small elements neither overflow nor vanish', () => {
    expectEigen([
      [1e150, 1e150],
      [1e150, 1e150],
    ]);
    const [large, small] = symmetricEigen([
      [1, 1e-9],
      [1e-9, 1e-12],
    ]).values;
    expect(large).toBeCloseTo(1, 12);
    expect(Math.abs((small as number) - (1e-12 - 1e-18))).toBeLessThan(1e-26);
  });

  test('a matrix that is not square is a programmer’s error', () => {
    expect(() => symmetricEigen([[1, 2]])).toThrow(RangeError);
  });
});
