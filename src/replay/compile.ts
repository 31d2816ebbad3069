import type { ReplayRule, RuleNode } from '../model';
import { reduceClassic, reduceSeries, type Points } from './expression/reduceSeries';
import { isQuery, needsOf, stepOf, Unreadable, type Step } from './ruleStep';

/** A number that an expression makes of a query that answers series, and under which name it is an answer. */
export interface SeriesReduction {
  readonly key: string;
  /** The query. */
  readonly of: string;
  readonly reduce: (points: Points) => number | null;
}

export interface CompiledNode {
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

/**
 * Whether a query answers series over time, and not numbers, to a rule. How often a score has changed, by a detector, is a
 * number again.
 */
const answersSeries = (node: RuleNode): boolean =>
  isQuery(node) && node.model['queryType'] === 'drift_over_time' && node.model['detector'] === undefined;

/** Parts of a classic condition look at a query each with their own reducer. */
export const partKey = (refId: string, place: number): string => `${refId}[${place}]`;

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
