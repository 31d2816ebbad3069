import { seeded, wholeNumber } from '../testing/random';
import { expectHonest, HOSTILE_NUMBERS } from '../testing/within';
import { sampleScores } from './catalogue';
import { SAMPLE_SCORE_IDS, type SampleScoreDefinition } from './definition';
import type { SampleScore } from './result';
import type { Answer } from '../answer';

const definitions: SampleScoreDefinition[] = SAMPLE_SCORE_IDS.map((id) => sampleScores[id]);

type Draw = readonly [reference: number[][], current: number[][]];

/** Asks a score of rows; one of values sees their first feature. */
function ask(definition: SampleScoreDefinition, [x, y]: Draw, seed = 1): Answer<SampleScore> {
  const options = { random: seeded(seed) };
  const first = (rows: number[][]): number[] => rows.map(([value = NaN]) => value);
  return definition.takes === 'rows'
    ? definition.compute(x, y, options)
    : definition.compute(first(x), first(y), options);
}

/** Rows of two features, ties among them in every third pair. */
function drawn(random: () => number, least: number, most: number): Draw {
  const step = random() < 0.34 ? 4 : 1e6;
  const side = (shift: number): number[][] =>
    Array.from({ length: wholeNumber(random, least, most) }, () => {
      const value = Math.round((random() + random() + shift) * step) / step;
      return [value, Math.round((value + random()) * step) / step];
    });
  return [side(0), side(random() < 0.3 ? 0 : random())];
}

/** Pairs that each claim is tried on. */
const ROUNDS = 2000;

test('the catalogue has every id once, each definition under its own, in the order of the ids', () => {
  expect(Object.keys(sampleScores)).toEqual([...SAMPLE_SCORE_IDS]);
  expect(definitions.map(({ id }) => id)).toEqual([...SAMPLE_SCORE_IDS]);
});

describe.each(definitions.map((definition) => [definition.id, definition] as const))('%s', (id, definition) => {
  const [least, most] = definition.takes === 'rows' ? [20, 25] : [2, 22];

  test('says what it is in words', () => {
    const { label, explanation, formula, significance, needs, notWhen, citation, thresholds } = definition;
    expect(explanation).toMatch(/^[A-Z].*\.$/);
    expect(needs).toMatch(/^[A-Z].*\.$/);
    expect(notWhen).toMatch(/^Not .*\.$/);
    [label, formula, significance, citation, thresholds?.source ?? '-'].forEach((text) => expect(text).not.toBe(''));
  });

  test('stays within its range and finite, with a chance above 0 as its p-value', () => {
    const random = seeded(51);
    let answers = 0;
    for (let k = 0; k < ROUNDS; k++) {
      const sides = drawn(random, least, most);
      const answer = ask(definition, sides, k);
      if (answer.ok) {
        answers++;
        const { value, pValue } = answer.value;
        const { min, max } = definition.range;
        if (!(value >= (min ?? -1e9) && value <= (max ?? 1e9) && pValue > 0 && pValue <= 1)) {
          throw new Error(`${value} with p ${pValue} for ${JSON.stringify(sides)}`);
        }
      }
    }
    expect(answers).toBeGreaterThan(0.9 * ROUNDS);
  });

  test('sides that change places keep the size of the change, and where nothing is drawn its p-value', () => {
    const random = seeded(52);
    for (let k = 0; k < ROUNDS; k++) {
      const [x, y] = drawn(random, least, most);
      const [one, other] = [ask(definition, [x, y]), ask(definition, [y, x])];
      if (!one.ok || !other.ok) {
        expect(one.ok).toBe(other.ok);
      } else if (id !== 'domain_classifier') {
        // Its folds are other ones then.
        expect(Math.abs(one.value.value - other.value.value)).toBeLessThan(1e-9);
        if (one.value.method !== 'permutation') {
          expect(Math.abs(one.value.pValue - other.value.pValue)).toBeLessThan(1e-9);
        }
      }
    }
  });

  test('of a side with itself gives no evidence', () => {
    const random = seeded(53);
    for (let k = 0; k < ROUNDS; k++) {
      const [x] = drawn(random, least, most);
      const answer = ask(definition, [x, x], k);
      if (answer.ok && answer.value.pValue <= 0.2) {
        throw new Error(`p ${answer.value.pValue} for ${JSON.stringify(x)} with itself`);
      }
    }
  });

  test('values stretched and moved keep their p-value, and a distance stretches with them or not at all', () => {
    const random = seeded(54);
    const grows = { wasserstein_exact: 8, energy_exact: Math.sqrt(8) } as Readonly<Partial<Record<string, number>>>;
    for (let k = 0; k < ROUNDS; k++) {
      const [x, y] = drawn(random, least, most);
      // A power of two, so that ties stay ties and no digit is lost.
      const move = (rows: number[][]): number[][] => rows.map((row) => row.map((value) => 8 * value + 16));
      const [one, other] = [ask(definition, [x, y], k), ask(definition, [move(x), move(y)], k)];
      if (one.ok && other.ok) {
        expect(Math.abs(other.value.value - (grows[id] ?? 1) * one.value.value)).toBeLessThan(1e-6);
        expect(Math.abs(other.value.pValue - one.value.pValue)).toBeLessThan(1e-6);
      }
    }
  });

  test('hostile rows are answered with finite numbers or a reason, never with an exception', () => {
    for (const a of HOSTILE_NUMBERS) {
      for (const b of HOSTILE_NUMBERS) {
        const full = (first: number, second: number): number[][] =>
          Array.from({ length: 22 }, (_, i) => [i % 3 === 0 ? first : second, i % 2 === 0 ? second : i]);
        expectHonest(ask(definition, [full(a, b), full(b, 1)]));
        expectHonest(ask(definition, [[[a, b]], [[b, a]]]));
        expectHonest(ask(definition, [[], [[a, b]]]));
      }
    }
  });
});
