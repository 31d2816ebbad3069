import { seeded, wholeNumber } from '../testing/random';
import { reasonOf, repairsOf, valueOf } from '../testing/pairs';
import { fromClassicBuckets } from './fromClassicBuckets';
import { fromSamples } from './fromSamples';
import { total } from './histogram';

const INF = Infinity;

describe('fromClassicBuckets', () => {
  test('takes the differences of neighbours, whatever the order', () => {
    const buckets = [
      { le: INF, count: 12 },
      { le: 10, count: 3 },
      { le: 20, count: 11.5 },
    ];
    expect(valueOf(fromClassicBuckets(buckets))).toEqual({ kind: 'numeric', edges: [10, 20], counts: [3, 8.5, 0.5] });
    expect(repairsOf(fromClassicBuckets(buckets))).toEqual([]);
  });

  test('finds the very counts that samples have on the same edges', () => {
    const random = seeded(7);
    const samples = Array.from({ length: 500 }, () => wholeNumber(random, -5, 45));
    const edges = [0, 10, 20, 40];
    const buckets = [...edges, INF].map((le) => ({ le, count: samples.filter((sample) => sample <= le).length }));
    const { counts } = valueOf(fromSamples(samples, edges));
    expect(valueOf(fromClassicBuckets(buckets)).counts).toEqual(counts);
  });

  test('a count below its predecessor is raised to it, and said', () => {
    const answer = fromClassicBuckets([
      { le: 1, count: 5 },
      { le: 2, count: 4 },
      { le: 3, count: 2 },
      { le: INF, count: 10 },
    ]);
    expect(valueOf(answer).counts).toEqual([5, 0, 0, 5]);
    expect(repairsOf(answer)).toEqual([{ kind: 'forced_monotone', buckets: 2, largestDrop: 3 }]);
  });

  test('an +Inf bucket below the others does not make the total smaller', () => {
    const answer = fromClassicBuckets([
      { le: 1, count: 5 },
      { le: INF, count: 4 },
    ]);
    expect(total(valueOf(answer))).toBe(5);
    expect(repairsOf(answer)[0]?.kind).toBe('forced_monotone');
  });

  test('noise in the last digits of summed rates makes neither a bin nor a repair', () => {
    const answer = fromClassicBuckets([
      { le: 1, count: 1000 },
      { le: 2, count: 1000.0000000000002 },
      { le: 3, count: 999.9999999999998 },
      { le: INF, count: 1001 },
    ]);
    expect(valueOf(answer).counts).toEqual([1000, 0, 0, 1]);
    expect(repairsOf(answer)).toEqual([]);
  });

  test('buckets of one bound are added, as Prometheus does for le="1" and le="1.0"', () => {
    const answer = fromClassicBuckets([
      { le: 0.5, count: 4 },
      { le: 1, count: 5 },
      { le: 1, count: 2 },
      { le: INF, count: 6 },
      { le: INF, count: 3 },
    ]);
    expect(valueOf(answer)).toEqual({ kind: 'numeric', edges: [0.5, 1], counts: [4, 3, 2] });
    expect(repairsOf(answer)).toEqual([{ kind: 'duplicate_bounds_added', bounds: 2 }]);
  });

  test('counts below zero are taken as zero, and said', () => {
    const answer = fromClassicBuckets([
      { le: 1, count: -2 },
      { le: 2, count: 3 },
      { le: INF, count: 4 },
    ]);
    expect(valueOf(answer).counts).toEqual([0, 3, 1]);
    expect(repairsOf(answer)).toEqual([{ kind: 'negative_counts_clipped', bins: 1, total: -2 }]);
  });

  test('all zeros are an empty histogram', () => {
    expect(total(valueOf(fromClassicBuckets([{ le: 1, count: 0 }, { le: INF, count: 0 }])))).toBe(0); // prettier-ignore
  });

  test.each([
    ['nothing', [], 'no_buckets'],
    ['no +Inf', [{ le: 1, count: 2 }], 'no_inf_bucket'],
    ['only +Inf', [{ le: INF, count: 2 }], 'too_few_bins'],
    ['a bound that was no number', [{ le: NaN, count: 2 }, { le: INF, count: 2 }], 'invalid_bound'], // prettier-ignore
    ['a bound of -Inf', [{ le: -INF, count: 2 }, { le: INF, count: 2 }], 'invalid_bound'], // prettier-ignore
    ['a NaN count', [{ le: 1, count: NaN }, { le: INF, count: 2 }], 'invalid_count'], // prettier-ignore
    ['an infinite count', [{ le: 1, count: 1 }, { le: INF, count: INF }], 'invalid_count'], // prettier-ignore
    ['counts that overflow when added', [{ le: 1, count: 1 }, { le: INF, count: 1e308 }, { le: INF, count: 1e308 }], 'invalid_count'], // prettier-ignore
  ])('%s is no histogram', (_, buckets, reason) => {
    expect(reasonOf(fromClassicBuckets(buckets))).toBe(reason);
  });
});
