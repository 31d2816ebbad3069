import { partKey, type CompiledNode, type CompiledRule } from './compile';
import { evaluateClassic } from './expression/classic';
import { evaluateMath } from './expression/math';
import { evaluateReduce } from './expression/reduce';
import { evaluateThreshold } from './expression/threshold';
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
