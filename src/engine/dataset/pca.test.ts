import { reasonOf, valueOf } from '../testing/pairs';
import { peerTable } from '../testing/peerTable';
import { seeded } from '../testing/random';
import { expectHonest, expectWithin, HOSTILE_NUMBERS } from '../testing/within';
import type { Column } from './columns';
import { fitPca, reconstructionErrors } from './pca';
import { pcaDrift } from './pcaDrift';

const { components } = peerTable('dataset/dataset.json') as {
  components: Array<{
    reference: number[][];
    current: number[][];
    variance: number;
    components: number;
    explained: number[];
    errors: number[];
    meanReference: number;
    meanCurrent: number;
    statistic: number;
    p: number;
    lower: number;
    upper: number;
    effect: number;
    rowsAbove: number;
  }>;
};

function columns(values: ReadonlyArray<readonly number[]>): Column[] {
  return values.map((own, i) => ({ name: `f${i}`, values: own }));
}

/** Four features: two that follow a hidden one, and two that follow another, each with a noise of its own. */
function related(random: () => number, rows: number, broken = false): Column[] {
  const noise = (): number => random() + random() + random() - 1.5;
  const drawn = Array.from({ length: rows }, () => {
    const [a, b] = [3 * noise(), 3 * noise()];
    return [a + noise(), 10 * ((broken ? b : a) + noise()), b + noise(), 5 * (b + noise())];
  });
  return columns([0, 1, 2, 3].map((j) => drawn.map((row) => row[j] as number)));
}

describe('fitPca and reconstructionErrors', () => {
  test('worked by hand: two features on a line have one direction, and what leaves the line has an error', () => {
    const fit = valueOf(
      fitPca(
        columns([
          [1, 2, 3, 4, 5],
          [2, 4, 6, 8, 10],
        ])
      )
    );
    expect(fit.components).toHaveLength(1);
    fit.components[0]?.forEach((one) => expectWithin(one, Math.SQRT1_2, 1e-14));
    // One deviation up in the one and one down in the other: all of it off the line.
    const [a, b] = fit.deviations as [number, number];
    const [error] = reconstructionErrors(fit, columns([[3 + a], [6 - b]]));
    expectWithin(error as number, Math.SQRT2, 1e-14);
  });

  test.each(components.map((one, i) => [i, one] as const))('scikit-learn, case %i', (_, one) => {
    const taught = columns(one.reference.map((values) => values.filter((__, i) => i % 2 === 0)));
    const fit = valueOf(fitPca(taught, { variance: one.variance }));
    expect(fit.components).toHaveLength(one.components);
    fit.explained.forEach((share, i) => expectWithin(share, one.explained[i] as number, 1e-9, 1e-13));
    reconstructionErrors(fit, columns(one.current)).forEach((error, i) =>
      expectWithin(error as number, one.errors[i] as number, 1e-9, 1e-12)
    );
    const drift = valueOf(pcaDrift(columns(one.reference), columns(one.current), { variance: one.variance }));
    expectWithin(drift.reference, one.meanReference);
    expectWithin(drift.current, one.meanCurrent);
    expectWithin(drift.statistic, one.statistic, 1e-8, 1e-10);
    expectWithin(drift.pValue, one.p, 1e-6, 1e-300);
    expectWithin(drift.lower, one.lower, 1e-9, 1e-12);
    expectWithin(drift.upper, one.upper);
    expectWithin(drift.effect, one.effect, 1e-8, 1e-10);
    expect(drift.rowsAbove).toBeCloseTo(one.rowsAbove, 12);
  });

  test('units do not matter, and the order of the rows does not', () => {
    const random = seeded(65);
    for (let k = 0; k < 100; k++) {
      const own = related(random, 30);
      const scaled = own.map(({ name, values }, j) => ({
        name,
        values: Array.from(values, (x) => x * 10 ** (j * 9) + j),
      }));
      const turned = own.map(({ name, values }) => ({ name, values: Array.from(values).reverse() }));
      const errors = reconstructionErrors(valueOf(fitPca(own)), own);
      reconstructionErrors(valueOf(fitPca(scaled)), scaled).forEach((error, i) =>
        expectWithin(error as number, errors[i] as number, 1e-9, 1e-12)
      );
      reconstructionErrors(valueOf(fitPca(turned)), own).forEach((error, i) =>
        expectWithin(error as number, errors[i] as number, 1e-9, 1e-12)
      );
    }
  });

  test('rows with a missing value are left out and counted, features that do not vary named', () => {
    const fit = valueOf(
      fitPca([
        { name: 'a', values: [1, 2, 3, 4, NaN, 6] },
        { name: 'still', values: [7, 7, 7, 7, 7, 7] },
        { name: 'b', values: [1, 3, 2, 5, 4, Infinity] },
      ])
    );
    expect(fit).toMatchObject({ names: ['a', 'b'], constant: ['still'], rows: 4, skipped: 2 });
  });

  test('says why there is no answer', () => {
    expect(reasonOf(fitPca(columns([[1, 2]])))).toBe('no_features');
    expect(reasonOf(fitPca(columns([[1, 2, 3], [1]])))).toBe('unequal_lengths');
    expect(
      reasonOf(
        fitPca(
          columns([
            [1, 2],
            [2, 1],
          ])
        )
      )
    ).toBe('too_few_observations');
    expect(
      reasonOf(
        fitPca(
          columns([
            [1, 1, 1],
            [2, 1, 3],
          ])
        )
      )
    ).toBe('no_variation');
    expect(() => fitPca(columns([[1], [2]]), { variance: 0 })).toThrow(RangeError);
  });
});

describe('pcaDrift', () => {
  test('finds a relation that broke while each feature alone looks as ever', () => {
    const random = seeded(66);
    const found = valueOf(pcaDrift(related(random, 1_000), related(random, 500, true)));
    expect(found).toMatchObject({ verdict: 'drift', components: 2 });
    expect(found.current).toBeGreaterThan(found.upper);
    expect(found.rowsAbove).toBeGreaterThan(0.1);
  });

  test.each([
    [100, 100],
    [400, 100],
    [200, 1_000],
  ])('without drift, %i against %i rows: alpha within a point over 2,000', (n, m) => {
    const random = seeded(67);
    let alarms = 0;
    let outside = 0;
    for (let k = 0; k < 2_000; k++) {
      const { pValue, current, lower, upper } = valueOf(pcaDrift(related(random, n), related(random, m)));
      alarms += pValue <= 0.05 ? 1 : 0;
      outside += current < lower || current > upper ? 1 : 0;
    }
    expect(Math.abs(alarms / 2_000 - 0.05)).toBeLessThanOrEqual(0.01);
    expect(outside).toBe(alarms);
  });

  test('says why there is no answer', () => {
    const random = seeded(68);
    const own = related(random, 100);
    expect(reasonOf(pcaDrift(own, own.slice(1)))).toBe('kind_mismatch');
    expect(reasonOf(pcaDrift(related(random, 39), own))).toBe('too_few_observations');
    expect(reasonOf(pcaDrift(own, related(random, 19)))).toBe('too_few_observations');
    const line = columns([own[0]?.values as number[], Array.from(own[0]?.values as number[], (x) => 2 * x)]);
    expect(reasonOf(pcaDrift(line, line))).toBe('no_variation');
    expect(() => pcaDrift(own, own, { alpha: 0 })).toThrow(RangeError);
  });

  test('hostile values never give NaN', () => {
    const random = seeded(69);
    for (let k = 0; k < 500; k++) {
      const spoil = (own: Column[]): Column[] =>
        own.map(({ name, values }) => ({
          name,
          values: Array.from(values, (x) =>
            random() < 0.02 ? (HOSTILE_NUMBERS[Math.floor(random() * HOSTILE_NUMBERS.length)] as number) : x
          ),
        }));
      expectHonest(pcaDrift(spoil(related(random, 80)), spoil(related(random, 60))));
    }
  });
});
