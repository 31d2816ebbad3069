import { type Answer, answered, noAnswer } from '../answer';
import { faultOfEdges } from '../distribution/validate';
import type { ScoreOptions } from '../score/definition';
import { BIN_LABEL, type BinVectors, type SideSource, type SideVectors, fromBuckets } from './binVectors';
import { type PromqlScoreId, promqlFormulas } from './catalogue';
import { type LabelMatcher, isMetricName, labelText, selectorText } from './text';

/** What the current window is compared with: the same series earlier, or others at the same time. */
export type PromqlReference =
  | { readonly kind: 'offset'; readonly offsetMs: number }
  | { readonly kind: 'matchers'; readonly matchers: readonly LabelMatcher[] };

export interface PromqlInput {
  /** The buckets of a classic histogram: `model_feature_bucket`. */
  readonly bucketMetric: string;
  /** Values are data, and are escaped. */
  readonly matchers: readonly LabelMatcher[];
  /** The labels by which scores are kept apart; both sides have them. */
  readonly by: readonly string[];
  /** The finite bounds to compare on, rising; both sides have them all. */
  readonly edges: readonly number[];
  readonly windowMs: number;
  readonly reference: PromqlReference;
}

export interface RecordingRule {
  readonly record: string;
  readonly expr: string;
  readonly labels?: Readonly<Record<string, string>>;
}

/** A group of a rule file; its rules are evaluated in this order. */
export interface RuleGroup {
  readonly name: string;
  readonly rules: readonly RecordingRule[];
}

export interface RecordingOptions extends ScoreOptions {
  /** How the recorded metrics begin: `tidemark:fraud`. Groups over other series need another, or other labels. */
  readonly prefix: string;
  /** Put on every recorded series, and matched where one rule reads another. */
  readonly labels?: Readonly<Record<string, string>>;
}

interface Prepared {
  readonly reference: SideSource;
  readonly current: SideSource;
}

function isWhole(ms: number, least: number): boolean {
  return Number.isSafeInteger(ms) && ms >= least;
}

function prepare(input: PromqlInput): Answer<Prepared> {
  const { bucketMetric, matchers, by, edges, windowMs, reference } = input;
  const fault = faultOfEdges(edges);
  if (fault !== null) {
    return fault;
  }
  if (edges.length === 0) {
    return noAnswer('too_few_bins', 'A query needs at least one finite bucket bound to compare on.');
  }
  if (!isWhole(windowMs, 1) || (reference.kind === 'offset' && !isWhole(reference.offsetMs, 1))) {
    return noAnswer('invalid_window', 'The window and the offset of a query must be whole milliseconds above 0.');
  }
  const taken = by.find((label) => label === 'le' || label === BIN_LABEL || label === '');
  if (taken !== undefined) {
    return noAnswer('invalid_label', `Scores cannot be kept apart by the label "${taken}": buckets and bins use it.`);
  }
  const side = (own: readonly LabelMatcher[], offsetMs: number): SideSource => ({
    bucketMetric,
    matchers: own,
    edges,
    windowMs,
    offsetMs,
  });
  return answered({
    current: side(matchers, 0),
    reference: reference.kind === 'offset' ? side(matchers, reference.offsetMs) : side(reference.matchers, 0),
  });
}

function labelsOf(by: readonly string[]): Pick<BinVectors, 'by' | 'byBin'> {
  const labels = by.map(labelText);
  return { by: labels.join(', '), byBin: [...labels, BIN_LABEL].join(', ') };
}

/** Holds only where every bound is there: a bin without its bound would be counted in the next one. */
function complete(vector: string, cumulative: string, edges: readonly number[], by: string): string {
  return `(${vector}) and on (${by}) (count by (${by}) (${cumulative}) == ${edges.length + 1})`;
}

/**
 * A drift score as one PromQL expression, written from the engine's own definition: on the same counts, it is equal to
 * the engine's value within 1e-9.
 *
 * It answers one series for each set of the labels in `by`, and none where the engine has no answer: a side that is
 * absent or empty, a bound that is missing, an infinite score. Chi-square alone has fewer answers than in the engine,
 * which merges bins that expect fewer than 5 observations. The text is long, for PromQL has no variables; it reads the
 * buckets many times over, so what is asked often belongs into `recordingRules`. Where cumulative buckets fall, the
 * engine raises them, and the query takes the bin as empty.
 *
 * Edges that do not rise, no window, or a label that buckets need: no answer. O(edges) text.
 *
 * @example
 * promqlExpression('ks', { bucketMetric: 'm_bucket', matchers: [], by: ['feature'], edges: [1], windowMs: 60_000, reference: { kind: 'offset', offsetMs: 86_400_000 } }).value.includes('offset 24h')
 * // => true
 */
export function promqlExpression(id: PromqlScoreId, input: PromqlInput, options: ScoreOptions = {}): Answer<string> {
  const prepared = prepare(input);
  if (!prepared.ok) {
    return prepared;
  }
  const { by, byBin } = labelsOf(input.by);
  const reference = fromBuckets(prepared.value.reference, input.by);
  const current = fromBuckets(prepared.value.current, input.by);
  const formula = promqlFormulas[id]({ reference, current, by, byBin, edges: input.edges }, options);
  const guarded = complete(formula, reference.cumulative, input.edges, by);
  return answered(complete(guarded, current.cumulative, input.edges, by));
}

const VECTORS = ['counts', 'cumulative', 'before', 'total'] as const;

/**
 * Drift scores as a group of recording rules: the counts of the bins first, then `<prefix>:<score>` for each score from
 * those. So the buckets are read a few times only, and Prometheus, Mimir or Thanos keep the scores on their own.
 *
 * What holds of `promqlExpression` holds here. A prefix that is no metric name gives no answer. O(edges + scores) text.
 *
 * @example
 * recordingRules(['psi'], { bucketMetric: 'm_bucket', matchers: [], by: ['feature'], edges: [1], windowMs: 60_000, reference: { kind: 'offset', offsetMs: 3_600_000 } }, { prefix: 'tidemark:m' }).value.rules.map((rule) => rule.record).at(-1)
 * // => 'tidemark:m:psi'
 */
export function recordingRules(
  ids: readonly PromqlScoreId[],
  input: PromqlInput,
  { prefix, labels = {}, ...options }: RecordingOptions
): Answer<RuleGroup> {
  const prepared = prepare(input);
  if (!prepared.ok) {
    return prepared;
  }
  if (!isMetricName(`${prefix}:psi`)) {
    return noAnswer(
      'invalid_label',
      `"${prefix}" is no beginning of a metric name: use letters, digits, _ and colons.`
    );
  }
  const { by, byBin } = labelsOf(input.by);
  const own = Object.entries(labels).map(([label, value]): LabelMatcher => ({ label, op: '=', value }));
  const onRule = own.length > 0 ? { labels } : {};
  const rules: RecordingRule[] = [];
  const record = (name: string, expr: string): string => {
    rules.push({ record: name, expr, ...onRule });
    return selectorText(name, own);
  };
  const recorded = (side: 'reference' | 'current'): SideVectors => {
    const vectors = fromBuckets(prepared.value[side], input.by);
    const names = VECTORS.map((vector) => {
      const name = `${prefix}:${side}_${vector}`;
      return [vector, record(name, complete(vectors[vector], vectors.cumulative, input.edges, by))] as const;
    });
    return Object.fromEntries(names) as Record<(typeof VECTORS)[number], string>;
  };
  const vectors = { reference: recorded('reference'), current: recorded('current'), by, byBin, edges: input.edges };
  for (const id of ids) {
    record(`${prefix}:${id}`, promqlFormulas[id](vectors, options));
  }
  return answered({ name: prefix, rules });
}
