import { parser } from '@prometheus-io/lezer-promql';

/** The number that the expression of an alert is held against at its end, and where it stands. */
export interface Comparison {
  readonly threshold: number;
  /** The same expression with another number in its places. */
  readonly replaced: (threshold: number) => string;
}

interface Found {
  readonly operator: string;
  readonly from: number;
  readonly to: number;
}

type Node = ReturnType<typeof parser.parse>['topNode'];

const OPERATORS: ReadonlySet<string> = new Set(['Gtr', 'Lss', 'Gte', 'Lte']);

/** Comparisons of a series with a number, on the way down through parentheses and through what is joined by `and`. */
function comparisons(node: Node | null): readonly Found[] {
  if (node === null) {
    return [];
  }
  if (node.name !== 'BinaryExpr') {
    return node.name === 'PromQL' || node.name === 'ParenExpr' ? comparisons(node.firstChild) : [];
  }
  const left = node.firstChild;
  const right = node.lastChild;
  const operator = left?.nextSibling ?? null;
  if (operator !== null && OPERATORS.has(operator.name)) {
    const number = right?.name === 'UnaryExpr' ? right.lastChild : right;
    return number?.name === 'NumberDurationLiteral' && right !== null
      ? [{ operator: operator.name, from: right.from, to: right.to }]
      : [];
  }
  switch (operator?.name) {
    case 'And':
      return [...comparisons(left), ...comparisons(right)];
    // What it takes away is another condition.
    case 'Unless':
      return comparisons(left);
    default:
      return [];
  }
}

function replacedIn(expr: string, places: readonly Found[], threshold: number): string {
  return [...places]
    .sort((a, b) => b.from - a.from)
    .reduce((text, { from, to }) => `${text.slice(0, from)}${threshold}${text.slice(to)}`, expr);
}

/**
 * What an alert of Prometheus is held against: the first comparison with a number that decides, and with it those that
 * ask the same of another window (`a > 6 and b > 6`). Undefined where there is none, such as in an alert about verdicts
 * that were recorded.
 */
export function promqlComparison(expr: string): Comparison | undefined {
  const tree = parser.parse(expr);
  const left = tree.topNode.firstChild;
  const found = comparisons(tree.topNode);
  const [first] = found;
  if (first === undefined) {
    return undefined;
  }
  const textOf = ({ from, to }: Found): string => expr.slice(from, to);
  const threshold = Number(textOf(first).replace(/\s/g, ''));
  // The left of an `and` is what fires; a comparison further right only allows it to.
  if (!Number.isFinite(threshold) || !decides(tree.topNode, first.from)) {
    return undefined;
  }
  const places = found.filter((one) => one.operator === first.operator && textOf(one) === textOf(first));
  return { threshold, replaced: (other) => replacedIn(expr, places, other) };
}

/** Whether the comparison whose number stands there is the leftmost part of an expression. */
function decides(node: Node | null, from: number): boolean {
  if (node?.name === 'PromQL' || node?.name === 'ParenExpr') {
    return decides(node.firstChild, from);
  }
  if (node?.name !== 'BinaryExpr') {
    return false;
  }
  const operator = node.firstChild?.nextSibling;
  return OPERATORS.has(operator?.name ?? '') ? node.lastChild?.from === from : decides(node.firstChild, from);
}

/** In LogQL lines stand within brackets of a range, so that a comparison at the very end is one of the answer. */
const AT_THE_END = /^(.*[)\]}]\s*(?:>=?|<=?)\s*)(-?\d+(?:\.\d+)?(?:e[+-]?\d+)?)(\s*)$/is;

/** What joins answers binds less than a comparison, which is then of one side alone. */
const JOINED = /\)\s*(?:or|and|unless)\b/i;

/** The same for an alert of Loki. */
export function logqlComparison(expr: string): Comparison | undefined {
  const [, before, number, after = ''] = AT_THE_END.exec(expr) ?? [];
  return before === undefined || number === undefined || JOINED.test(expr)
    ? undefined
    : { threshold: Number(number), replaced: (other) => `${before}${other}${after}` };
}
