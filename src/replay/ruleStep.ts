import type { RuleNode } from '../model';
import { CLASSIC_OPERATORS, type ClassicPart } from './expression/classic';
import { parseMath, variablesOf, type Expression } from './expression/parse';
import { CLASSIC_REDUCERS, REDUCERS, type Reducer, type Reduction } from './expression/reduceSeries';
import { EVALUATORS, type Condition, type Evaluator } from './expression/threshold';

/** What one node of a rule does. */
export type Step =
  | { readonly kind: 'query' }
  | { readonly kind: 'math'; readonly expression: Expression }
  | { readonly kind: 'threshold'; readonly of: string; readonly condition: Condition }
  | { readonly kind: 'reduce'; readonly of: string; readonly reducer: Reducer; readonly reduction: Reduction }
  | { readonly kind: 'classic'; readonly parts: readonly ClassicPart[] };

const EXPRESSIONS = '__expr__';

const isRecord = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** Where a rule asks the data source, and does not compute. */
export const isQuery = ({ datasourceUid }: Pick<RuleNode, 'datasourceUid'>): boolean =>
  datasourceUid !== EXPRESSIONS && datasourceUid !== '-100';

/** What cannot be replayed, in words. */
export class Unreadable extends Error {}

function evaluatorOf(value: unknown): Evaluator {
  const type = isRecord(value) ? EVALUATORS.find((known) => known === value['type']) : undefined;
  const params = isRecord(value) && Array.isArray(value['params']) ? (value['params'] as readonly unknown[]) : [];
  const numbers = params.filter((one): one is number => typeof one === 'number');
  if (type === undefined) {
    throw new Unreadable(`its evaluator must be one of ${EVALUATORS.join(', ')}`);
  }
  if (numbers.length < (type.includes('range') ? 2 : 1)) {
    throw new Unreadable(`its evaluator ${type} lacks a number`);
  }
  return { type, params: numbers };
}

function referenceOf(model: Readonly<Record<string, unknown>>): string {
  const { expression } = model;
  if (typeof expression !== 'string' || expression === '') {
    throw new Unreadable('it names no query or expression to look at');
  }
  return expression.replace(/^\$\{?|\}$/g, '');
}

const textOf = (value: unknown, name: string): unknown => (isRecord(value) ? value[name] : undefined);

function classicPartOf(condition: unknown, place: number): ClassicPart {
  const params = textOf(textOf(condition, 'query'), 'params');
  const of: unknown = Array.isArray(params) ? params[0] : undefined;
  const named = textOf(textOf(condition, 'reducer'), 'type');
  const reducer = CLASSIC_REDUCERS.find((known) => known === named);
  const joined = textOf(textOf(condition, 'operator'), 'type');
  const operator = CLASSIC_OPERATORS.find((known) => known === joined) ?? (place === 0 ? 'and' : undefined);
  if (typeof of !== 'string' || of === '' || reducer === undefined || operator === undefined) {
    throw new Unreadable(`its condition ${place + 1} lacks a query, a reducer or an operator`);
  }
  const evaluator = textOf(condition, 'evaluator');
  return {
    of,
    reducer,
    operator,
    evaluator: textOf(evaluator, 'type') === 'no_value' ? { type: 'no_value' } : evaluatorOf(evaluator),
  };
}

function reducerOf(model: Readonly<Record<string, unknown>>): Reducer {
  const name = typeof model['reducer'] === 'string' ? model['reducer'].toLowerCase() : '';
  const reducer = REDUCERS.find((known) => known === name);
  if (reducer === undefined) {
    throw new Unreadable(`its reducer must be one of ${REDUCERS.join(', ')}`);
  }
  return reducer;
}

/** @throws Unreadable for what cannot be replayed. */
export function stepOf({ model, datasourceUid }: RuleNode): Step {
  if (isQuery({ datasourceUid })) {
    if (model['format'] === 'table') {
      throw new Unreadable('it asks for a table, of which Grafana cannot evaluate a rule: choose another format');
    }
    return { kind: 'query' };
  }
  switch (model['type']) {
    case 'math': {
      const read = parseMath(typeof model['expression'] === 'string' ? model['expression'] : '');
      if (!read.ok) {
        throw new Unreadable(read.message);
      }
      return { kind: 'math', expression: read.expression };
    }
    case 'threshold': {
      const conditions = Array.isArray(model['conditions']) ? (model['conditions'] as readonly unknown[]) : [];
      const [only] = conditions;
      if (conditions.length !== 1 || !isRecord(only)) {
        throw new Unreadable('a threshold has exactly one condition');
      }
      const unload = only['unloadEvaluator'];
      return {
        kind: 'threshold',
        of: referenceOf(model),
        condition: {
          evaluator: evaluatorOf(only['evaluator']),
          ...(unload === undefined || unload === null ? {} : { unloadEvaluator: evaluatorOf(unload) }),
        },
      };
    }
    case 'reduce': {
      const settings = isRecord(model['settings']) ? model['settings'] : {};
      const { mode, replaceWithValue } = settings;
      if (mode === 'replaceNN' && typeof replaceWithValue !== 'number') {
        throw new Unreadable('it is to replace what is no number, and does not say by what');
      }
      return {
        kind: 'reduce',
        of: referenceOf(model),
        reducer: reducerOf(model),
        reduction:
          mode === 'replaceNN' && typeof replaceWithValue === 'number'
            ? { mode, replaceWithValue }
            : { mode: mode === 'dropNN' ? 'dropNN' : 'strict' },
      };
    }
    case 'classic_conditions': {
      const conditions = Array.isArray(model['conditions']) ? (model['conditions'] as readonly unknown[]) : [];
      if (conditions.length === 0) {
        throw new Unreadable('it has no condition');
      }
      return { kind: 'classic', parts: conditions.map(classicPartOf) };
    }
    default:
      throw new Unreadable(
        `an expression of the type ${JSON.stringify(model['type'])} cannot be replayed: there is math, reduce, threshold, classic_conditions`
      );
  }
}

/** The nodes that a node looks at. */
export function needsOf(step: Step): readonly string[] {
  switch (step.kind) {
    case 'query':
      return [];
    case 'math':
      return variablesOf(step.expression);
    case 'threshold':
    case 'reduce':
      return [step.of];
    case 'classic':
      return [...new Set(step.parts.map(({ of }) => of))];
  }
}
