import { answered } from '../answer';
import type { Histogram } from '../distribution/histogram';
import { reasonOf, repairKinds, valueOf } from '../testing/pairs';
import { seeded } from '../testing/random';
import { expectHonest, expectWithin, HOSTILE_NUMBERS } from '../testing/within';
import { splitPair, type SplitPair } from './splitPair';

function numeric(edges: readonly number[], counts: readonly number[]): Histogram {
  return { kind: 'numeric', edges, counts };
}

function categories(counts: Readonly<Record<string, number>>): Histogram {
  return { kind: 'categorical', categories: Object.keys(counts), counts: Object.values(counts) };
}

function expectWhole({ pair, parts }: SplitPair, split: boolean): void {
  pair.bins.forEach((_, i) => {
    const sum = (side: 'current' | 'reference'): number => parts.reduce((all, part) => all + (part[side]?.[i] ?? 0), 0);
    expectWithin(sum('current'), pair.current[i] as number, 1e-12, 1e-12);
    if (split) {
      expectWithin(sum('reference'), pair.reference[i] as number, 1e-12, 1e-12);
    }
  });
}

describe('splitPair', () => {
  test('parts add up to the pair, and keep their names', () => {
    const found = valueOf(
      splitPair([
        { segment: 'DE', version: '7', current: numeric([10], [3, 1]), reference: numeric([10], [2, 2]) },
        { segment: 'FR', current: numeric([10], [1, 3]), reference: numeric([10], [5, 0]) },
      ])
    );
    expect(found.pair.reference).toEqual([7, 2]);
    expect(found.pair.current).toEqual([4, 4]);
    expect(found.parts).toEqual([
      { segment: 'DE', version: '7', current: [3, 1], reference: [2, 2] },
      { segment: 'FR', current: [1, 3], reference: [5, 0] },
    ]);
  });

  test('a reference that is one whole is not split', () => {
    const found = valueOf(splitPair([{ segment: 'DE', current: numeric([10], [3, 1]) }], numeric([10], [50, 50])));
    expect(found.pair.reference).toEqual([50, 50]);
    expect(found.parts).toEqual([{ segment: 'DE', current: [3, 1] }]);
  });

  test('a part that is new has no reference, one that vanished no current counts', () => {
    const found = valueOf(
      splitPair([
        { segment: 'new', current: numeric([10], [3, 1]) },
        { segment: 'gone', reference: numeric([10], [2, 2]) },
      ])
    );
    expect(found.parts).toEqual([
      { segment: 'new', current: [3, 1], reference: [0, 0] },
      { segment: 'gone', current: [0, 0], reference: [2, 2] },
    ]);
  });

  test('categories that the reference never saw are in one bin, for the parts as for the whole', () => {
    const answer = splitPair(
      [
        { segment: 'a', current: categories({ DE: 1, XX: 2 }) },
        { segment: 'b', current: categories({ YY: 4, FR: 8 }) },
      ],
      categories({ DE: 5, FR: 5 })
    );
    expect(valueOf(answer).parts.map(({ current }) => current)).toEqual([
      [1, 0, 2],
      [0, 8, 4],
    ]);
    expect(repairKinds(answer)).toEqual(['unseen_categories_folded']);
  });

  test('other bounds by part, or too few shared, add up all the same', () => {
    const random = seeded(56);
    const counts = (size: number): number[] => Array.from({ length: size }, () => Math.floor(random() * 50));
    for (let k = 0; k < 1_000; k++) {
      const answer = splitPair(
        [
          { segment: 'a', current: numeric([1, 2, 3, 4], counts(5)) },
          { segment: 'b', current: numeric([1, 2.5, 3, 4, 9], counts(6)) },
        ],
        k % 2 ? numeric([0.5, 1, 3, 4, 7], counts(6)) : numeric([0.7, 2.2, 8], counts(4))
      );
      expectWhole(valueOf(answer), false);
      expect(repairKinds(answer)).toContain(k % 2 ? 'aligned_on_shared_bounds' : 'interpolated');
    }
  });

  test('counts below zero are taken as zero in their part, and said', () => {
    const answer = splitPair([
      { segment: 'a', current: numeric([1], [-3, 4]), reference: numeric([1], [1, 1]) },
      { segment: 'b', current: numeric([1], [5, 5]) },
    ]);
    expect(valueOf(answer).pair.current).toEqual([5, 9]);
    expectWhole(valueOf(answer), true);
    expect(repairKinds(answer)).toContain('negative_counts_clipped');
  });

  test('says why there is no answer', () => {
    expect(reasonOf(splitPair([]))).toBe('no_buckets');
    expect(reasonOf(splitPair([{ segment: 'a' }], numeric([1], [1, 1])))).toBe('empty_current');
    expect(reasonOf(splitPair([{ segment: 'a', current: numeric([1], [1, 1]) }]))).toBe('empty_reference');
    expect(reasonOf(splitPair([{ current: numeric([1], [1, 1]) }], categories({ DE: 1 })))).toBe('kind_mismatch');
    expect(
      reasonOf(
        splitPair([{ current: numeric([1], [1, 1]) }, { current: numeric([2], [1, 1]) }], numeric([1, 2], [1, 1, 1]))
      )
    ).toBe('no_shared_bounds');
    for (const hostile of HOSTILE_NUMBERS) {
      const answer = splitPair([{ current: numeric([1], [hostile, 1]), reference: numeric([hostile], [1, 2]) }]);
      // The bounds of the outer bins are infinite, and may be.
      expectHonest(answer.ok ? answered({ parts: answer.value.parts, current: answer.value.pair.current }) : answer);
    }
  });
});
