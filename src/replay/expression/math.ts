import { containsLabels, sameLabels, sizeOf, type Labels } from '../labels';
import type { BinaryOperator, Expression, FunctionName } from './parse';
import { labelsOf, NO_DATA, NO_LABELS, type Value } from './value';

type Values = readonly Value[];

const truth = (condition: boolean): number => (condition ? 1 : 0);

/** Go's math.Pow, which says 1 where JavaScript says NaN: 1 and -1 to the power of infinity. */
function power(a: number, b: number): number {
  return (a === 1 && !Number.isNaN(b)) || (a === -1 && Math.abs(b) === Infinity) ? 1 : a ** b;
}

function operate(operator: BinaryOperator, a: number, b: number): number {
  // Before NaN: what the right side is does not matter any more.
  if (operator === '||' && a !== 0) {
    return 1;
  }
  if (operator === '&&' && a === 0) {
    return 0;
  }
  if (Number.isNaN(a) || Number.isNaN(b)) {
    return NaN;
  }
  switch (operator) {
    case '+':
      return a + b;
    case '-':
      return a - b;
    case '*':
      return a * b;
    case '/':
      return a / b;
    case '%':
      return a % b;
    case '**':
      return power(a, b);
    case '==':
      return truth(a === b);
    case '!=':
      return truth(a !== b);
    case '>':
      return truth(a > b);
    case '>=':
      return truth(a >= b);
    case '<':
      return truth(a < b);
    case '<=':
      return truth(a <= b);
    case '||':
      return truth(a !== 0 || b !== 0);
    case '&&':
      return truth(a !== 0 && b !== 0);
  }
}

interface Pair {
  readonly labels: Labels;
  readonly a: Value;
  readonly b: Value;
}

/** The labels of two values that belong together; undefined where they do not. */
function joined(a: Labels, b: Labels): Labels | undefined {
  if (sizeOf(a) === 0 || sizeOf(b) === 0 || sameLabels(a, b)) {
    return sizeOf(a) === 0 ? b : a;
  }
  if (sizeOf(a) === sizeOf(b)) {
    return undefined;
  }
  return containsLabels(a, b) ? a : containsLabels(b, a) ? b : undefined;
}

/** `union` of pkg/expr/mathexp/exp.go. */
function pairs(left: Values, right: Values): readonly Pair[] {
  const [a] = left;
  const [b] = right;
  if (a === undefined || b === undefined) {
    return [];
  }
  if ((left.length === 1 || right.length === 1) && (a.kind === 'no_data' || b.kind === 'no_data')) {
    return [{ labels: NO_LABELS, a, b }];
  }
  const found = left.flatMap((one) =>
    right.flatMap((other): Pair[] => {
      const labels = joined(labelsOf(one), labelsOf(other));
      return labels === undefined ? [] : [{ labels, a: one, b: other }];
    })
  );
  // One on either side are joined whatever their labels, and lose them.
  return found.length === 0 && left.length === 1 && right.length === 1 ? [{ labels: NO_LABELS, a, b }] : found;
}

function combined(operator: BinaryOperator, { labels, a, b }: Pair): Value {
  if (a.kind === 'no_data' || b.kind === 'no_data') {
    return NO_DATA;
  }
  const value = a.value === null || b.value === null ? null : operate(operator, a.value, b.value);
  return a.kind === 'scalar' && b.kind === 'scalar' ? { kind: 'scalar', value } : { kind: 'number', labels, value };
}

function mapped(values: Values, of: (value: number | null) => number | null): Values {
  return values.map((value) => (value.kind === 'no_data' ? value : { ...value, value: of(value.value) }));
}

/** A null becomes NaN here, and stays what it is in the other functions. */
const onNumbers =
  (of: (value: number) => number) =>
  (value: number | null): number =>
    value === null ? NaN : of(value);

const FUNCTION: Record<FunctionName, (value: number | null) => number | null> = {
  abs: onNumbers(Math.abs),
  log: onNumbers(Math.log),
  is_nan: onNumbers((value) => truth(Number.isNaN(value))),
  is_inf: onNumbers((value) => truth(Math.abs(value) === Infinity)),
  is_null: (value) => truth(value === null),
  is_number: (value) => truth(value !== null && Number.isFinite(value)),
  // Halves away from zero, as Go rounds.
  round: onNumbers((value) => Math.sign(value) * Math.round(Math.abs(value))),
  ceil: onNumbers(Math.ceil),
  floor: onNumbers(Math.floor),
  nan: () => NaN,
  inf: () => Infinity,
  infn: () => -Infinity,
  null: () => null,
};

/**
 * What an expression of Grafana's mathematics is, from the values of the queries and expressions that it names.
 *
 * Values of two sides are joined where their labels are the same, or those of one are among those of the other, or one
 * has none; others are dropped, unless there is exactly one on either side. Source: pkg/expr/mathexp of Grafana 12.4.
 */
export function evaluateMath(expression: Expression, variables: ReadonlyMap<string, Values>): Values {
  switch (expression.kind) {
    case 'scalar':
      return [{ kind: 'scalar', value: expression.value }];
    case 'variable':
      return variables.get(expression.refId) ?? [];
    case 'unary': {
      const of =
        expression.operator === '-'
          ? (value: number) => -value
          : (value: number) => (Number.isNaN(value) ? NaN : truth(value === 0));
      return mapped(evaluateMath(expression.argument, variables), (value) => (value === null ? null : of(value)));
    }
    case 'binary': {
      const left = evaluateMath(expression.left, variables);
      const right = evaluateMath(expression.right, variables);
      return pairs(left, right).map((pair) => combined(expression.operator, pair));
    }
    case 'call': {
      const of = FUNCTION[expression.name];
      return expression.argument === undefined
        ? [{ kind: 'scalar', value: of(null) }]
        : mapped(evaluateMath(expression.argument, variables), of);
    }
  }
}
