import { parse } from '@bufbuild/cel';

/*
 * Rules are written in CEL (cel.dev), the expression language of Kubernetes' admission policies: it has no loops, no
 * assignments and no way out of what it is given. This file reads them, for the editor and for the settings alike; the
 * backend alone evaluates them. See docs/adr/0009.
 */

/** What a rule can speak of: the fields of a prediction. */
export const RULE_VARIABLES = [
  'prediction',
  'confidence',
  'version',
  'role',
  'latency_ms',
  'probabilities',
  'features',
] as const;
/** What says that an output was wrong can speak of the truth as well. */
export const WRONG_VARIABLES = [...RULE_VARIABLES, 'label'] as const;
export type RuleVariable = (typeof WRONG_VARIABLES)[number];

export type RuleExpression = ReturnType<typeof parse>;
type Expr = RuleExpression['expr'];

/** A rule that can be evaluated. */
export interface ParsedRule {
  readonly expression: RuleExpression;
  readonly variables: ReadonlySet<RuleVariable>;
  /** The features that it reads, with dots between the keys of nested ones; `all` where it does not name them. */
  readonly features: ReadonlySet<string> | 'all';
}

/** Why a text is no rule: where, counted from 1, and what to change. */
export interface RuleFault {
  readonly at: number;
  readonly message: string;
}

export type RuleReading = { readonly ok: true; readonly rule: ParsedRule } | ({ readonly ok: false } & RuleFault);

/** Nobody writes longer ones by hand; what a program sends must not keep the reader busy. */
const LONGEST = 1000;
const DEEPEST = 50;

/** Calls that answer true or false; `_[_]` and `_?_:_` may. */
const CONDITIONS: ReadonlySet<string> = new Set([
  ...['_<_', '_<=_', '_>_', '_>=_', '_==_', '_!=_', '_&&_', '_||_', '!_', '@in', '@not_strictly_false'],
  ...['matches', 'contains', 'startsWith', 'endsWith', 'bool', '_[_]', '_?_:_'],
]);
const OTHER_CALLS: ReadonlySet<string> = new Set([
  ...['_+_', '_-_', '_*_', '_/_', '_%_', '-_', 'size', 'int', 'uint', 'double', 'string', 'type', 'dyn', 'abs'],
]);
const CALLABLE = ['abs', 'size', 'int', 'double', 'string', 'bool', 'matches', 'contains', 'startsWith', 'endsWith'];

const EXAMPLE = 'prediction < 0 || features.age > 130';

/** The most frequent slips of people who come from other languages; the first that fits is told. */
const SLIPS: ReadonlyArray<readonly [RegExp, string]> = [
  [/[^=!<>]=(?!=)/, 'compare with ==, not ='],
  [/===|!==/, 'compare with == or !='],
  [/<>/, 'compare with !='],
  [/\band\b/i, 'write && for "and"'],
  [/\bor\b/i, 'write || for "or"'],
  [/\bnot\b/i, 'write ! for "not"'],
  [/\bis\b/i, 'ask has(features.name) for what may be missing'],
  [/[<>=!&|+\-*/%?:(,[]\s*$/, 'something is missing at its end'],
];

/** The text without what stands in quotes, so that a slip is looked for in the code alone. */
function withoutStrings(text: string): string {
  return text.replace(/"(?:[^"\\]|\\.)*"|'(?:[^'\\]|\\.)*'/g, '""');
}

interface SyntaxFault {
  readonly location: { readonly start: { readonly offset: number } };
  readonly found?: string | null;
}

function isSyntaxFault(thrown: unknown): thrown is SyntaxFault {
  const location: unknown = thrown instanceof Error && 'location' in thrown ? thrown.location : undefined;
  return typeof location === 'object' && location !== null && 'start' in location;
}

function syntaxFault(text: string, thrown: unknown): RuleFault {
  const at = isSyntaxFault(thrown) ? thrown.location.start.offset + 1 : 1;
  const found = text.slice(at - 1).match(/^\S{1,20}/)?.[0];
  const slip = SLIPS.find(([pattern]) => pattern.test(withoutStrings(text)))?.[1];
  const what = found === undefined ? 'it ends too early' : `${JSON.stringify(found)} cannot be read here`;
  return { at, message: `${what}; ${slip ?? `write a condition, such as ${EXAMPLE}`}` };
}

/** A chain of keys that leads to a value: `features.card.age` and `features["card"].age` are the same. */
function chainOf(expr: Expr): readonly string[] | undefined {
  const { exprKind } = expr;
  if (exprKind.case === 'identExpr') {
    return [exprKind.value.name];
  }
  if (exprKind.case === 'selectExpr' && exprKind.value.operand !== undefined) {
    const chain = chainOf(exprKind.value.operand);
    return chain === undefined ? undefined : [...chain, exprKind.value.field];
  }
  if (exprKind.case === 'callExpr' && exprKind.value.function === '_[_]') {
    const [operand, index] = exprKind.value.args;
    const key = index?.exprKind.case === 'constExpr' ? index.exprKind.value.constantKind : undefined;
    const chain = operand === undefined || key?.case !== 'stringValue' ? undefined : chainOf(operand);
    return chain === undefined || key?.case !== 'stringValue' ? undefined : [...chain, key.value];
  }
  return undefined;
}

class Walk {
  readonly variables = new Set<RuleVariable>();
  readonly features = new Set<string>();
  all = false;
  fault: RuleFault | undefined;

  constructor(
    private readonly known: readonly RuleVariable[],
    private readonly positions: Readonly<Record<string, number>> | undefined
  ) {}

  private blame(expr: Expr, message: string): void {
    this.fault ??= { at: (this.positions?.[expr.id.toString()] ?? 0) + 1, message };
  }

  visit(expr: Expr | undefined, bound: ReadonlySet<string>, depth: number, loops: number): void {
    if (expr === undefined || this.fault !== undefined) {
      return;
    }
    if (depth > DEEPEST) {
      return this.blame(expr, `it is nested deeper than ${DEEPEST} levels; make several rules of it`);
    }
    const chain = chainOf(expr);
    const [first, ...keys] = chain ?? [];
    if (first !== undefined && !bound.has(first)) {
      return this.name(expr, first, keys);
    }
    const inner = (part: Expr | undefined, names = bound, more = 0) => this.visit(part, names, depth + 1, loops + more);
    const { exprKind } = expr;
    switch (exprKind.case) {
      case 'selectExpr':
        return inner(exprKind.value.operand);
      case 'callExpr': {
        const { function: called, target, args } = exprKind.value;
        if (!CONDITIONS.has(called) && !OTHER_CALLS.has(called)) {
          return this.blame(expr, `there is no function ${called}; there is ${CALLABLE.join(', ')} and has`);
        }
        inner(target);
        return args.forEach((arg) => inner(arg));
      }
      case 'listExpr':
        return exprKind.value.elements.forEach((element) => inner(element));
      case 'structExpr':
        if (exprKind.value.messageName !== '') {
          return this.blame(expr, `there is no type ${exprKind.value.messageName}`);
        }
        return exprKind.value.entries.forEach(({ keyKind, value }) => {
          inner(keyKind.case === 'mapKey' ? keyKind.value : undefined);
          inner(value);
        });
      case 'comprehensionExpr': {
        // One pass over a list is bounded by the line; passes within passes multiply.
        if (loops > 0) {
          return this.blame(expr, 'one exists, all, map or filter cannot stand within another; make two rules of it');
        }
        const { iterVar, accuVar, iterRange, accuInit, loopCondition, loopStep, result } = exprKind.value;
        inner(iterRange);
        inner(accuInit);
        const within = new Set([...bound, iterVar, accuVar]);
        [loopCondition, loopStep, result].forEach((part) => inner(part, within, 1));
        return;
      }
      default:
        return;
    }
  }

  private name(expr: Expr, first: string, keys: readonly string[]): void {
    const variable = this.known.find((name) => name === first);
    if (variable === undefined) {
      const meant = first === 'label' ? 'a rule cannot know the label' : `write features.${first} for a feature`;
      return this.blame(expr, `there is no ${first}; ${meant}; there is ${this.known.join(', ')}`);
    }
    this.variables.add(variable);
    if (variable === 'features') {
      if (keys.length === 0) {
        this.all = true;
      } else {
        this.features.add(keys.join('.'));
      }
    }
  }
}

/** Whether an expression may answer true or false; what surely does not is a slip, such as a rule cut short. */
function mayBeCondition({ exprKind }: Expr): boolean {
  switch (exprKind.case) {
    case 'callExpr':
      return CONDITIONS.has(exprKind.value.function);
    case 'selectExpr':
    case 'comprehensionExpr':
      return true;
    case 'constExpr':
      return exprKind.value.constantKind.case === 'boolValue';
    default:
      return false;
  }
}

/** Reads the text of a rule, and refuses what could never be evaluated. */
export function parseRule(text: string, known: readonly RuleVariable[] = RULE_VARIABLES): RuleReading {
  if (text.length > LONGEST) {
    return { ok: false, at: LONGEST + 1, message: `it is longer than ${LONGEST} characters; make several rules of it` };
  }
  let expression: RuleExpression;
  try {
    expression = parse(text);
  } catch (thrown) {
    return { ok: false, ...syntaxFault(text, thrown) };
  }
  const positions: unknown = expression.sourceInfo?.positions;
  const walk = new Walk(known, positions as Readonly<Record<string, number>> | undefined);
  walk.visit(expression.expr, new Set(), 0, 0);
  if (walk.fault !== undefined) {
    return { ok: false, ...walk.fault };
  }
  if (!mayBeCondition(expression.expr)) {
    return { ok: false, at: 1, message: `it is a value, not a condition; compare it, as in ${EXAMPLE}` };
  }
  return {
    ok: true,
    rule: { expression, variables: walk.variables, features: walk.all ? 'all' : walk.features },
  };
}

/** A fault as it is told beside the rule's name. */
export function describeRuleFault(name: string, { at, message }: RuleFault): string {
  return `the rule ${JSON.stringify(name)} cannot be read, at character ${at}: ${message}`;
}
