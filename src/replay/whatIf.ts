import { driftedShare, type DriftedShare } from '../engine/dataset/driftedShare';
import { worstFeature, type FeatureReach } from '../engine/dataset/worstFeature';
import { psiCritical, psiDefinition } from '../engine/score/psi';
import { benjaminiHochberg } from '../engine/verdict/benjaminiHochberg';
import { psiSignificance } from '../engine/verdict/psiSignificance';
import { decide, type Evidence } from '../engine/verdict/verdict';
import { BUNCH, EVIDENCE_LABEL, riseBeyondChance, type EvidenceNumber } from '../model/evidence';
import type { ReplayRule, RuleNode } from '../model/replay';
import { runCourses, type ReadCourses, type Rewrite } from './course';
import type { Answer } from './expression/value';
import { containsLabels, labelsKey, type Labels } from './labels';
import type { ReplayOptions, ReplayResult } from './replay';

/** What might be set otherwise. What is left out stays as it is. */
export interface Change {
  /** Where the condition begins; it ends as far below, in proportion, as before. */
  readonly threshold?: number;
  /** Seconds that it has to last. */
  readonly for?: number;
  /** Of the verdicts on features. */
  readonly alpha?: number;
}

const USUAL_ALPHA = 0.05;

interface Level {
  readonly alert: number;
  readonly recover: number | undefined;
  readonly falls: boolean;
}

const isRecord = (value: unknown): value is Record<string, unknown> => typeof value === 'object' && value !== null;

function param(evaluator: unknown): number | undefined {
  const params = isRecord(evaluator) ? evaluator['params'] : undefined;
  const first: unknown = Array.isArray(params) ? params[0] : undefined;
  return typeof first === 'number' ? first : undefined;
}

function conditionNode({
  nodes,
  condition,
}: ReplayRule): { node: RuleNode; condition: Record<string, unknown> } | undefined {
  const node = nodes.find(({ refId }) => refId === condition);
  const conditions = node?.model['conditions'];
  const first: unknown = Array.isArray(conditions) ? conditions[0] : undefined;
  return node !== undefined && isRecord(first) ? { node, condition: first } : undefined;
}

/** Where a rule begins to fire, and where it is quiet again; undefined where its condition is no simple threshold. */
export function levelOf(rule: ReplayRule): Level | undefined {
  const found = conditionNode(rule);
  const evaluator = found?.condition['evaluator'];
  const alert = param(evaluator);
  const type = isRecord(evaluator) ? evaluator['type'] : undefined;
  // What a classic condition looks at is several things at once.
  return alert === undefined ||
    found?.node.model['type'] !== 'threshold' ||
    typeof type !== 'string' ||
    !/^[gl]te?$/.test(type)
    ? undefined
    : { alert, recover: param(found.condition['unloadEvaluator']), falls: type.startsWith('l') };
}

/** The rule with another threshold, or another time to wait. */
export function changedRule(rule: ReplayRule, change: Change): ReplayRule {
  const found = conditionNode(rule);
  const level = levelOf(rule);
  const nodes =
    change.threshold === undefined || found === undefined || level === undefined
      ? rule.nodes
      : rule.nodes.map((node): RuleNode => {
          if (node !== found.node) {
            return node;
          }
          const { evaluator, unloadEvaluator } = found.condition;
          const moved = { ...(evaluator as object), params: [change.threshold] };
          const back =
            level.recover === undefined
              ? {}
              : {
                  unloadEvaluator: {
                    ...(unloadEvaluator as object),
                    params: [
                      level.alert === 0 ? level.recover : ((change.threshold ?? 0) * level.recover) / level.alert,
                    ],
                  },
                };
          return { ...node, model: { ...node.model, conditions: [{ ...found.condition, evaluator: moved, ...back }] } };
        });
  // A rule of the pack that does not wait watches what has happened already, which does not become truer.
  const fixed = rule.for === 0 && rule.labels['__grafana_origin'] !== undefined;
  return { ...rule, nodes, for: change.for === undefined || fixed ? rule.for : change.for };
}

type Numbers = Partial<Record<EvidenceNumber, number | null>>;

/** The numbers of each feature, by the group of the traffic and the feature. */
function byFeature(evidence: Answer): ReadonlyArray<{ group: Labels; feature: string; numbers: Numbers }> {
  const features = new Map<string, { group: Labels; feature: string; numbers: Numbers }>();
  for (const { labels, value } of evidence.ok ? evidence.samples : []) {
    const { feature = '', [EVIDENCE_LABEL]: name = '', ...group } = labels;
    const key = labelsKey({ ...group, feature });
    const known = features.get(key) ?? { group, feature, numbers: {} };
    known.numbers[name as EvidenceNumber] = value;
    features.set(key, known);
  }
  return [...features.values()];
}

/** The verdict on a feature, and how far it has gone in its own threshold. */
function judgedOf(numbers: Numbers, pAdjusted: number | null, { alpha, drift }: Verdicts): FeatureReach {
  const { psi, current, bins } = numbers;
  if (typeof psi !== 'number' || typeof current !== 'number' || typeof bins !== 'number') {
    return { verdict: 'insufficient', effect: 0, drift: Infinity };
  }
  const sizes = { reference: numbers.reference ?? Infinity, current, bins };
  const given = { warning: numbers.warning ?? Infinity, drift: numbers.drift ?? Infinity };
  const thresholds = drift === undefined ? given : { warning: Math.min(given.warning, drift), drift };
  const noise = Math.max(1, bins - 1) * (1 / sizes.reference + 1 / current);
  const evidence: Evidence = {
    score: psiDefinition,
    value: psi,
    effect: Math.max(0, psi - noise),
    thresholds,
    pAdjusted,
    alpha,
    detectable: {
      label: psiDefinition.label,
      value: psiCritical(sizes, alpha),
      threshold: Number.isFinite(thresholds.drift) ? thresholds.drift : thresholds.warning,
    },
    sizes,
  };
  return { verdict: decide(evidence).verdict, effect: evidence.effect, drift: thresholds.drift };
}

interface Verdicts {
  readonly alpha: number;
  /** In place of the drift threshold of each feature. */
  readonly drift: number | undefined;
}

/** PSI without what chance gives: 0 where that is all of it, null where so little data could not have shown more. */
function effectsOf(
  features: ReturnType<typeof byFeature>,
  { alpha, drift }: Verdicts
): ReadonlyMap<string, number | null> {
  const found = features.map(({ group, feature, numbers: { psi, reference, current, bins, drift: usual } }) => {
    const key = labelsKey({ ...group, feature });
    if (typeof psi !== 'number' || typeof current !== 'number' || typeof bins !== 'number') {
      return { key, effect: null, p: null, blind: true };
    }
    const sizes = { reference: (reference ?? Infinity) / BUNCH, current: current / BUNCH, bins };
    const tested = psiSignificance(psi, sizes, alpha);
    return tested.ok
      ? {
          key,
          effect: tested.value.effect,
          p: tested.value.pValue,
          blind: tested.value.criticalValue > (drift ?? usual ?? Infinity),
        }
      : { key, effect: null, p: null, blind: true };
  });
  const adjusted = benjaminiHochberg(found.map(({ p }) => p));
  return new Map(
    found.map(({ key, effect, blind }, i) => {
      const p = adjusted[i] ?? null;
      return [key, p !== null && p <= alpha ? effect : p === null || blind ? null : 0];
    })
  );
}

function numberOf(metric: string | undefined, judged: DriftedShare): number | null {
  switch (metric) {
    case 'drifted_features':
      return judged.share === null ? null : judged.drifted.length;
    case 'share':
      return judged.share;
    case 'moved_share':
      return judged.movedShare;
    default:
      return judged.weightedShare;
  }
}

/** Shares of the rows, such as those without a value, as they would have risen at another alpha. */
function risen(answer: Answer, evidence: Answer, alpha: number): Answer {
  if (!answer.ok || !evidence.ok) {
    return answer;
  }
  const known = new Map<string, { labels: Labels; rise: number; p: number | null }>();
  for (const { labels, value } of evidence.samples) {
    const { [EVIDENCE_LABEL]: name, ...own } = labels;
    const key = labelsKey(own);
    const one = known.get(key) ?? { labels: own, rise: 0, p: null };
    known.set(key, name === 'rise' ? { ...one, rise: value ?? 0 } : { ...one, p: value });
  }
  const all = [...known.values()];
  return {
    ok: true,
    samples: answer.samples.map((sample) => {
      const own = all.find(({ labels }) => containsLabels(sample.labels, labels));
      return own === undefined ? sample : { ...sample, value: riseBeyondChance(own, alpha) };
    }),
  };
}

/**
 * What numbers of verdicts (shares of a model, how far its worst feature has gone, and the `effect` of a PSI) would be at another alpha or threshold, from
 * what the verdicts rest on: the same steps as where they are made, `assess` and `driftedShare` of the engine.
 */
export function rejudged(answer: Answer, evidence: Answer, verdicts: Verdicts): Answer {
  if (!answer.ok || !evidence.ok) {
    return answer;
  }
  if (evidence.samples.some(({ labels }) => labels[EVIDENCE_LABEL] === 'rise')) {
    return risen(answer, evidence, verdicts.alpha);
  }
  const features = byFeature(evidence);
  if (answer.samples.some(({ labels }) => labels['score'] === 'psi')) {
    const effects = effectsOf(features, verdicts);
    return {
      ok: true,
      samples: answer.samples.map((sample) => {
        const own = features.find(
          ({ group, feature }) => feature === sample.labels['feature'] && containsLabels(sample.labels, group)
        );
        const value = own === undefined ? undefined : effects.get(labelsKey({ ...own.group, feature: own.feature }));
        return value === undefined ? sample : { ...sample, value };
      }),
    };
  }
  const adjusted = benjaminiHochberg(features.map(({ numbers }) => numbers.p ?? null));
  const judged = features.map(({ group, feature, numbers }, i) => ({
    group,
    key: feature,
    ...judgedOf(numbers, adjusted[i] ?? null, verdicts),
    ...(typeof numbers.importance === 'number' ? { importance: numbers.importance } : {}),
  }));
  return {
    ok: true,
    samples: answer.samples.map((sample) => {
      const { metric } = sample.labels;
      const own = judged.filter(({ group }) =>
        Object.entries(group).every(([name, value]) => sample.labels[name] === value)
      );
      if (metric === 'worst_feature') {
        return { ...sample, value: worstFeature(own) };
      }
      const share = driftedShare(own);
      return { ...sample, value: share.ok ? numberOf(metric, share.value) : null };
    }),
  };
}

/** Whether another alpha means anything to a rule: whether something of it rests on what is judged by one. */
export function knowsAlpha(uid: string, { answer }: ReadCourses): boolean {
  const queries = answer.rules.find((one) => one.uid === uid)?.queries ?? {};
  return Object.keys(queries).some((refId) => refId.endsWith(':evidence'));
}

/** Whether a rule asks for PSI itself, so that its threshold is also that of the verdicts on features. */
export function judgesFeatures({ nodes }: ReplayRule): boolean {
  return nodes.some(({ model }) => {
    const asked: unknown = model['scores'];
    return model['queryType'] === 'drift' && Array.isArray(asked) && asked.includes('psi');
  });
}

/**
 * Runs rules over courses as if something were set otherwise: nothing is asked again. Another alpha, and another
 * threshold of PSI, change the verdicts on features, too, where the courses hold what those rest on.
 *
 * @param changes by uid of the rule; one without an entry stays as it is.
 */
export function whatIf(
  rules: readonly ReplayRule[],
  courses: ReadCourses,
  changes: ReadonlyMap<string, Change>,
  options: ReplayOptions = {}
): ReplayResult {
  const queries = new Map(courses.answer.rules.map((one) => [one.uid, one.queries]));
  const rewrite: Rewrite = (answer, { rule, refId, place }) => {
    const change = changes.get(rule.uid);
    const drift = judgesFeatures(rule) ? change?.threshold : undefined;
    const id = queries.get(rule.uid)?.[`${refId}:evidence`];
    const evidence = id === undefined ? undefined : courses.byId.get(id)?.answers[place];
    const asked = courses.byId.get(queries.get(rule.uid)?.[refId] ?? '')?.course.model['alpha'];
    const alpha = change?.alpha ?? (typeof asked === 'number' ? asked : USUAL_ALPHA);
    return evidence === undefined || (change?.alpha === undefined && drift === undefined)
      ? answer
      : rejudged(answer, evidence, { alpha, drift });
  };
  const changed = rules.map((rule) => changedRule(rule, changes.get(rule.uid) ?? {}));
  return runCourses(changed, courses, options, rewrite);
}
