import { nativeFixture, randomNative } from '../testing/native';
import { reasonOf, repairsOf, valueOf } from '../testing/pairs';
import { seeded } from '../testing/random';
import { expectWithin } from '../testing/within';
import { meetNative, reduceSchema, widenZero } from './meetNative';
import { mergeNative } from './mergeNative';
import { type ExponentialHistogram, type NativeHistogram, inBuckets, tidyNative } from './nativeHistogram';

const exponential = (given: Partial<ExponentialHistogram>): ExponentialHistogram => {
  const shape = { schema: 0, zeroThreshold: 0, zeroCount: 0, positive: [], negative: [], ...given };
  const whole: ExponentialHistogram = { kind: 'exponential', count: 0, ...shape };
  return { ...whole, count: given.count ?? inBuckets(whole) };
};

describe('mergeNative', () => {
  test('200 pairs of any schema and zero bucket: what counting their observations anew gives', () => {
    expect(nativeFixture.pairs).toHaveLength(200);
    for (const { first, second, merged } of nativeFixture.pairs) {
      const sum = valueOf(mergeNative([first, second])) as ExponentialHistogram;
      expect({ ...sum, zeroThreshold: 0 }).toEqual({ ...merged, zeroThreshold: 0 });
      // A threshold that grew to a bound is ours to the last digit but one.
      expectWithin(sum.zeroThreshold, merged.zeroThreshold, Number.EPSILON);
    }
  });

  test('the order does not matter, and nothing is lost', () => {
    const random = seeded(11);
    for (let k = 0; k < 2000; k++) {
      const [a, b] = [randomNative(random), randomNative(random)];
      const sum = valueOf(mergeNative([a, b])) as ExponentialHistogram;
      const other = valueOf(mergeNative([b, a])) as ExponentialHistogram;
      expect([sum.schema, sum.zeroThreshold]).toEqual([other.schema, other.zeroThreshold]);
      expect(sum.positive.map(([index]) => index)).toEqual(other.positive.map(([index]) => index));
      expectWithin(inBuckets(sum), inBuckets(a) + inBuckets(b), 1e-12, 1e-12);
      expectWithin(sum.count, a.count + b.count, 1e-12, 1e-12);
    }
  });

  test('a larger zero bucket grows to the end of the populated bucket that it would cut, and it is said', () => {
    const wide = exponential({ zeroThreshold: 3, zeroCount: 1 });
    const answer = mergeNative([wide, exponential({ positive: [[2, 5], [3, 7]], negative: [[1, 2]] })]); // prettier-ignore
    expect(valueOf(answer)).toMatchObject({ zeroThreshold: 4, zeroCount: 8, positive: [[3, 7]], negative: [] });
    expect(repairsOf(answer)).toEqual([{ kind: 'zero_bucket_widened', from: 0, to: 4, count: 7 }]);
  });

  test('custom bounds are added on those that all share, and it is said', () => {
    const answer = mergeNative([
      { kind: 'custom', bounds: [1, 2, 5], counts: [1, 2, 3, 4], count: 10 },
      { kind: 'custom', bounds: [1, 3, 5], counts: [10, 20, 30, 40], count: 103 },
    ]);
    expect(valueOf(answer)).toEqual({ kind: 'custom', bounds: [1, 5], counts: [11, 55, 44], count: 113 });
    expect(repairsOf(answer)).toEqual([{ kind: 'merged_on_shared_bounds', shared: 2, most: 3 }]);
  });

  test.each<[string, NativeHistogram[], string]>([
    ['nothing', [], 'no_buckets'],
    [
      'exponential and custom',
      [exponential({}), { kind: 'custom', bounds: [1], counts: [1, 1], count: 2 }],
      'kind_mismatch',
    ],
    [
      'custom bounds that share none',
      [
        { kind: 'custom', bounds: [1], counts: [1, 1], count: 2 },
        { kind: 'custom', bounds: [2], counts: [1, 1], count: 2 },
      ],
      'no_shared_bounds',
    ],
    [
      'counts that overflow together',
      [exponential({ zeroCount: 1e308 }), exponential({ zeroCount: 1e308 })],
      'invalid_count',
    ],
    ['a broken one', [exponential({ schema: 77 })], 'invalid_schema'],
  ])('%s: no answer', (_, given, reason) => {
    expect(reasonOf(mergeNative(given))).toBe(reason);
  });
});

test('a step at a time is the same as all steps at once', () => {
  const random = seeded(12);
  for (let k = 0; k < 500; k++) {
    const given = valueOf(tidyNative(randomNative(random))).native;
    let stepped = given;
    for (let schema = given.schema; schema >= -4; schema--) {
      stepped = reduceSchema(stepped, schema);
    }
    const atOnce = reduceSchema(given, -4);
    expect(stepped.positive.map(([index]) => index)).toEqual(atOnce.positive.map(([index]) => index));
    expectWithin(inBuckets(stepped), inBuckets(given), 1e-12, 1e-12);
  }
});

test('neither a finer schema nor a smaller zero bucket changes anything', () => {
  const given = exponential({ schema: 2, zeroThreshold: 0.5, positive: [[7, 1]] });
  expect(reduceSchema(given, 5)).toBe(given);
  expect(widenZero(given, 0.1)).toBe(given);
  expect(meetNative([given, given]).repairs).toEqual([]);
});
