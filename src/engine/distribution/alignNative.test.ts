import { scores } from '../score/catalogue';
import { nativeFixture, randomNative } from '../testing/native';
import { reasonOf, repairKinds, repairsOf, valueOf } from '../testing/pairs';
import { seeded, wholeNumber } from '../testing/random';
import { HOSTILE_NUMBERS, expectHonest, expectWithin } from '../testing/within';
import { alignNative } from './alignNative';
import { fromNativeHistogram } from './fromNativeHistogram';
import { total, type NumericHistogram } from './histogram';
import { type ExponentialHistogram, type NativeHistogram, inBuckets, nativeBound } from './nativeHistogram';
import type { NumericPair } from './pair';
import { rebinNative } from './rebinNative';

const exponential = (given: Partial<ExponentialHistogram>): ExponentialHistogram => {
  const shape = { schema: 0, zeroThreshold: 0, zeroCount: 0, positive: [], negative: [], ...given };
  const whole: ExponentialHistogram = { kind: 'exponential', count: 0, ...shape };
  return { ...whole, count: given.count ?? inBuckets(whole) };
};
const classic = (edges: number[], counts: number[]): NumericHistogram => ({ kind: 'numeric', edges, counts });

/** What lies in the bin that ends here. */
function endingAt(pair: NumericPair, side: 'reference' | 'current', upper: number): number {
  const at = pair.bins.findIndex((bin) => Math.abs(bin.upper - upper) <= 4 * Number.EPSILON * Math.abs(upper));
  return at < 0 ? 0 : (pair[side][at] as number);
}

describe('alignNative, both exponential', () => {
  test('200 pairs of any schema and zero bucket hold what counting their observations anew gives, bin by bin', () => {
    for (const { first, second, together } of nativeFixture.pairs) {
      if (first.count + second.count === 0) {
        continue;
      }
      const answer = alignNative(first, second);
      if (!answer.ok) {
        expect(inBuckets(first) + inBuckets(second)).toBe(0);
        continue;
      }
      const pair = answer.value;
      expect(pair.estimated).toBe(false);
      (['reference', 'current'] as const).forEach((side, k) => {
        const wanted = together[k] as ExponentialHistogram;
        const { schema, zeroThreshold: zero } = wanted;
        expect(total({ counts: pair[side] })).toBe(inBuckets(wanted));
        expect(endingAt(pair, side, zero)).toBe(wanted.zeroCount);
        for (const [index, count] of wanted.positive) {
          expect(endingAt(pair, side, nativeBound(index, schema))).toBe(count);
        }
        for (const [index, count] of wanted.negative) {
          expect(endingAt(pair, side, -Math.max(zero, nativeBound(index - 1, schema)))).toBe(count);
        }
        expect(pair.missing?.[k === 0 ? 'reference' : 'current']).toBe(wanted.count - inBuckets(wanted));
      });
    }
  });

  test('the finer schema meets the coarser, and the error of a value is said', () => {
    const answer = alignNative(exponential({ schema: 3, positive: [[1, 2], [8, 3], [9, 4]] }), exponential({ positive: [[1, 9]] })); // prettier-ignore
    expect(valueOf(answer).bins.map((bin) => bin.upper)).toEqual([1, 2, 4, Infinity]);
    expect([valueOf(answer).reference, valueOf(answer).current]).toEqual([[0, 5, 4, 0], [0, 9, 0, 0]]); // prettier-ignore
    expect(repairsOf(answer)).toEqual([{ kind: 'native_schema_reduced', from: 3, to: 0, relativeError: 1 / 3 }]);
  });

  test('alike histograms have no drift in any score, whatever the schema', () => {
    const random = seeded(21);
    for (let k = 0; k < 1000; k++) {
      const one = randomNative(random);
      const answer = alignNative(one, { ...one, schema: one.schema });
      if (!answer.ok || answer.value.bins.length < 2) {
        continue;
      }
      for (const id of ['psi', 'js', 'ks', 'total_variation', 'hellinger'] as const) {
        const score = scores[id].compute(answer.value);
        expect(score.ok && score.value.value).toBe(inBuckets(one) > 0 ? 0 : false);
      }
    }
  });

  test('nothing is lost or invented: totals stay, in 2,000 pairs of any layout', () => {
    const random = seeded(22);
    for (let k = 0; k < 2000; k++) {
      const [a, b] = [randomNative(random), randomNative(random)];
      const most = random() < 0.5 ? {} : { mostBuckets: wholeNumber(random, 1, 12) };
      const answer = alignNative(a, b, most);
      if (answer.ok) {
        expectWithin(total({ counts: answer.value.reference }), inBuckets(a), 1e-12, 1e-12);
        expectWithin(total({ counts: answer.value.current }), inBuckets(b), 1e-12, 1e-12);
        expect(answer.value.estimated).toBe(false);
      } else {
        expect(inBuckets(a) + inBuckets(b)).toBe(0);
      }
    }
  });

  test('asked for few buckets, the schema gets coarser until they are, and it is said', () => {
    const many = exponential({ schema: 8, positive: Array.from({ length: 1000 }, (_, i) => [i, 1] as const) });
    const answer = alignNative(many, many, { mostBuckets: 20 });
    expect(valueOf(answer).reference.filter((count) => count > 0).length).toBeLessThanOrEqual(20);
    expect(repairKinds(answer)).toEqual(['native_schema_reduced']);
  });

  test('infinite observations lie in the outer bins, and no bound is infinite', () => {
    const odd = exponential({ positive: [[1, 3], [1025, 2]], negative: [[1025, 4]] }); // prettier-ignore
    const pair = valueOf(alignNative(odd, odd));
    expect(pair.reference).toEqual([4, 3, 2]);
    expect(pair.bins.map((bin) => bin.upper)).toEqual([1, 2, Infinity]);
  });

  test('a feature of which every observation was NaN has no bucket to compare', () => {
    expect(reasonOf(alignNative(exponential({ count: 5 }), exponential({ count: 3 })))).toBe('no_buckets');
  });
});

describe('alignNative, exponential against bounds', () => {
  const native = exponential({ schema: 1, positive: [[1, 2], [2, 4], [3, 8], [4, 16], [5, 32]] }); // prettier-ignore

  test('where all bounds are the schema s own, it is exact on them', () => {
    const answer = alignNative(classic([1, 2, 4], [1, 2, 3, 4]), native);
    expect([valueOf(answer).current, valueOf(answer).estimated]).toEqual([[0, 6, 24, 32], false]);
    expect(repairsOf(answer)).toEqual([]);
  });

  test('where three are, it is exact on those, and it is said', () => {
    const answer = alignNative(native, classic([1, 1.7, 2, 3, 4], [1, 2, 3, 4, 5, 6]));
    expect([valueOf(answer).reference, valueOf(answer).current]).toEqual([[0, 6, 24, 32], [1, 5, 9, 6]]); // prettier-ignore
    expect(valueOf(answer).estimated).toBe(false);
    expect(repairsOf(answer)).toEqual([{ kind: 'native_on_shared_bounds', shared: 3, bounds: 5 }]);
  });

  test('where fewer are, it is interpolated in logarithms, marked, and the most it may be off is said', () => {
    const half = 2 ** 0.25;
    const answer = alignNative(classic([half, 3], [5, 5, 5]), native);
    expect(valueOf(answer).estimated).toBe(true);
    // The first bound halves the logarithm of bucket (1, 1.41], the second splits bucket (2.83, 4].
    const split = Math.log(3 / 2 ** 1.5) / Math.log(2 ** 0.5);
    [1, 13 + 16 * split, 32 + 16 * (1 - split)].forEach((count, i) =>
      expectWithin(valueOf(answer).current[i], count, 1e-14)
    );
    const [repair] = repairsOf(answer);
    expect(repair).toMatchObject({ kind: 'interpolated_native', shared: 0, bounds: 2 });
    expectWithin(repair?.kind === 'interpolated_native' ? repair.error : NaN, (16 * (1 - split)) / 62, 1e-14);
  });

  test('a bound of a stored profile inside the zero bucket is no shared one', () => {
    const zero = exponential({ zeroThreshold: 0.5, zeroCount: 10, negative: [[1, 3]], positive: [[1, 3]] });
    const answer = alignNative(classic([0], [1, 1]), zero);
    expect(valueOf(answer).current).toEqual([8, 8]);
    expect(valueOf(answer).estimated).toBe(true);
    // Without negative values, nothing lies below 0.
    const positive = alignNative(classic([0, 1], [1, 1, 1]), { ...zero, negative: [], count: 13 });
    expect([valueOf(positive).current, valueOf(positive).estimated]).toEqual([[0, 10, 3], false]);
  });

  test('a side without bounds gives no answer', () => {
    expect(reasonOf(alignNative(native, classic([], [3])))).toBe('too_few_bins');
  });
});

describe('alignNative, bounds against bounds', () => {
  test('custom bounds against classic buckets meet on the bounds they share', () => {
    const custom: NativeHistogram = { kind: 'custom', bounds: [1, 2, 3, 4], counts: [1, 1, 1, 1, 1], count: 7 };
    const answer = alignNative(custom, classic([1, 2, 4], [5, 6, 7, 8]));
    expect([valueOf(answer).reference, valueOf(answer).current]).toEqual([[1, 1, 2, 1], [5, 6, 7, 8]]); // prettier-ignore
    expect(repairKinds(answer)).toEqual(['nan_observations', 'aligned_on_shared_bounds']);
  });

  test('bounds that only populated buckets showed do not hide the others: empty buckets are exact anywhere', () => {
    const sparse = (bounds: number[], counts: number[]): NativeHistogram => ({
      kind: 'custom',
      bounds,
      counts,
      count: counts.reduce((all, count) => all + count, 0),
      sparse: true,
    });
    // Both of the layout 1, 2, 3, 5; each shows what it fills.
    const answer = alignNative(sparse([1, 2, 5], [0, 4, 0, 6]), sparse([2, 3], [0, 7, 0]));
    const pair = valueOf(answer);
    expect(pair.bins.map((bin) => bin.upper)).toEqual([1, 2, 3, 5, Infinity]);
    expect([pair.reference, pair.current]).toEqual([[0, 4, 0, 0, 6], [0, 0, 7, 0, 0]]); // prettier-ignore
    expect(pair.estimated).toBe(false);
  });
});

describe('rebinNative', () => {
  test('200 native histograms on edges of any place: what mpmath gives, with the same error bound', () => {
    for (const { first, onto } of nativeFixture.pairs) {
      const answer = rebinNative(first, onto.edges);
      const all = inBuckets(first);
      onto.counts.forEach((count, i) => expectWithin(valueOf(answer).counts[i], count, 1e-9, 1e-9 * all));
      const said = repairsOf(answer).find((repair) => repair.kind === 'interpolated_native');
      expectWithin(said?.kind === 'interpolated_native' ? said.error : 0, onto.error, 1e-9);
    }
  });

  test('the shares below the edges are never further off than is said', () => {
    // Every third case has values right on bounds, where negative buckets are closed at the other end.
    nativeFixture.pairs.forEach(({ first, onto }, k) => {
      const all = inBuckets(first);
      if (k % 3 === 2 || all === 0) {
        return;
      }
      let below = 0;
      onto.edges.forEach((_, i) => {
        below += valueOf(rebinNative(first, onto.edges)).counts[i] as number;
        expect(Math.abs(below - (onto.truth[i] as number)) / all).toBeLessThanOrEqual(onto.error + 1e-12);
      });
    });
  });
});

describe('fromNativeHistogram', () => {
  test('the zero bucket stands between the negative and the positive buckets', () => {
    const answer = fromNativeHistogram(
      exponential({ zeroThreshold: 0.25, zeroCount: 5, negative: [[0, 2], [1, 3]], positive: [[0, 7]], count: 18 }) // prettier-ignore
    );
    expect(valueOf(answer)).toEqual({
      kind: 'numeric',
      edges: [-2, -1, -0.5, -0.25, 0.25, 0.5, 1],
      counts: [0, 3, 2, 0, 5, 0, 7, 0],
      missing: 1,
    });
    expect(repairKinds(answer)).toEqual(['nan_observations']);
  });

  test('a zero bucket of no width is a bin that ends at 0', () => {
    expect(valueOf(fromNativeHistogram(exponential({ zeroCount: 5, positive: [[1, 2]] })))).toMatchObject({
      edges: [0, 1, 2],
      counts: [5, 0, 2, 0],
    });
  });

  test('custom bounds are edges as they are', () => {
    const answer = fromNativeHistogram({ kind: 'custom', bounds: [1, 2], counts: [1, 2, 3], count: 6 });
    expect(valueOf(answer)).toEqual({ kind: 'numeric', edges: [1, 2], counts: [1, 2, 3], missing: 0 });
    expect(reasonOf(fromNativeHistogram({ kind: 'custom', bounds: [], counts: [3], count: 3 }))).toBe('too_few_bins');
  });

  test('on two histograms of one layout, scores are those of the same counts in classic buckets', () => {
    const [a, b] = [exponential({ positive: [[1, 5], [2, 7], [3, 9]] }), exponential({ positive: [[1, 9], [2, 2], [3, 4]] })]; // prettier-ignore
    const direct = valueOf(alignNative(a, b));
    const asClassic = valueOf(alignNative(classic([1, 2, 4, 8], [0, 5, 7, 9, 0]), classic([1, 2, 4, 8], [0, 9, 2, 4, 0]))); // prettier-ignore
    for (const id of ['psi', 'ks', 'wasserstein', 'chi_square'] as const) {
      expect(scores[id].compute(direct)).toEqual(scores[id].compute(asClassic));
    }
  });
});

test('whatever stands in a native histogram, the answer is finite or a reason with a sentence', () => {
  const random = seeded(23);
  const any = (): number => HOSTILE_NUMBERS[wholeNumber(random, 0, HOSTILE_NUMBERS.length - 1)] as number;
  const odd = (): NativeHistogram =>
    random() < 0.8
      ? {
          kind: 'exponential',
          schema: wholeNumber(random, -5, 9),
          zeroThreshold: random() < 0.5 ? 0 : any(),
          zeroCount: any(),
          positive: [[wholeNumber(random, -1100, 1100), any()], [wholeNumber(random, -3, 3), any()]], // prettier-ignore
          negative: random() < 0.5 ? [] : [[wholeNumber(random, -1100, 1100), any()]],
          count: any(),
        }
      : { kind: 'custom', bounds: [any(), any()], counts: [any(), any(), any()], count: any() };
  for (let k = 0; k < 3000; k++) {
    const [a, b] = [odd(), random() < 0.5 ? odd() : classic([any()], [any(), any()])];
    const answer = alignNative(a, b);
    if (!answer.ok) {
      expectHonest(answer);
      continue;
    }
    const { reference, current, missing } = answer.value;
    expectHonest({ ok: true, value: { reference, current, missing } });
    expect([...reference, ...current].every((count) => count >= 0)).toBe(true);
    for (const { compute } of Object.values(scores)) {
      expectHonest(compute(answer.value));
    }
    expectHonest(fromNativeHistogram(a));
  }
});
