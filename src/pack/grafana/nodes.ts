import type { DriftQuery, Level, RuleNode } from '../../model';

/** Seconds before now. */
export interface Range {
  readonly from: number;
  readonly to: number;
}

export type Node = RuleNode;

const EXPRESSIONS = '__expr__';

/** Asks the data source, in the form for rules: one number a label set. */
export function ask(datasourceUid: string, refId: string, query: DriftQuery, range: Range): Node {
  return { refId, relativeTimeRange: range, datasourceUid, model: { refId, format: 'alert', ...query } };
}

/**
 * Grafana's mathematics. Two values of other labels cannot be joined, with one exception: where there is one on either
 * side, they are, and the result has no labels and joins with anything. That is how a number about a whole model decides
 * on its features: it is multiplied with another number about the model first.
 */
export function math(refId: string, expression: string): Node {
  return { refId, datasourceUid: EXPRESSIONS, model: { refId, type: 'math', expression } };
}

/** Fires beyond `alert`, and is quiet again only beyond `recover`. */
export function threshold(refId: string, expression: string, { alert, recover }: Level): Node {
  const falls = recover > alert;
  const [beyond, back] = falls ? ['lt', 'gt'] : ['gt', 'lt'];
  return {
    refId,
    datasourceUid: EXPRESSIONS,
    model: {
      refId,
      type: 'threshold',
      expression,
      conditions: [
        {
          evaluator: { type: beyond, params: [alert] },
          ...(recover === alert ? {} : { unloadEvaluator: { type: back, params: [recover] } }),
        },
      ],
    },
  };
}
