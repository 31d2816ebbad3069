import { answered, noAnswer, type Answer } from '../answer';
import type { Histogram } from '../distribution/histogram';
import { psi } from '../score/psi';
import { pair, rawPair, reasonOf, valueOf } from '../testing/pairs';
import { peerTable } from '../testing/peerTable';
import { seeded, wholeNumber } from '../testing/random';
import { expectHonest, expectWithin, HOSTILE_NUMBERS } from '../testing/within';
import { causesBy, decompose, type Decomposition, type DecomposedItem } from './decompose';
import { splitPair, type PartHistograms } from './splitPair';

interface Case {
  split: boolean;
  features: Array<{ importance: number; current: number[][][]; reference: number[][][]; values: number[][][] }>;
  value: number;
}

const { decompositions } = peerTable('dataset/dataset.json') as { decompositions: Case[] };

function histogram(counts: readonly number[]): Histogram {
  return { kind: 'numeric', edges: counts.slice(1).map((_, i) => i + 1), counts };
}

/** A feature split by segment and version, from counts[segment][version][bin]. */
function item(
  key: string,
  current: readonly number[][][],
  reference: readonly number[][][],
  split = true,
  importance?: number
): DecomposedItem {
  const parts: PartHistograms[] = current.flatMap((versions, s) =>
    versions.map((counts, v) => ({
      segment: `s${s}`,
      version: `v${v}`,
      current: histogram(counts),
      ...(split ? { reference: histogram(reference[s]?.[v] as number[]) } : {}),
    }))
  );
  const whole = (reference[0]?.[0] as number[]).map((_, b) =>
    reference.flat().reduce((all, counts) => all + (counts[b] as number), 0)
  );
  const both = splitPair(parts, split ? undefined : histogram(whole));
  return {
    key,
    pair: both.ok ? answered(both.value.pair) : both,
    ...(both.ok ? { parts: both.value.parts } : {}),
    ...(importance === undefined ? {} : { importance }),
  };
}

/** Honest but for the outer bins, whose bounds are infinite. */
function expectHonestParts(answer: Answer<Decomposition<unknown>>): void {
  expectHonest(
    answer.ok
      ? answered({
          ...answer.value,
          features: answer.value.features.map(({ bins, ...rest }) => ({
            ...rest,
            bins: bins.map(({ bin, ...part }) => ({ ...part, label: bin.label })),
          })),
        })
      : answer
  );
}

/** Every level is the sum of the one below, to the last bit. */
function expectExact(whole: Decomposition<unknown>): void {
  const sum = (values: ReadonlyArray<{ readonly value: number }>): number =>
    values.reduce((all, { value }) => all + value, 0);
  expect(sum(whole.features)).toBe(whole.value);
  for (const feature of whole.features) {
    expect(sum(feature.bins)).toBe(feature.value);
    for (const bin of feature.bins.filter(({ segments }) => segments.length > 0)) {
      expect(sum(bin.segments)).toBe(bin.value);
      bin.segments.forEach((segment) => expect(sum(segment.versions)).toBe(segment.value));
    }
  }
}

function randomModel(random: () => number, split: boolean): DecomposedItem[] {
  const size = (most: number): number => wholeNumber(random, 1, most);
  return Array.from({ length: size(4) }, (_, f) => {
    const [segments, versions, bins] = [size(4), size(3), 1 + size(6)];
    const draw = (): number[][][] =>
      Array.from({ length: segments }, () =>
        Array.from({ length: versions }, () => Array.from({ length: bins }, () => Math.floor(random() * 30)))
      );
    return item(`f${f}`, draw(), draw(), split, random());
  });
}

describe('decompose', () => {
  test('worked by hand: the segment whose traffic moved has the drift, and the one that stayed has none', () => {
    // DE moved from 25:25 to 50:0, FR stayed at 25:25.
    const found = valueOf(decompose([item('amount', [[[50, 0]], [[25, 25]]], [[[25, 25]], [[25, 25]]])]));
    const whole = 0.25 * Math.log(1.5) - 0.25 * Math.log(0.5);
    expectWithin(found.value, whole, 1e-15);
    const causes = causesBy(found, 'segment');
    expect(causes.map(({ name }) => name)).toEqual(['s0', 's1']);
    expectWithin(causes[0]?.share, 1, 1e-15);
    expect(causes[1]?.value).toBe(0);
  });

  test('worked by hand: a segment that only grew drifts by mix alone, and one that moved back counts against', () => {
    const grown = valueOf(decompose([item('x', [[[30, 10]], [[10, 30]]], [[[15, 5]], [[15, 45]]])]));
    const leaves = grown.features.flatMap(({ bins }) => bins.flatMap(({ segments }) => segments));
    leaves.forEach(({ within, value, mix }) => {
      expect(Math.abs(within)).toBeLessThan(1e-16);
      expectWithin(mix, value, 1e-12);
    });
    const against = valueOf(decompose([item('x', [[[45, 5]], [[20, 30]]], [[[25, 25]], [[25, 25]]])]));
    expect(causesBy(against, 'segment').map(({ name, value }) => [name, value > 0])).toEqual([
      ['s0', true],
      ['s1', false],
    ]);
  });

  test('is additive to the last bit: feature -> bin -> segment -> version, on 1,000 random models', () => {
    const random = seeded(54);
    for (let k = 0; k < 1_000; k++) {
      const items = randomModel(random, k % 2 === 0);
      const answer = decompose(items);
      if (!answer.ok) {
        expect(items.every(({ pair: sides }) => !sides.ok || !psi(sides.value).ok)).toBe(true);
        continue;
      }
      const whole = answer.value;
      expectExact(whole);
      expectHonestParts(answer);
      whole.features.forEach((feature) => {
        const own = items.find(({ key }) => key === feature.key)?.pair as Answer<ReturnType<typeof pair>>;
        expect(feature.psi).toBe(valueOf(psi(valueOf(own))).value);
        expectWithin(feature.value, feature.weight * feature.psi, 1e-9, 1e-15);
        feature.bins.forEach(({ value }) => expect(value).toBeGreaterThanOrEqual(-1e-15));
      });
      for (const level of ['segment', 'version'] as const) {
        const causes = causesBy(whole, level);
        expectWithin(
          causes.reduce((all, { value }) => all + value, 0),
          whole.value,
          1e-9,
          1e-15
        );
      }
    }
  });

  test.each(decompositions.map((one, i) => [i, one] as const))('NumPy, case %i: every leaf', (_, one) => {
    const items = one.features.map(({ current, reference, importance }, i) =>
      item(`f${i}`, current, reference, one.split, importance)
    );
    const found = valueOf(decompose(items));
    expectWithin(found.value, one.value, 1e-9, 1e-15);
    found.features.forEach((feature, f) => {
      feature.bins.forEach(({ segments }, b) => {
        segments.forEach(({ segment, versions }, s) => {
          expect(segment).toBe(`s${s}`);
          versions.forEach(({ value, within, mix }, v) => {
            expectWithin(value, one.features[f]?.values[s]?.[v]?.[b] as number, 1e-9, 1e-15);
            expect(within + mix).toBe(value);
          });
        });
      });
    });
  });

  test('without parts a bin is its term of PSI, and features weigh by importance', () => {
    const sides = pair([50, 30, 20], [20, 30, 50]);
    const found = valueOf(
      decompose([
        { key: 'a', pair: answered(sides), importance: 3 },
        { key: 'b', pair: answered(pair([1, 1], [5, 5])), importance: 1 },
      ])
    );
    expectExact(found);
    expectWithin(found.value, 0.75 * valueOf(psi(sides)).value, 1e-15);
    expect(found.features.map(({ share }) => share)).toEqual([1, 0]);
    expect(found.features[0]?.bins.map(({ segments }) => segments.length)).toEqual([0, 0, 0]);
    expectWithin(found.noiseFloor, 0.75 * 2 * (1 / 100 + 1 / 100) + 0.25 * (1 / 2 + 1 / 10), 1e-15);
  });

  test('a reference that is one whole expects it of each part: two parts alike share the drift by size', () => {
    const found = valueOf(decompose([item('x', [[[30, 10]], [[60, 20]]], [[[50, 50]], [[25, 25]]], false)]));
    const causes = causesBy(found, 'segment');
    expectWithin(causes[0]?.share, 2 / 3, 1e-12);
    expectWithin(causes[1]?.share, 1 / 3, 1e-12);
  });

  test('what no part accounts for is told, and still adds up', () => {
    const found = valueOf(
      decompose([{ key: 'x', pair: answered(pair([50, 50], [80, 20])), parts: [{ segment: 'DE', current: [40, 10] }] }])
    );
    expectExact(found);
    const causes = causesBy(found, 'segment');
    expect(causes.map(({ name }) => name).sort()).toEqual(['DE', null]);
    causes.forEach(({ share }) => expectWithin(share, 0.5, 1e-12));
  });

  test('a feature without an answer takes no part, and is named with its reason', () => {
    const silent = noAnswer('no_inf_bucket', 'Ask for all buckets.');
    const found = valueOf(
      decompose([
        { key: 'a', pair: silent, importance: 9 },
        { key: 'b', pair: answered(pair([10, 20], [20, 10])), importance: 1 },
      ])
    );
    expect(found.unanswered).toEqual([{ key: 'a', answer: silent }]);
    expect(found.features.map(({ key, weight }) => [key, weight])).toEqual([['b', 1]]);
    expect(decompose([{ key: 'a', pair: silent }])).toBe(silent);
    expect(reasonOf(decompose([]))).toBe('no_features');
    expect(reasonOf(decompose([{ key: 'a', pair: answered(pair([1, 2], [2, 1])), importance: -1 }]))).toBe(
      'invalid_weight'
    );
  });

  test('smoothing is that of PSI, and said; switched off, an empty bin has no finite answer', () => {
    const sides = pair([10, 0], [5, 5]);
    const found = valueOf(decompose([{ key: 'a', pair: answered(sides) }]));
    expect(found.features[0]?.psi).toBe(valueOf(psi(sides)).value);
    expect(found.features[0]?.repairs.map(({ kind }) => kind)).toEqual(['smoothed']);
    expect(reasonOf(decompose([{ key: 'a', pair: answered(sides) }], { smoothing: { kind: 'none' } }))).toBe(
      'infinite'
    );
  });

  test('hostile counts, of the whole or of a part, never give NaN', () => {
    const random = seeded(55);
    const draw = (): number => HOSTILE_NUMBERS[Math.floor(random() * HOSTILE_NUMBERS.length)] as number;
    for (let k = 0; k < 2_000; k++) {
      const sides = k % 2 ? rawPair([draw(), draw()], [draw(), draw()]) : pair([5, 5], [1, 9]);
      const answer = decompose([
        {
          key: 'a',
          pair: answered(sides),
          parts: [{ segment: 'x', current: [draw(), draw()], reference: [draw(), 1] }],
        },
        { key: 'b', pair: answered(pair([1, 2], [2, 1])) },
      ]);
      expectHonestParts(answer);
      // A feature that fails does not fail its neighbour.
      expect(valueOf(answer).features.map(({ key }) => key)).toContain('b');
    }
  });

  test('a part with other bins than the whole is a programmer’s error', () => {
    expect(() => decompose([{ key: 'a', pair: answered(pair([1, 2], [2, 1])), parts: [{ current: [1] }] }])).toThrow(
      RangeError
    );
  });
});
