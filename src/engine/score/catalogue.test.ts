import { type AlignedPair } from '../distribution/pair';
import { categoricalPair, numericPair, pair, rawPair, valueOf } from '../testing/pairs';
import { multinomial, seeded, wholeNumber } from '../testing/random';
import { scores } from './catalogue';
import { SCORE_IDS, type ScoreDefinition, type ScoreId, type ScoreValue } from './definition';
import { type Smoothing } from './smoothing';

const definitions: ScoreDefinition[] = SCORE_IDS.map((id) => scores[id]);
/** They grow with the data by their nature. */
const COUNTS_MATTER: ScoreId[] = [
  'chi_square',
  'g_test',
  'cramers_v',
  'cramer_von_mises',
  'anderson_darling',
  'cardinality',
];
const SYMMETRIC: ScoreId[] = [
  'psi',
  'js',
  'hellinger',
  'total_variation',
  'l_infinity',
  'ks',
  'chi_square',
  'symmetric_kl',
  'overlap',
  'g_test',
  'cramers_v',
  'cramer_von_mises',
  'anderson_darling',
  'missing_rate',
];
/** What a side with itself gives, where that is not 0: overlap is whole, and what is out of range stays so. */
const OF_ITSELF: Partial<Record<ScoreId, number | null>> = { overlap: 1, out_of_range: null };
const RANGE = [1.5, 4] as const;

function counted(sides: AlignedPair, reference = 0, current = 0): AlignedPair {
  return { ...sides, missing: { reference, current } };
}

function randomPair(random: () => number): AlignedPair {
  const size = wholeNumber(random, 2, 15);
  const weights = Array.from({ length: size }, () => random() + 0.02);
  const moved = weights.map((weight) => weight * (0.5 + random()));
  const draw = (of: number[]): number[] => multinomial(random, wholeNumber(random, 30, 400), of);
  const sides = random() < 0.5 ? pair(draw(weights), draw(moved)) : categoricalPair(draw(weights), draw(moved));
  return counted(sides, wholeNumber(random, 0, 20), wholeNumber(random, 0, 20));
}

/** As `expect`, at a hundredth of its cost: it is asked for millions of times. */
function claim(holds: boolean, sides: AlignedPair): void {
  if (!holds) {
    throw new Error(`does not hold for ${JSON.stringify(sides)}`);
  }
}

const drawn = new Map<number, AlignedPair[]>();

/** Thousands of pairs, drawn once for all scores. */
function pairs(seed: number, count = 2000): AlignedPair[] {
  const random = seeded(seed);
  const list = drawn.get(seed) ?? Array.from({ length: count }, () => randomPair(random));
  drawn.set(seed, list);
  return list;
}

function scaled(sides: AlignedPair, by: number): AlignedPair {
  const times = (counts: readonly number[]): number[] => counts.map((count) => count * by);
  const missing = { reference: (sides.missing?.reference ?? 0) * by, current: (sides.missing?.current ?? 0) * by };
  return { ...sides, reference: times(sides.reference), current: times(sides.current), missing };
}

function numbersOf(score: ScoreValue): number[] {
  return [score.value, score.lower, score.upper, score.pValue, score.degreesOfFreedom, score.signed].filter(
    (one) => one !== undefined
  );
}

test('the catalogue has every id once, each definition under its own, in the order of the ids', () => {
  expect(Object.keys(scores)).toEqual([...SCORE_IDS]);
  expect(definitions.map((definition) => definition.id)).toEqual([...SCORE_IDS]);
});

describe.each(definitions.map((definition) => [definition.id, definition] as const))('%s', (id, definition) => {
  const of = (sides: AlignedPair): ScoreValue | null => {
    const answer = definition.compute(sides, { range: RANGE });
    return answer.ok ? answer.value : null;
  };

  test('says what it is in words, and thresholds only with their source', () => {
    expect(definition.label).not.toBe('');
    expect(definition.explanation).toMatch(/^[A-Z].*\.$/);
    expect(definition.formula).not.toBe('');
    expect(definition.citation).not.toBe('');
    expect(definition.notWhen).toMatch(/^Not .*\.$/);
    if (definition.thresholds !== null) {
      expect(definition.thresholds.source).not.toBe('');
      expect(definition.thresholds.warning).toBeLessThanOrEqual(definition.thresholds.drift);
    }
  });

  test('answers for the kinds it names, and for no other', () => {
    for (const sides of [pair([30, 40, 30], [40, 30, 30]), categoricalPair([30, 40, 30], [40, 30, 30])]) {
      expect(definition.compute(counted(sides), { range: RANGE }).ok).toBe(definition.kinds.includes(sides.kind));
    }
  });

  test('of a side with itself shows no change at all, with a p-value of 1', () => {
    for (const sides of pairs(1)) {
      const { kind, bins, reference } = sides;
      const self = counted({ kind, bins, reference, current: reference, estimated: false } as AlignedPair, 3, 3);
      const score = of(self);
      if (score !== null) {
        const expected = OF_ITSELF[id] === undefined ? 0 : OF_ITSELF[id];
        if (expected !== null) {
          claim(score.value === expected, sides);
          claim((score.lower ?? 0) === 0, sides);
        }
        claim((score.signed ?? 0) === 0, sides);
        claim((score.pValue ?? 1) === 1, sides);
      }
    }
  });

  test('stays within its range, between its bounds, and finite', () => {
    for (const sides of pairs(2)) {
      const score = of(sides);
      if (score !== null) {
        claim(numbersOf(score).every(Number.isFinite), sides);
        claim(score.value >= definition.range.min, sides);
        claim(score.value <= (definition.range.max ?? Infinity), sides);
        claim((score.lower ?? 0) <= score.value, sides);
        claim((score.upper ?? Infinity) >= score.value, sides);
      }
    }
  });

  test('more of the same data moves p-values, and no distance', () => {
    for (const sides of pairs(3)) {
      // Not a power of two, so that rounding is not the same; no empty bins, for smoothing depends on the counts.
      const full = {
        ...sides,
        reference: sides.reference.map((c) => c + 40),
        current: sides.current.map((c) => c + 40),
      };
      const once = of(full);
      const thrice = of(scaled(full, 3));
      if (once !== null && thrice !== null) {
        if (!COUNTS_MATTER.includes(id)) {
          claim(Math.abs(thrice.value - once.value) < 1e-10, sides);
        }
        // Where chance explains all of it, a p-value of few values may be above or below that of many.
        if (once.pValue !== undefined && once.pValue < 0.1 && once.value > 0) {
          claim((thrice.pValue as number) <= once.pValue + 1e-9, sides);
        }
      }
    }
  });

  test(SYMMETRIC.includes(id) ? 'is symmetric' : 'is not symmetric', () => {
    const differences = pairs(4).map((sides) => {
      const missing = { reference: sides.missing?.current ?? 0, current: sides.missing?.reference ?? 0 };
      const turned = { ...sides, reference: sides.current, current: sides.reference, missing };
      const [one, other] = [of(sides), of(turned)];
      return one === null || other === null ? 0 : Math.abs(one.value - other.value);
    });
    const largest = Math.max(...differences);
    if (SYMMETRIC.includes(id)) {
      expect(largest).toBeLessThan(1e-9);
    } else {
      expect(largest).toBeGreaterThan(1e-3);
    }
  });

  test('hostile inputs are answered with a finite number or a reason, never with an exception', () => {
    const extremes = [0, -0, 1e-320, 1e-12, 1, 3.7, 1e15, 1e300, 1e308, Infinity, -Infinity, -5, NaN];
    const smoothings: Smoothing[] = [
      { kind: 'jeffreys', when: 'empty' },
      { kind: 'jeffreys', when: 'always' },
      { kind: 'floor', floor: 1e-10 },
      { kind: 'none' },
    ];
    const sides: AlignedPair[] = [
      pair([1], [1]),
      pair([0, 0], [0, 0]),
      categoricalPair([], []),
      categoricalPair([1], [0]),
    ];
    for (const a of extremes) {
      for (const b of extremes) {
        sides.push(rawPair([a, 1, 0], [1, b, 0]), rawPair([a, b, a], [b, a, 1]), rawPair([a, a], [b, b]));
      }
    }
    sides.push(numericPair([-1.7e308, 0, 1.7e308], [1, 2, 3, 4], [4, 3, 2, 1]));
    sides.push(numericPair([-5e-324, 0, 5e-324], [1, 2, 3, 4], [4, 3, 2, 1]));
    for (const [a, b] of [
      [0, 0],
      [NaN, 1],
      [1e308, 1e308],
      [5, Infinity],
      [1e15, 3],
    ] as const) {
      // prettier-ignore
      sides.push(counted(pair([1, 2], [0, 0]), a, b), counted(pair([1e15, 2], [1e300, 0]), b, a));
    }
    for (const one of sides) {
      for (const smoothing of smoothings) {
        for (const fixedReference of [false, true]) {
          const answer = definition.compute(one, { smoothing, fixedReference, range: RANGE });
          if (answer.ok) {
            expect(numbersOf(answer.value).every(Number.isFinite)).toBe(true);
          } else {
            expect(answer.detail).not.toBe('');
          }
        }
      }
    }
  });

  test('the smallest value that shows falls with the data', () => {
    const at = (size: number): number =>
      definition.smallestDetectable?.({ reference: size, current: size, bins: 10 }, 0.05) ?? 1 / size;
    expect(at(400)).toBeLessThan(at(100));
    expect(at(100)).toBeGreaterThan(0);
  });
});

test('for small changes the scores are the multiples of PSI that their detectable values rest on', () => {
  const sides = pair([1e6, 2e6, 3e6], [1.001e6, 1.998e6, 3.001e6]);
  const psi = valueOf(scores.psi.compute(sides)).value;
  expect(valueOf(scores.kl.compute(sides)).value / (psi / 2)).toBeCloseTo(1, 3);
  expect(valueOf(scores.js.compute(sides)).value / Math.sqrt(psi / (8 * Math.LN2))).toBeCloseTo(1, 3);
  expect(valueOf(scores.hellinger.compute(sides)).value / Math.sqrt(psi / 8)).toBeCloseTo(1, 3);
});
