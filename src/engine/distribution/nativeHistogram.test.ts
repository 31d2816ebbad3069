import { repairsOf, reasonOf, valueOf } from '../testing/pairs';
import { nativeFixture } from '../testing/native';
import {
  type ExponentialHistogram,
  coarserIndex,
  nativeBound,
  nativeRelativeError,
  tidyNative,
} from './nativeHistogram';

const plain: ExponentialHistogram = {
  kind: 'exponential',
  schema: 0,
  zeroThreshold: 0,
  zeroCount: 0,
  positive: [[1, 3]],
  negative: [],
  count: 3,
};

describe('nativeBound', () => {
  test('is the power of two that mpmath has, to the last digit but one', () => {
    expect(nativeFixture.bounds.length).toBeGreaterThan(350);
    for (const [index, schema, bound] of nativeFixture.bounds) {
      expect(Math.abs(nativeBound(index, schema) - bound)).toBeLessThanOrEqual(Number.EPSILON * bound);
    }
  });

  test('is the very same double in every finer schema', () => {
    for (let schema = -4; schema < 8; schema++) {
      for (let index = -60; index <= 60; index++) {
        expect(nativeBound(2 * index, schema + 1)).toBe(nativeBound(index, schema));
      }
    }
  });

  test('beyond the doubles it is infinite, and towards 0 it never is NaN', () => {
    expect([nativeBound(1024, 0), nativeBound(64, -4), nativeBound(1e9, 8)]).toEqual([Infinity, Infinity, Infinity]);
    expect([nativeBound(-1074, 0), nativeBound(-1e9, 8)]).toEqual([5e-324, 0]);
  });
});

test('a coarser bucket holds the two that it is merged from', () => {
  expect([-3, -2, -1, 0, 1, 2, 3, 4].map((index) => coarserIndex(index, 1) + 0)).toEqual([-1, -1, 0, 0, 1, 1, 2, 2]);
  for (let index = -40; index <= 40; index++) {
    const coarse = coarserIndex(index, 3);
    expect(nativeBound(coarse - 1, 2)).toBeLessThanOrEqual(nativeBound(index - 1, 5));
    expect(nativeBound(coarse, 2)).toBeGreaterThanOrEqual(nativeBound(index, 5));
  }
});

test('schema 3, the usual one, tells values apart to 4.3 %', () => {
  expect(nativeRelativeError(3)).toBeCloseTo(0.0433, 4);
});

describe('tidyNative', () => {
  test('NaN observations are in the count and in no bucket: missing, and said', () => {
    const answer = tidyNative({ ...plain, count: 5 });
    expect(valueOf(answer).missing).toBe(2);
    expect(repairsOf(answer)).toEqual([{ kind: 'nan_observations', count: 2 }]);
  });

  test('noise in the last digits of a rate is no NaN observation', () => {
    const answer = tidyNative({ ...plain, positive: [[1, 1 / 3], [2, 1e6]], count: 1e6 + 1 / 3 + 1e-9 }); // prettier-ignore
    expect(valueOf(answer).missing).toBe(0);
    expect(repairsOf(answer)).toEqual([]);
  });

  test('buckets are sorted, those of one index added, empty ones left out', () => {
    const answer = tidyNative({ ...plain, positive: [[2, 1], [-1, 0], [1, 2], [2, 4]], count: 7 }); // prettier-ignore
    expect(valueOf(answer).native.positive).toEqual([[1, 2], [2, 5]]); // prettier-ignore
  });

  test('counts below zero are taken as zero, and said; a count below its buckets is said', () => {
    expect(repairsOf(tidyNative({ ...plain, zeroCount: -2 }))).toEqual([
      { kind: 'negative_counts_clipped', bins: 1, total: -2 },
    ]);
    expect(repairsOf(tidyNative({ ...plain, count: 1 }))).toEqual([
      { kind: 'count_below_buckets', count: 1, buckets: 3 },
    ]);
  });

  test.each([
    ['schema 9', { schema: 9 }, 'invalid_schema'],
    ['schema -5', { schema: -5 }, 'invalid_schema'],
    ['half a schema', { schema: 0.5 }, 'invalid_schema'],
    ['a negative threshold', { zeroThreshold: -1 }, 'invalid_bound'],
    ['an infinite threshold', { zeroThreshold: Infinity }, 'invalid_bound'],
    ['a NaN threshold', { zeroThreshold: NaN }, 'invalid_bound'],
    ['half an index', { positive: [[0.5, 1]] }, 'invalid_bound'],
    ['a NaN index', { negative: [[NaN, 1]] }, 'invalid_bound'],
    ['a NaN count', { positive: [[1, NaN]] }, 'invalid_count'],
    ['an infinite zero count', { zeroCount: Infinity }, 'invalid_count'],
    ['counts that overflow', { positive: [[1, 1e308], [2, 1e308]] }, 'invalid_count'], // prettier-ignore
  ] as Array<[string, Partial<ExponentialHistogram>, string]>)('%s: no answer', (_, change, reason) => {
    expect(reasonOf(tidyNative({ ...plain, ...change }))).toBe(reason);
  });

  test.each([
    ['too few counts', { bounds: [1, 2], counts: [1, 2] }, 'invalid_edges'],
    ['falling bounds', { bounds: [2, 1], counts: [1, 2, 3] }, 'invalid_edges'],
    ['an infinite bound', { bounds: [Infinity], counts: [1, 2] }, 'invalid_edges'],
    ['a NaN count', { bounds: [1], counts: [1, NaN] }, 'invalid_count'],
  ])('custom bounds, %s: no answer', (_, given, reason) => {
    expect(reasonOf(tidyNative({ kind: 'custom', count: 3, ...given }))).toBe(reason);
  });
});
