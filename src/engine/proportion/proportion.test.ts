import { reasonOf, valueOf } from '../testing/pairs';
import { peerTable } from '../testing/peerTable';
import { seeded, wholeNumber } from '../testing/random';
import { expectHonest, expectWithin, HOSTILE_NUMBERS } from '../testing/within';
import { clopperPearson } from './clopperPearson';
import { concentration, type SegmentCounts } from './concentration';
import { fisher } from './fisher';
import { wilson } from './wilson';

const peer = peerTable('statsmodels/paired.json') as {
  proportions: Array<[number, number, number, number, number, number]>;
  fisher: Array<[number, number, number, number, number, number]>;
};

describe('intervals of a share', () => {
  test("Wilson's at 0 of n ends at z^2 / (n + z^2), worked by hand", () => {
    const { lower, upper } = valueOf(wilson(0, 10));
    expect(lower).toBe(0);
    expectWithin(upper, 3.8414588206941245 / 13.8414588206941245, 1e-12);
  });

  test("Wilson's and Clopper-Pearson's agree with statsmodels on 200 random shares", () => {
    for (const [hits, n, low, high, exactLow, exactHigh] of peer.proportions) {
      const { lower, upper } = valueOf(wilson(hits, n));
      expectWithin(lower, low, 1e-9, 1e-15);
      expectWithin(upper, high, 1e-9);
      const exact = clopperPearson(hits, n, 0.95);
      expectWithin(exact.lower, exactLow, 1e-9);
      expectWithin(exact.upper, exactHigh, 1e-9);
    }
  });

  test('of hits and of misses mirror each other, and more data narrows them', () => {
    const random = seeded(2);
    for (let k = 0; k < 2000; k++) {
      const n = wholeNumber(random, 1, 500);
      const hits = wholeNumber(random, 0, n);
      const one = valueOf(wilson(hits, n));
      const other = valueOf(wilson(n - hits, n));
      expectWithin((one.lower as number) + (other.upper as number), 1, 1e-12);
      const tenfold = valueOf(wilson(10 * hits, 10 * n));
      expect((tenfold.upper as number) - (tenfold.lower as number)).toBeLessThan(
        (one.upper as number) - (one.lower as number)
      );
    }
  });

  test('hostile counts are answered with a finite number or a reason', () => {
    for (const hits of HOSTILE_NUMBERS) {
      for (const n of HOSTILE_NUMBERS) {
        expectHonest(wilson(hits, n));
      }
    }
    expect(reasonOf(wilson(0, 0))).toBe('too_few_observations');
    expect(reasonOf(wilson(3, 2))).toBe('invalid_count');
    expect(() => wilson(1, 2, { confidence: 2 })).toThrow('confidence of 2');
  });
});

describe('fisher', () => {
  test('of [[8, 2], [1, 5]] is .034965 (SciPy, its documentation)', () => {
    expect(valueOf(fisher([8, 2], [1, 5])).pValue).toBeCloseTo(0.034965, 6);
  });

  test('agrees with scipy.stats.fisher_exact on 200 random tables, both ways', () => {
    for (const [a, b, c, d, two, more] of peer.fisher) {
      const test = valueOf(fisher([a, b], [c, d]));
      expectWithin(test.pValue, two, 1e-9);
      expectWithin(test.pMore, more, 1e-9);
    }
  });

  test('does not change when rows change places; a row of nothing says nothing', () => {
    expectWithin(valueOf(fisher([3, 9], [7, 2])).pValue, valueOf(fisher([7, 2], [3, 9])).pValue, 1e-12);
    expectWithin(valueOf(fisher([0, 0], [7, 2])).pValue, 1, 1e-12);
  });

  test('hostile tables are answered with a finite number or a reason', () => {
    for (const a of HOSTILE_NUMBERS) {
      for (const b of HOSTILE_NUMBERS) {
        expectHonest(fisher([a, b], [1, 2]));
        expectHonest(fisher([a, 1], [b, 2]));
      }
    }
    expect(valueOf(fisher([100_000, 0], [0, 100_000])).pValue).toBeLessThan(1e-300);
  });
});

describe('concentration', () => {
  test('finds the one segment in which hits gather, and corrects for the number of segments', () => {
    const segments = ['DE', 'FR', 'IN', 'US'].map((segment) => ({ segment, hits: 10, n: 1000 }));
    const found = valueOf(concentration([...segments, { segment: 'BR', hits: 60, n: 1000 }]));
    expect(found.filter(({ pAdjusted }) => (pAdjusted as number) < 0.01).map(({ segment }) => segment)).toEqual(['BR']);
    const br = found[4];
    expect(br?.ratio).toBeCloseTo(6, 12);
    expectWithin(br?.pAdjusted as number, 5 * (br?.pValue as number), 1e-12);
  });

  test('the normal law above 100,000 observations continues the exact one below', () => {
    const at = (scale: number): number => {
      const segments = [
        { segment: 'a', hits: 1100 * scale, n: 20_000 * scale },
        { segment: 'b', hits: 1500, n: 29_900 },
      ];
      return valueOf(concentration(segments))[0]?.pValue as number;
    };
    // 49,900 observations, and 109,800 with the same shares: the z grows by the root of what the data gives.
    expect(at(1)).toBeLessThan(0.01);
    expect(at(4)).toBeLessThan(at(1));
    const near = (n: number): number =>
      valueOf(
        concentration([
          { segment: 'a', hits: 2600, n: 50_000 },
          { segment: 'b', hits: 2500, n },
        ])
      )[0]?.pValue as number;
    expectWithin(near(50_001), near(50_000), 0.05);
  });

  test('without any difference, segments are called concentrated at most as often as alpha says', () => {
    const random = seeded(3);
    let alarms = 0;
    const rounds = 500;
    for (let k = 0; k < rounds; k++) {
      const segments: SegmentCounts[] = ['a', 'b', 'c', 'd', 'e'].map((segment) => {
        const n = wholeNumber(random, 50, 300);
        let hits = 0;
        for (let i = 0; i < n; i++) {
          hits += random() < 0.1 ? 1 : 0;
        }
        return { segment, hits, n };
      });
      alarms += valueOf(concentration(segments)).some(({ pAdjusted }) => (pAdjusted as number) <= 0.05) ? 1 : 0;
    }
    expect(alarms / rounds).toBeLessThan(0.06);
  });

  test('nothing to compare with is said', () => {
    expect(reasonOf(concentration([]))).toBe('too_few_observations');
    expect(valueOf(concentration([{ segment: 'a', hits: 1, n: 3 }]))[0]?.pValue).toBeNull();
    for (const hits of HOSTILE_NUMBERS) {
      for (const n of HOSTILE_NUMBERS) {
        expectHonest(
          concentration([
            { segment: 'a', hits, n },
            { segment: 'b', hits: 1, n: 5 },
          ])
        );
      }
    }
  });
});

test('clopperPearson of counts that are none is from 0 to 1, never NaN', () => {
  for (const hits of HOSTILE_NUMBERS) {
    for (const n of HOSTILE_NUMBERS) {
      const { lower, upper } = clopperPearson(hits, n, 0.95);
      expect(lower >= 0 && lower <= upper && upper <= 1).toBe(true);
    }
  }
});
