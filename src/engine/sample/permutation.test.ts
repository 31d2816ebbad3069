import { reasonOf, repairsOf, valueOf } from '../testing/pairs';
import { peerTable } from '../testing/peerTable';
import { seeded } from '../testing/random';
import { expectHonest, expectWithin, HOSTILE_NUMBERS } from '../testing/within';
import { permutationTest } from './permutation';
import { scoreOfValues } from './scoreOfValues';
import { energyDistance, wassersteinDistance } from './transport';

type Distance = Parameters<typeof permutationTest>[0];

const DISTANCES = ['wasserstein', 'energy'] as const satisfies readonly Distance[];

const peer = peerTable('scipy/permutations.json') as {
  cases: Array<{ x: number[]; y: number[] } & Record<Distance, [number, number]>>;
};

const draw = (random: () => number, size: number, shift = 0): number[] =>
  Array.from({ length: size }, () => random() + random() + shift);

describe.each(DISTANCES)('permutation test of the %s distance', (distance) => {
  const test_ = (x: number[], y: number[], random = seeded(1), permutations?: number) =>
    permutationTest(distance, x, y, permutations === undefined ? { random } : { random, permutations });

  test('of two against two values that lie apart is 2 deals of 6, worked by hand', () => {
    expect(valueOf(test_([0, 1], [2, 3]))).toMatchObject({ pValue: 1 / 3, method: 'exact' });
  });

  test('counts all deals as SciPy does, on 200 random pairs', () => {
    expect(peer.cases).toHaveLength(200);
    for (const one of peer.cases) {
      const found = valueOf(test_(one.x, one.y));
      expect(found.method).toBe('exact');
      expectWithin(found.statistic, one[distance][0], 1e-9, 1e-15);
      expectWithin(found.pValue, one[distance][1], 1e-9);
    }
  });

  test('its statistic is the distance, and neither order nor which side comes first matters where all are counted', () => {
    const random = seeded(2);
    for (let k = 0; k < 2000; k++) {
      const x = draw(random, 1 + Math.floor(random() * 5));
      const y = draw(random, 1 + Math.floor(random() * 5), random());
      const found = valueOf(test_(x, y));
      const own = valueOf((distance === 'energy' ? energyDistance : wassersteinDistance)(x, y)).distance;
      expectWithin(found.statistic, own, 1e-12, 1e-15);
      const turned = valueOf(test_([...y].reverse(), x));
      expectWithin(turned.pValue, found.pValue, 1e-12);
    }
  });

  test('drawn deals come near the count of all of them, never to 0, and the same seed gives the same answer', () => {
    const random = seeded(3);
    const [x, y] = [draw(random, 12), draw(random, 10, 0.3)];
    const many = valueOf(test_(x, y, seeded(4), 20_000));
    const few = valueOf(test_(x, y, seeded(5)));
    expect(many.method).toBe('permutation');
    expect(Math.abs(few.pValue - many.pValue)).toBeLessThan(0.12);
    expect(valueOf(test_(x, y, seeded(5)))).toEqual(few);
    expect(valueOf(test_(draw(random, 30), draw(random, 30, 9))).pValue).toBe(1 / 200);
  });

  test('a side with itself has a p-value of 1', () => {
    const x = draw(seeded(6), 40);
    expect(valueOf(test_(x, x)).pValue).toBe(1);
  });

  test('fires within a point of alpha without drift (2,000 seeded simulations)', () => {
    const random = seeded(7);
    let fired = 0;
    for (let k = 0; k < 2000; k++) {
      fired += valueOf(test_(draw(random, 30), draw(random, 12), random, 99)).pValue <= 0.05 ? 1 / 2000 : 0;
    }
    expect(Math.abs(fired - 0.05)).toBeLessThan(0.01);
  });

  test('hostile values are answered with finite numbers or a reason', () => {
    for (const a of HOSTILE_NUMBERS) {
      for (const b of HOSTILE_NUMBERS) {
        expectHonest(test_([a, 1, 2], [b, 2]));
        expectHonest(test_([a], [b]));
        expectHonest(test_([], [b]));
      }
    }
    expect(reasonOf(test_([], [1]))).toBe('empty_reference');
    expect(repairsOf(test_([1, NaN], [1, 2]))).toEqual([{ kind: 'not_finite_left_out', values: 1 }]);
  });
});

describe('the distance of more values than can be dealt anew', () => {
  const random = seeded(41);
  const [x, y] = [draw(random, 12_000), draw(random, 11_000, 0.05)];

  test.each([
    ['wasserstein_exact', wassersteinDistance],
    ['energy_exact', energyDistance],
  ] as const)('is of all of them in %s, and its p-value of a part, which is said', (id, distance) => {
    const score = scoreOfValues(id, x, y, { random: seeded(1) });
    expect(valueOf(score)).toMatchObject({
      value: valueOf(distance(x, y)).distance,
      pValue: 1 / 200,
      n: 12_000,
      m: 11_000,
    });
    expect(repairsOf(score)).toEqual([{ kind: 'p_value_sampled', of: 23_000, kept: 20_000 }]);
  });

  test('of sides that are alike is no evidence', () => {
    const pValues = Array.from({ length: 5 }, (_, i) => {
      const again = seeded(60 + i);
      const score = scoreOfValues('wasserstein_exact', draw(again, 10_500), draw(again, 10_500), { random: again });
      return valueOf(score).pValue;
    });
    // Of five, one below 0.05 is no wonder; three are.
    expect(pValues.filter((p) => p <= 0.05).length).toBeLessThan(3);
  });
});
