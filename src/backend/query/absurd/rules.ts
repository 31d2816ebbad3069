import { celEnv, celFunc, celMap, CelScalar, isCelError, plan, type CelInput } from '@bufbuild/cel';
import { parseRule, type ParsedRule, type RuleVariable } from '../../../model';
import { TidemarkError } from '../../errors';
import type { FieldValue, PredictionEvent } from '../../upstream/events';

/** What a rule says of one prediction: met or not, or why that cannot be decided. */
export type RuleAnswer = boolean | { readonly why: string };

export interface CompiledRule {
  readonly name: string;
  readonly when: string;
  readonly reads: ParsedRule['features'];
  readonly evaluate: (values: RuleValues) => RuleAnswer;
}

/** The values that rules speak of; what a line does not hold is not there. */
export type RuleValues = { readonly [Variable in RuleVariable]?: CelInput };

const { DOUBLE, INT } = CelScalar;

/*
 * A number of a line is a double, and CEL has no arithmetic between doubles and whole numbers: `prediction * 2` would be
 * an error that nobody who writes a rule expects. Nor does it have an absolute value.
 */
const ARITHMETIC = {
  '_+_': (a: number, b: number) => a + b,
  '_-_': (a: number, b: number) => a - b,
  '_*_': (a: number, b: number) => a * b,
  '_/_': (a: number, b: number) => a / b,
  '_%_': (a: number, b: number) => a % b,
};
const functions = [
  ...Object.entries(ARITHMETIC).flatMap(([operator, apply]) => [
    celFunc(operator, [DOUBLE, INT], DOUBLE, (a, b) => apply(a, Number(b))),
    celFunc(operator, [INT, DOUBLE], DOUBLE, (a, b) => apply(Number(a), b)),
  ]),
  celFunc('_%_', [DOUBLE, DOUBLE], DOUBLE, (a, b) => a % b),
  celFunc('abs', [DOUBLE], DOUBLE, Math.abs),
  celFunc('abs', [INT], INT, (a) => (a < 0n ? -a : a)),
];
const environment = celEnv({ funcs: functions });

const TYPE_WORDS: Readonly<Record<string, string>> = {
  string: 'a text',
  double: 'a number',
  int: 'a number',
  uint: 'a number',
  bool: 'true or false',
  null_type: 'null',
  list: 'a list',
  map: 'an object',
};

/** What CEL says of a value that it cannot use, in the words of this project. */
function explain(message: string): string {
  const missing = /^(?:field not found|no such key): (.+)$/.exec(message)?.[1];
  if (missing !== undefined) {
    return `${missing} is not in the line`;
  }
  if (message === 'unresolved attribute') {
    return 'a field that it names is not in the line';
  }
  const [, operator, types] = /no matching overload for '(.+)' applied to '\((.*)\)'/.exec(message) ?? [];
  if (operator !== undefined && types !== undefined) {
    const words = types.split(', ').map((type) => TYPE_WORDS[type.replace(/\(.*/, '')] ?? type);
    return `${operator.replace(/^_?(.+?)_?$/, '$1')} does not work on ${words.join(' and ')}`;
  }
  return message;
}

/** A condition, ready to be asked of one prediction after another. It never throws on data. */
export function compileRule(name: string, when: string, { expression, features }: ParsedRule): CompiledRule {
  const run = plan(environment, expression);
  return {
    name,
    when,
    reads: features,
    evaluate: (values) => {
      const answer = run(values as { readonly [name: string]: CelInput });
      if (typeof answer === 'boolean') {
        return answer;
      }
      return { why: isCelError(answer) ? explain(answer.message) : 'it answers a value, not true or false' };
    },
  };
}

/** Rules from their texts. Both doors have read them; a rule that is none here is a defect, and said all the same. */
export function compileRules(
  rules: ReadonlyArray<{ readonly name: string; readonly when: string }>,
  known?: readonly RuleVariable[]
): readonly CompiledRule[] {
  return rules.map(({ name, when }) => {
    const reading = parseRule(when, known);
    if (!reading.ok) {
      throw new TidemarkError('bad_query', `absurd: the rule ${JSON.stringify(name)}: ${reading.message}.`);
    }
    return compileRule(name, when, reading.rule);
  });
}

/**
 * A value as CEL takes it. Objects become maps of its own: it knows plain objects by their constructor, and a line may
 * hold a key of that name.
 */
function toCel(value: FieldValue): CelInput {
  if (Array.isArray(value)) {
    return (value as readonly FieldValue[]).map(toCel);
  }
  return typeof value === 'object' && value !== null
    ? celMap(new Map(Object.entries(value as PredictionEvent['features']).map(([key, inner]) => [key, toCel(inner)])))
    : (value as CelInput);
}

/** `{ 'card.limit': 3 }` as `{ card: { limit: 3 } }`, so that a rule reads nested features by their keys. */
function featureMap(features: PredictionEvent['features']): CelInput {
  const whole = new Map<string, CelInput>();
  const inner = new Map<string, Record<string, FieldValue>>();
  for (const [name, value] of Object.entries(features)) {
    whole.set(name, toCel(value));
    const dot = name.indexOf('.');
    if (dot > 0) {
      const group = inner.get(name.slice(0, dot)) ?? {};
      // A key from a line, `__proto__` perhaps, must become a key and nothing else.
      Object.defineProperty(group, name.slice(dot + 1), { value, enumerable: true, configurable: true });
      inner.set(name.slice(0, dot), group);
    }
  }
  for (const [name, group] of inner) {
    whole.set(name, featureMap(group));
  }
  return celMap(whole);
}

export function ruleValues(event: PredictionEvent, label?: string | number): RuleValues {
  const { prediction, confidence, version, role, latencyMs, probabilities, features } = event;
  return {
    version,
    role,
    features: featureMap(features),
    ...(prediction === undefined ? {} : { prediction }),
    ...(confidence === undefined ? {} : { confidence }),
    ...(latencyMs === undefined ? {} : { latency_ms: latencyMs }),
    ...(probabilities === undefined ? {} : { probabilities: toCel(probabilities) }),
    ...(label === undefined ? {} : { label }),
  };
}
