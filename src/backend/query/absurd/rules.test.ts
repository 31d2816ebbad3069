import type { PredictionEvent } from '../../upstream/events';
import { parseRule, WRONG_VARIABLES } from '../../../model';
import { compileRule, compileRules, ruleValues } from './rules';

const event: PredictionEvent = {
  event: 'prediction',
  time: 1,
  group: {},
  predictionId: 'a',
  requestId: 'r',
  version: '7.2',
  role: 'live',
  prediction: -0.5,
  confidence: 0.97,
  probabilities: { fraud: 0.7, fine: 0.4 },
  latencyMs: 12,
  error: undefined,
  features: { age: 131, country: 'DE', 'card.limit': 3, empty: null, tags: ['a', 'b'], odd: 'x'.repeat(30) },
};

function ask(when: string, changes: Partial<PredictionEvent> = {}, label?: string | number) {
  const reading = parseRule(when, WRONG_VARIABLES);
  if (!reading.ok) {
    throw new Error(reading.message);
  }
  return compileRule('r', when, reading.rule).evaluate(ruleValues({ ...event, ...changes }, label));
}

describe('a rule is asked of a prediction', () => {
  it.each([
    ['prediction < 0', true],
    ['prediction * 2 == -1', true],
    ['1 - confidence < 0.05', true],
    ['abs(prediction) > 0.4 && abs(-3) == 3', true],
    ['features.age / 2 > 65', true],
    ['features.age % 2 == 1', true],
    ['features.age in [130, 131]', true],
    ['features.card.limit == 3', true],
    ['features["country"] != "DE"', false],
    ['has(features.country) && !has(features.income)', true],
    ['has(features.income) && features.income < 0', false],
    ['probabilities.exists(k, probabilities[k] > 0.6)', true],
    ['probabilities.fraud + probabilities.fine > 1.01', true],
    ['size(features.tags) == 2 && "a" in features.tags', true],
    ['version.startsWith("7.") && role == "live"', true],
    ['features.empty == null', true],
    // What is decided already needs no more: CEL's own rule for errors beside || and &&.
    ['prediction < 0 || features.income < 0', true],
  ])('%s is %p', (when, answer) => {
    expect(ask(when)).toBe(answer);
  });

  it('knows the label where an output is judged by it', () => {
    expect(ask('abs(label - prediction) > 50', {}, 51)).toBe(true);
    expect(ask('label < probabilities.fine', {}, 0.5)).toBe(false);
  });

  it.each([
    ['features.income > 0', 'income is not in the line'],
    ['features["income"] > 0', 'income is not in the line'],
    ['features.empty > 0', '> does not work on null and a number'],
    ['features.country > 3', '> does not work on a text and a number'],
    ['features.country + 1 > 3', '+ does not work on a text and a number'],
    ['features.country', 'it answers a value, not true or false'],
    ['label > 3', 'a field that it names is not in the line'],
  ])('%s cannot be decided: %s', (when, why) => {
    expect(ask(when)).toEqual({ why });
  });

  it('cannot be decided where the line does not hold what it speaks of', () => {
    const lacking = { prediction: undefined, confidence: undefined, probabilities: undefined, latencyMs: undefined };
    for (const when of ['prediction < 0', 'confidence > 1', 'probabilities.a > 1', 'latency_ms > 1']) {
      expect(ask(when, lacking)).toEqual({ why: 'a field that it names is not in the line' });
    }
  });

  it('reaches nothing but the data: no prototype, no constructor, no global', () => {
    for (const key of ['constructor', '__proto__', 'toString', 'hasOwnProperty', 'valueOf']) {
      expect(ask(`has(features.${key})`)).toBe(false);
      expect(ask(`features.${key} == 1`)).toEqual({ why: `${key} is not in the line` });
      expect(ask(`probabilities["${key}"] == 1.0`)).toEqual({ why: `${key} is not in the line` });
    }
    const hostile = JSON.parse('{"__proto__": {"polluted": 1}, "__proto__.x": 2, "constructor.y": 3}') as Record<
      string,
      number
    >;
    expect(ask('features.age > 1', { features: hostile })).toEqual({ why: 'age is not in the line' });
    expect(({} as Record<string, unknown>)['polluted']).toBeUndefined();
    expect(({} as Record<string, unknown>)['x']).toBeUndefined();
    expect((Object as unknown as Record<string, unknown>)['y']).toBeUndefined();
  });

  it('matches in linear time, so that no pattern keeps the evaluator busy', () => {
    const started = performance.now();
    expect(ask('features.odd.matches("^(([x]+)+)+$")', { features: { odd: `${'x'.repeat(5000)}!` } })).toBe(false);
    // A backtracking matcher would not end in the lifetime of this machine; this is no measure of speed.
    expect(performance.now() - started).toBeLessThan(30_000);
    expect(ask('features.odd.matches("(")')).toHaveProperty('why');
  });

  it('is refused in words where it does not parse', () => {
    expect(() => compileRules([{ name: 'negative', when: 'prediction <' }])).toThrow('the rule "negative"');
  });
});
