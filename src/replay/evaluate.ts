import type { ReplayRule, RuleNode } from '../model';
import { CLASSIC_OPERATORS, evaluateClassic, type ClassicPart } from './expression/classic';
import { evaluateMath } from './expression/math';
import { parseMath, variablesOf, type Expression } from './expression/parse';
import { evaluateReduce } from './expression/reduce';
import {
  CLASSIC_REDUCERS,
  reduceClassic,
  REDUCERS,
  reduceSeries,
  type Points,
  type Reducer,
  type Reduction,
} from './expression/reduceSeries';
import { evaluateThreshold, EVALUATORS, type Condition, type Evaluator } from './expression/threshold';
import { labelsOf, NO_LABELS, valuesOf, type Answer, type Value } from './expression/value';
import { labelsKey, type Labels } from './labels';

/** What one evaluation says of one label set. */
export interface EvaluationResult {
  readonly labels: Labels;
  readonly state: 'Normal' | 'Alerting' | 'NoData' | 'Error';
  /** What the condition was held against. */
  readonly score: number | null;
  readonly error?: string;
}

type Step =
  | { readonly kind: 'query' }
  | { readonly kind: 'math'; readonly expression: Expression }
  | { readonly kind: 'threshold'; readonly of: string; readonly condition: Condition }
  | { readonly kind: 'reduce'; readonly of: string; readonly reducer: Reducer; readonly reduction: Reduction }
  | { readonly kind: 'classic'; readonly parts: readonly ClassicPart[] };

/** A number that an expression makes of a query that answers series, and under which name it is an answer. */
export interface SeriesReduction {
  readonly key: string;
  /** The query. */
  readonly of: string;
  readonly reduce: (points: Points) => number | null;
}

interface CompiledNode {
  readonly refId: string;
  readonly datasourceUid: string;
  readonly needs: readonly string[];
  readonly step: Step;
}

/** A rule whose nodes have been read, in the order in which they are computed. */
export interface CompiledRule {
  readonly rule: ReplayRule;
  readonly nodes: readonly CompiledNode[];
  /** What the threshold of the condition is held against. */
  readonly scored: string | undefined;
  /** Everything that the condition rests on; other queries are asked for the text alone. */
  readonly needed: ReadonlySet<string>;
  /** Of queries that answer series: what is answered in their stead, since an alert knows numbers alone. */
  readonly reductions: readonly SeriesReduction[];
}

export type Compiled =
  { readonly ok: true; readonly rule: CompiledRule } | { readonly ok: false; readonly message: string };

const EXPRESSIONS = '__expr__';

const isRecord = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** Where a rule asks the data source, and does not compute. */
export const isQuery = ({ datasourceUid }: Pick<RuleNode, 'datasourceUid'>): boolean =>
  datasourceUid !== EXPRESSIONS && datasourceUid !== '-100';

/**
 * Whether a query answers series over time, and not numbers, to a rule. How often a score has changed, by a detector, is a
 * number again.
 */
const answersSeries = (node: RuleNode): boolean =>
  isQuery(node) && node.model['queryType'] === 'drift_over_time' && node.model['detector'] === undefined;

class Unreadable extends Error {}

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

function stepOf({ model, datasourceUid }: RuleNode): Step {
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

function needsOf(step: Step): readonly string[] {
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

/** What becomes of series: only `reduce` and classic conditions take some, and a condition is a number. */
function reductionsOf(nodes: readonly CompiledNode[], series: ReadonlySet<string>, condition: string) {
  if (series.has(condition)) {
    throw new Unreadable(`${condition}: a condition must be a number, and this is a series: reduce it first`);
  }
  return nodes.flatMap(({ refId, needs, step }): readonly SeriesReduction[] => {
    const of = needs.find((name) => series.has(name));
    if (of === undefined) {
      return [];
    }
    switch (step.kind) {
      case 'reduce': {
        const { reducer, reduction } = step;
        return [{ key: refId, of, reduce: (points) => reduceSeries(reducer, reduction, points) }];
      }
      case 'classic':
        return step.parts.flatMap((part, place) =>
          series.has(part.of)
            ? [
                {
                  key: partKey(refId, place),
                  of: part.of,
                  reduce: (points: Points) => reduceClassic(part.reducer, points),
                },
              ]
            : []
        );
      default:
        throw new Unreadable(
          `${refId}: ${of} is a series over time, which only reduce and classic conditions take here`
        );
    }
  });
}

/** Parts of a classic condition look at a query each with their own reducer. */
const partKey = (refId: string, place: number): string => `${refId}[${place}]`;

/** So that each stands behind all that it needs. */
function sorted(nodes: readonly CompiledNode[]): readonly CompiledNode[] {
  const byName = new Map(nodes.map((node) => [node.refId, node]));
  const done = new Set<string>();
  const order: CompiledNode[] = [];
  const visit = (node: CompiledNode, path: readonly string[]): void => {
    if (done.has(node.refId)) {
      return;
    }
    if (path.includes(node.refId)) {
      throw new Unreadable(`${[...path, node.refId].join(', ')} need one another`);
    }
    for (const name of node.needs) {
      const needed = byName.get(name);
      if (needed === undefined) {
        throw new Unreadable(`${node.refId} needs ${name}, which the rule does not have`);
      }
      visit(needed, [...path, node.refId]);
    }
    done.add(node.refId);
    order.push(node);
  };
  nodes.forEach((node) => visit(node, []));
  return order;
}

function neededBy(refId: string, nodes: readonly CompiledNode[]): readonly string[] {
  const needs = nodes.find((node) => node.refId === refId)?.needs ?? [];
  return [refId, ...needs.flatMap((name) => neededBy(name, nodes))];
}

/** Reads the nodes of a rule; says in words what cannot be replayed. */
export function compileRule(rule: ReplayRule): Compiled {
  try {
    const nodes = rule.nodes.map((node): CompiledNode => {
      try {
        const step = stepOf(node);
        return { refId: node.refId, datasourceUid: node.datasourceUid, needs: needsOf(step), step };
      } catch (thrown) {
        throw thrown instanceof Unreadable ? new Unreadable(`${node.refId}: ${thrown.message}`) : thrown;
      }
    });
    const condition = nodes.find(({ refId }) => refId === rule.condition);
    if (condition === undefined) {
      throw new Unreadable(`its condition is ${JSON.stringify(rule.condition)}, which it does not have`);
    }
    const scored = condition.step.kind === 'threshold' ? condition.step.of : undefined;
    const inOrder = sorted(nodes);
    const needed = new Set(neededBy(rule.condition, inOrder));
    const series = new Set(rule.nodes.filter(answersSeries).map(({ refId }) => refId));
    const deciding = inOrder.filter(({ refId }) => needed.has(refId));
    const reductions = reductionsOf(deciding, series, rule.condition);
    return { ok: true, rule: { rule, nodes: inOrder, scored, needed, reductions } };
  } catch (thrown) {
    if (thrown instanceof Unreadable) {
      return { ok: false, message: `${rule.uid}: ${thrown.message}` };
    }
    throw thrown;
  }
}

type Computed =
  { readonly ok: true; readonly values: readonly Value[] } | { readonly ok: false; readonly error: string };

function compute(
  { needs, refId, step }: CompiledNode,
  computed: ReadonlyMap<string, Computed>,
  answers: Readonly<Record<string, Answer>>,
  active: ReadonlySet<string>
): Computed {
  if (step.kind === 'query') {
    const answer = answers[refId];
    return answer?.ok === false ? answer : { ok: true, values: valuesOf(answer?.samples ?? []) };
  }
  const given = answers[refId];
  if (step.kind === 'reduce' && given !== undefined) {
    // Of a series, which was reduced where it was.
    return given.ok ? { ok: true, values: valuesOf(given.samples) } : given;
  }
  const variables = new Map<string, readonly Value[]>();
  for (const name of needs) {
    const known = computed.get(name);
    if (known?.ok === false) {
      return known;
    }
    variables.set(name, known?.values ?? []);
  }
  switch (step.kind) {
    case 'math':
      return { ok: true, values: evaluateMath(step.expression, variables) };
    case 'threshold':
      return { ok: true, values: evaluateThreshold(step.condition, variables.get(step.of) ?? [], active) };
    case 'reduce':
      return { ok: true, values: evaluateReduce(step.reduction, variables.get(step.of) ?? []) };
    case 'classic': {
      const failed = step.parts.map((_, place) => answers[partKey(refId, place)]).find((one) => one?.ok === false);
      if (failed?.ok === false) {
        return failed;
      }
      return {
        ok: true,
        values: evaluateClassic(step.parts, ({ of }, place) => {
          const reduced = answers[partKey(refId, place)];
          return reduced?.ok === true ? valuesOf(reduced.samples) : (variables.get(of) ?? []);
        }),
      };
    }
  }
}

/** As Grafana's ngalert/eval has it: 0 is normal, null is no data, and everything else fires, also NaN. */
function stateOf(value: number | null): 'Normal' | 'Alerting' | 'NoData' {
  return value === null ? 'NoData' : value === 0 ? 'Normal' : 'Alerting';
}

/**
 * What one evaluation of a rule says, from what its queries answered.
 *
 * @param answers by refId; a query that is not among them answered nothing, if the condition needs it.
 * @param active keys of the labels of what fires or is about to, for the recovery threshold.
 */
export function evaluateRule(
  { rule, nodes, scored, needed, reductions }: CompiledRule,
  answers: Readonly<Record<string, Answer>>,
  active: ReadonlySet<string>
): readonly EvaluationResult[] {
  const computed = new Map<string, Computed>();
  for (const node of nodes) {
    computed.set(node.refId, compute(node, computed, answers, active));
  }
  const condition = computed.get(rule.condition);
  if (condition?.ok === false) {
    return [{ labels: NO_LABELS, state: 'Error', score: null, error: condition.error }];
  }
  const answerOf = (refId: string): Answer | undefined => {
    const reduced = reductions.find(({ of }) => of === refId)?.key;
    return answers[refId] ?? (reduced === undefined ? undefined : answers[reduced]);
  };
  // Any query without data is no data of the whole rule, whether or not the condition looks at it.
  const empty = nodes.filter(
    ({ refId, step }) =>
      step.kind === 'query' &&
      computed.get(refId)?.ok === true &&
      (answerOf(refId) !== undefined || needed.has(refId)) &&
      isEmpty(answerOf(refId))
  );
  if (empty.length > 0) {
    const sources = [...new Set(empty.map(({ datasourceUid }) => datasourceUid))];
    return sources.map((datasource_uid) => {
      const names = empty.filter((node) => node.datasourceUid === datasource_uid).map(({ refId }) => refId);
      return { labels: { datasource_uid, ref_id: names.sort().join(',') }, state: 'NoData', score: null };
    });
  }
  const values = condition?.values ?? [];
  if (values.length === 0) {
    return [{ labels: NO_LABELS, state: 'NoData', score: null }];
  }
  const of = scored === undefined ? undefined : computed.get(scored);
  const scores = new Map(
    of?.ok === true
      ? of.values.map((one) => [labelsKey(labelsOf(one)), one.kind === 'no_data' ? null : one.value] as const)
      : []
  );
  const results = values.map((one): EvaluationResult => {
    const labels = labelsOf(one);
    const value = one.kind === 'no_data' ? null : one.value;
    return { labels, state: stateOf(value), score: scores.get(labelsKey(labels)) ?? null };
  });
  const seen = new Set<string>();
  const twice = results.find(({ labels }) => seen.size === seen.add(labelsKey(labels)).size);
  return twice === undefined
    ? results
    : [
        {
          labels: twice.labels,
          state: 'Error',
          score: null,
          error: `two results have the labels ${labelsKey(twice.labels)}`,
        },
      ];
}

const isEmpty = (answer: Answer | undefined): boolean =>
  answer === undefined || (answer.ok && answer.samples.length === 0);
