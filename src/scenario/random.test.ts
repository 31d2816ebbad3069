import { chance, pick, seedAt, seedOf } from './random';

const mean = (values: readonly number[]): number => values.reduce((sum, value) => sum + value, 0) / values.length;

describe('chance', () => {
  it('is the same for the same seed and row, and another for another', () => {
    const draw = (seed: number): readonly number[] => Array.from({ length: 5 }, (_, row) => chance(seed, row));
    expect(draw(seedOf('a'))).toEqual(draw(seedOf('a')));
    expect(draw(seedOf('a'))).not.toEqual(draw(seedOf('b')));
    // Seen once, so that a change of the generator shows: all that was ever drawn would move.
    expect(chance(seedOf('tidemark', 'fraud'), 7)).toBeCloseTo(0.8267673829104751, 15);
  });

  it('falls evenly over [0, 1), whatever the seed', () => {
    for (let seed = 0; seed < 20; seed += 1) {
      const counts = new Array<number>(10).fill(0);
      for (let row = 0; row < 10_000; row += 1) {
        const bin = Math.floor(10 * chance(seed, row));
        counts[bin] = (counts[bin] ?? 0) + 1;
      }
      // Chi-square of ten bins: above 33.7 once in 10,000 (R: qchisq(0.9999, 9)).
      expect(counts.reduce((sum, count) => sum + (count - 1000) ** 2 / 1000, 0)).toBeLessThan(33.7);
    }
  });

  it('has neighbours that know nothing of one another, in rows and in slots', () => {
    const of = (seed: (i: number) => number, row: (i: number) => number): readonly number[] =>
      Array.from({ length: 20_000 }, (_, i) => chance(seed(i), row(i)) - 0.5);
    const correlation = (a: readonly number[], b: readonly number[]): number =>
      mean(a.map((value, i) => value * (b[i] ?? NaN))) * 12;
    const [seed, other] = [seedOf('x'), seedOf('y')];
    const rows = of(
      () => seed,
      (i) => i
    );
    expect(
      Math.abs(
        correlation(
          rows,
          of(
            () => seed,
            (i) => i + 1
          )
        )
      )
    ).toBeLessThan(0.03);
    expect(
      Math.abs(
        correlation(
          rows,
          of(
            () => other,
            (i) => i
          )
        )
      )
    ).toBeLessThan(0.03);
    const slots = of(
      (i) => seedAt(seed, i),
      () => 3
    );
    expect(
      Math.abs(
        correlation(
          slots,
          of(
            (i) => seedAt(seed, i + 1),
            () => 3
          )
        )
      )
    ).toBeLessThan(0.03);
  });
});

describe('pick', () => {
  it('gives each class its share, and none to a class without one', () => {
    expect([0, 0.19, 0.21, 0.69, 0.71, 0.9999].map((at) => pick([0.2, 0.5, 0, 0.3], at))).toEqual([0, 0, 1, 1, 3, 3]);
  });

  it('gives the last class what rounding leaves', () => {
    expect(pick([0.1, 0.2, 0.7 - 1e-12], 0.9999999999999)).toBe(2);
  });
});
