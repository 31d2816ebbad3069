import { dump } from 'js-yaml';
import {
  promqlExpression,
  recordingRules,
  type Answer,
  type LabelMatcher,
  type PromqlInput,
  type RuleGroup,
} from '../../src/engine';
import type { Layout } from './bounds';
import { UsageError, type PromqlOptions } from './options';

/** Tells groups on other bounds apart, which record the same metrics. */
const LAYOUT_LABEL = 'tidemark_bounds';

function valueOf<T>(answer: Answer<T>): T {
  if (!answer.ok) {
    throw new UsageError(answer.detail);
  }
  return answer.value;
}

/** The text that, as a regular expression, matches itself alone. */
function literal(text: string): string {
  return text.replace(/[\\^$.|?*+()[\]{}]/g, '\\$&');
}

function inputOf(options: PromqlOptions, { edges, values }: Layout): PromqlInput {
  const { metric, matchers, by, windowMs, reference } = options;
  const [label] = by;
  const narrow = (own: readonly LabelMatcher[]): readonly LabelMatcher[] =>
    label === undefined || values === undefined
      ? own
      : [
          ...own,
          values.length === 1
            ? { label, op: '=', value: values[0] as string }
            : { label, op: '=~', value: values.map(literal).join('|') },
        ];
  return {
    bucketMetric: `${metric}_bucket`,
    matchers: narrow(matchers),
    by,
    edges,
    windowMs,
    reference: reference.kind === 'matchers' ? { kind: 'matchers', matchers: narrow(reference.matchers) } : reference,
  };
}

/** The groups of a rule file: one for each set of bounds. @throws UsageError where the engine has no answer. */
export function ruleGroups(options: PromqlOptions, layouts: readonly Layout[]): readonly RuleGroup[] {
  const { scores, prefix, labels, smoothing, fixedReference } = options;
  return layouts.map((layout, i) => {
    const own = layouts.length === 1 ? labels : { ...labels, [LAYOUT_LABEL]: String(i + 1) };
    const recording = { prefix, labels: own, fixedReference, ...(smoothing && { smoothing }) };
    const group = valueOf(recordingRules(scores, inputOf(options, layout), recording));
    return layouts.length === 1 ? group : { ...group, name: `${group.name}:${i + 1}` };
  });
}

/** The same as the YAML that Prometheus, Mimir and Thanos read. */
export function ruleFile(options: PromqlOptions, layouts: readonly Layout[]): string {
  return dump({ groups: ruleGroups(options, layouts) }, { lineWidth: -1 }).trimEnd();
}

/** The expression of the score for each set of bounds, an empty line between. */
export function expressionText(options: PromqlOptions, layouts: readonly Layout[]): string {
  const { scores, smoothing, fixedReference } = options;
  return layouts
    .flatMap((layout) =>
      scores.map((id) =>
        valueOf(promqlExpression(id, inputOf(options, layout), { fixedReference, ...(smoothing && { smoothing }) }))
      )
    )
    .join('\n\n');
}
