import { reasonOf, repairKinds, repairsOf, valueOf } from '../testing/pairs';
import { seeded, wholeNumber } from '../testing/random';
import { align } from './align';
import { fromSamples } from './fromSamples';
import { total, type CategoricalHistogram, type NumericHistogram } from './histogram';

const numeric = (edges: number[], counts: number[]): NumericHistogram => ({ kind: 'numeric', edges, counts });
const categorical = (counts: Record<string, number>): CategoricalHistogram => ({
  kind: 'categorical',
  categories: Object.keys(counts),
  counts: Object.values(counts),
});

describe('align, numeric', () => {
  test('same bounds stay as they are', () => {
    const answer = align(numeric([1, 2], [1, 2, 3]), numeric([1, 2], [4, 5, 6]));
    const pair = valueOf(answer);
    expect([pair.reference, pair.current, pair.estimated]).toEqual([[1, 2, 3], [4, 5, 6], false]);
    expect(pair.bins.map((bin) => bin.label)).toEqual(['≤ 1', '1 – 2', '> 2']);
    expect(repairsOf(answer)).toEqual([]);
  });

  test('other bounds are compared exactly on those they share, where three are', () => {
    const answer = align(numeric([1, 2, 3, 4], [1, 1, 1, 1, 1]), numeric([2, 3, 4, 5], [10, 10, 10, 10, 10]));
    const pair = valueOf(answer);
    expect([pair.reference, pair.current]).toEqual([[2, 1, 1, 1], [10, 10, 10, 20]]); // prettier-ignore
    expect(pair.estimated).toBe(false);
    expect(repairsOf(answer)).toEqual([{ kind: 'aligned_on_shared_bounds', shared: 3, reference: 4, current: 4 }]);
  });

  test('on shared bounds is exact: the same as counting both samples there', () => {
    const random = seeded(31);
    const all = Array.from({ length: 15 }, (_, i) => i * 2);
    for (let k = 0; k < 50; k++) {
      const draw = (): number[] => Array.from({ length: 100 }, () => wholeNumber(random, -3, 33));
      const pick = (): number[] => all.filter((edge) => edge === 4 || edge === 10 || edge === 20 || random() < 0.5);
      const [before, now, edges, other] = [draw(), draw(), pick(), pick()];
      const shared = edges.filter((edge) => other.includes(edge));
      const pair = valueOf(align(valueOf(fromSamples(before, edges)), valueOf(fromSamples(now, other))));
      expect(pair.reference).toEqual(valueOf(fromSamples(before, shared)).counts);
      expect(pair.current).toEqual(valueOf(fromSamples(now, shared)).counts);
    }
  });

  test('a current side that has all bounds of the reference is exact even where those are two', () => {
    const answer = align(numeric([10, 20], [1, 2, 3]), numeric([10, 15, 20], [4, 5, 6, 7]));
    expect(valueOf(answer).current).toEqual([4, 11, 7]);
    expect(valueOf(answer).estimated).toBe(false);
    expect(repairKinds(answer)).toEqual(['aligned_on_shared_bounds']);
  });

  test('fewer than three shared bounds: interpolated onto the reference, marked estimated, and said', () => {
    const answer = align(numeric([5, 10, 20], [1, 2, 3, 4]), numeric([10, 30], [10, 20, 0]));
    const pair = valueOf(answer);
    expect(pair.reference).toEqual([1, 2, 3, 4]);
    expect(pair.current).toEqual([5, 5, 10, 10]);
    expect(pair.estimated).toBe(true);
    expect(repairsOf(answer)).toEqual([{ kind: 'interpolated', shared: 1, bounds: 3 }]);
  });

  test('empty sides align', () => {
    expect(total({ counts: valueOf(align(numeric([1], [0, 0]), numeric([2], [0, 0]))).current })).toBe(0);
  });

  test('counts below zero are clipped and said; the histograms stay untouched', () => {
    const current = numeric([1], [-3, 5]);
    const answer = align(numeric([1], [1, 1]), current);
    expect(valueOf(answer).current).toEqual([0, 5]);
    expect(repairKinds(answer)).toEqual(['negative_counts_clipped']);
    expect(current.counts).toEqual([-3, 5]);
  });

  test.each([
    ['a side without bounds', numeric([1], [1, 1]), numeric([], [3]), 'too_few_bins'],
    ['NaN', numeric([1], [1, NaN]), numeric([1], [1, 1]), 'invalid_count'],
    ['infinity', numeric([1], [1, 1]), numeric([1], [1, Infinity]), 'invalid_count'],
    ['1e308 twice', numeric([1], [1e308, 1e308]), numeric([1], [1, 1]), 'invalid_count'],
    ['falling edges', numeric([2, 1], [1, 1, 1]), numeric([1], [1, 1]), 'invalid_edges'],
    ['too few counts', numeric([1, 2], [1, 1]), numeric([1], [1, 1]), 'invalid_edges'],
    ['another kind', numeric([1], [1, 1]), categorical({ a: 1 }), 'kind_mismatch'],
  ])('%s: no answer', (_, reference, current, reason) => {
    expect(reasonOf(align(reference, current))).toBe(reason);
  });
});

describe('align, categorical', () => {
  test('keeps the order of the reference; vanished categories stay with 0', () => {
    const pair = valueOf(align(categorical({ DE: 6, FR: 4, IN: 0 }), categorical({ FR: 7 })));
    expect(pair.bins.map((bin) => bin.category)).toEqual(['DE', 'FR', 'IN']);
    expect(pair.current).toEqual([0, 7, 0]);
  });

  test('categories never seen go to one bin that names them, the largest first, and it is said', () => {
    const answer = align(categorical({ DE: 6 }), categorical({ XX: 1, DE: 5, YY: 3, ZZ: 0 }));
    const pair = valueOf(answer);
    expect(pair.bins[1]).toEqual({
      label: '(unseen)',
      category: null,
      role: 'unseen',
      categories: [
        { category: 'YY', count: 3 },
        { category: 'XX', count: 1 },
      ],
    });
    expect([pair.reference, pair.current]).toEqual([[6, 0], [5, 4]]); // prettier-ignore
    expect(repairsOf(answer)).toEqual([{ kind: 'unseen_categories_folded', categories: 2, count: 4 }]);
  });

  test('nothing is lost: totals stay, whatever the categories', () => {
    const random = seeded(41);
    for (let k = 0; k < 100; k++) {
      const draw = (): CategoricalHistogram => {
        const names = [...'abcdefgh'].filter(() => random() < 0.5);
        return categorical(Object.fromEntries(names.map((name) => [name, wholeNumber(random, 0, 9)])));
      };
      const [reference, current] = [draw(), draw()];
      const pair = valueOf(align(reference, current));
      expect(total({ counts: pair.reference })).toBe(total(reference));
      expect(total({ counts: pair.current })).toBe(total(current));
    }
  });

  test('a category called "(unseen)" or "__proto__" is a category', () => {
    const strange: CategoricalHistogram = {
      kind: 'categorical',
      categories: ['(unseen)', '__proto__'],
      counts: [1, 2],
    };
    expect(valueOf(align(strange, strange)).bins.map((bin) => bin.role)).toEqual(['known', 'known']);
  });

  test('a category named twice is counted together', () => {
    const twice: CategoricalHistogram = { kind: 'categorical', categories: ['a', 'a'], counts: [1, 2] };
    expect(valueOf(align(twice, twice)).current).toEqual([3]);
  });

  test('missing values go along where both sides counted them, and never into a bin', () => {
    const side = (missing?: number): NumericHistogram => ({
      kind: 'numeric',
      edges: [1],
      counts: [3, 4],
      ...(missing === undefined ? {} : { missing }),
    });
    expect(valueOf(align(side(2), side(5)))).toMatchObject({ missing: { reference: 2, current: 5 }, current: [3, 4] });
    expect(valueOf(align(side(2), side(-1))).missing).toEqual({ reference: 2, current: 0 });
    expect(valueOf(align(side(2), side()))).not.toHaveProperty('missing');
    expect(reasonOf(align(side(2), side(NaN)))).toBe('invalid_count');
  });
});
