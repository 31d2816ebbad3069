import { randomNative } from '../testing/native';
import { reasonOf, valueOf } from '../testing/pairs';
import { seeded } from '../testing/random';
import { expectHonest } from '../testing/within';
import { type PrometheusBucket, fromPrometheusNative } from './fromPrometheusNative';
import { type ExponentialHistogram, nativeBound, tidyNative } from './nativeHistogram';

/** As Prometheus writes numbers into JSON: as text, an infinity by name. */
const text = (value: number): string => (Number.isFinite(value) ? String(value) : value > 0 ? '+Inf' : '-Inf');

/** As Prometheus writes a native histogram (util/jsonutil): populated buckets, those next to the zero bucket cut by it. */
function written({ schema, zeroThreshold, zeroCount, positive, negative, count }: ExponentialHistogram) {
  const bound = (index: number): number => Math.max(zeroThreshold, nativeBound(index, schema));
  const buckets: PrometheusBucket[] = [
    ...[...negative].reverse().map(([i, held]) => [1, text(-bound(i)), text(-bound(i - 1)), text(held)] as const),
    ...(zeroCount > 0 ? [[3, text(-zeroThreshold), text(zeroThreshold), text(zeroCount)] as const] : []),
    ...positive.map(([i, held]) => [0, text(bound(i - 1)), text(bound(i)), text(held)] as const),
  ];
  return { count: text(count), sum: '0', ...(buckets.length > 0 ? { buckets } : {}) };
}

describe('fromPrometheusNative', () => {
  test("reads the example of Prometheus' own source", () => {
    const buckets: PrometheusBucket[] = [
      [3, '-0.25', '0.25', '3'],
      [0, '0.25', '0.5', '12'],
      [0, '0.5', '1', '21'],
      [0, '2', '4', '6'],
    ];
    expect(valueOf(fromPrometheusNative({ count: '42', sum: '34593.34', buckets }))).toEqual({
      kind: 'exponential',
      schema: 0,
      zeroThreshold: 0.25,
      zeroCount: 3,
      positive: [[-1, 12], [0, 21], [2, 6]], // prettier-ignore
      negative: [],
      count: 42,
    });
  });

  test('2,000 histograms of every schema come back with the bounds that they were written with', () => {
    const random = seeded(31);
    for (let k = 0; k < 2000; k++) {
      const { native } = valueOf(tidyNative(randomNative(random)));
      const back = valueOf(fromPrometheusNative(written(native)));
      expect(back.kind).toBe('exponential');
      const buckets = written(native).buckets ?? [];
      expect(written(back as ExponentialHistogram).buckets ?? []).toEqual(buckets);
      // Of few buckets, a coarser schema may have some whose bounds a finer one has; never the other way round.
      expect((back as ExponentialHistogram).schema).toBeGreaterThanOrEqual(native.schema);
      if (native.positive.length + native.negative.length > 1 && native.zeroThreshold === 0) {
        expect((back as ExponentialHistogram).schema).toBe(native.schema);
      }
    }
  });

  test('the bucket next to a wide zero bucket starts where that ends', () => {
    const buckets: PrometheusBucket[] = [
      [1, '-2', '-1.3', '4'],
      [3, '-1.3', '1.3', '5'],
      [0, '1.3', '2', '6'],
      [0, '2', '4', '7'],
    ];
    expect(valueOf(fromPrometheusNative({ count: '22', buckets }))).toMatchObject({
      schema: 0,
      zeroThreshold: 1.3,
      positive: [[1, 6], [2, 7]], // prettier-ignore
      negative: [[1, 4]],
    });
    // So it does where the zero bucket is empty and is not shown.
    const hidden = buckets.filter(([rule]) => rule !== 3);
    expect(valueOf(fromPrometheusNative({ count: '17', buckets: hidden }))).toMatchObject({
      schema: 0,
      zeroThreshold: 1.3,
      zeroCount: 0,
    });
  });

  test('the largest numbers and the infinite ones have buckets of their own', () => {
    const largest = String(Number.MAX_VALUE);
    const buckets: PrometheusBucket[] = [
      [1, '-Inf', `-${largest}`, '1'],
      [0, String(2 ** 1023), largest, '2'],
      [0, largest, '+Inf', '3'],
    ];
    expect(valueOf(fromPrometheusNative({ count: '6', buckets }))).toMatchObject({
      schema: 0,
      negative: [[1025, 1]],
      positive: [[1024, 2], [1025, 3]], // prettier-ignore
    });
  });

  test('bounds that fit no schema are custom ones, with empty buckets between those that do not touch', () => {
    const buckets: PrometheusBucket[] = [
      [3, '-Inf', '0.005', '2'],
      [0, '0.01', '0.025', '3'],
      [0, '10', '+Inf', '4'],
    ];
    expect(valueOf(fromPrometheusNative({ count: '9', buckets }))).toEqual({
      kind: 'custom',
      bounds: [0.005, 0.01, 0.025, 10],
      counts: [2, 0, 3, 0, 4],
      count: 9,
      sparse: true,
    });
  });

  test('without buckets it is empty, or all of it was NaN', () => {
    const empty = valueOf(fromPrometheusNative({ count: '3', sum: 'NaN' }));
    expect(valueOf(tidyNative(empty)).missing).toBe(3);
  });

  test.each<[string, Parameters<typeof fromPrometheusNative>[0], string]>([
    ['a count that is none', { count: 'NaN' }, 'invalid_count'],
    ['a bucket whose count is none', { count: '1', buckets: [[0, '1', '2', 'x']] }, 'invalid_count'],
    ['an empty count', { count: '' }, 'invalid_count'],
    ['a bound that is none', { count: '1', buckets: [[0, 'NaN', '2', '1']] }, 'invalid_bound'],
    ['a bucket that runs backwards', { count: '1', buckets: [[0, '2', '1', '1']] }, 'invalid_bound'],
    ['a bucket of no width', { count: '1', buckets: [[0, '2', '2', '1']] }, 'invalid_bound'],
    ['overlapping buckets', { count: '2', buckets: [[0, '1', '4', '1'], [0, '2', '8', '1']] }, 'invalid_bound'], // prettier-ignore
  ])('%s: no answer', (_, given, reason) => {
    const answer = fromPrometheusNative(given);
    expect(reasonOf(answer)).toBe(reason);
    expectHonest(answer);
  });
});
