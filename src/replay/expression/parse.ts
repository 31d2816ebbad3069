/** The operators of Grafana's mathematics. */
export type BinaryOperator = '||' | '&&' | '==' | '!=' | '>' | '>=' | '<' | '<=' | '+' | '-' | '*' | '/' | '%' | '**';

export const FUNCTIONS = [
  'abs',
  'log',
  'nan',
  'is_nan',
  'inf',
  'infn',
  'is_inf',
  'null',
  'is_null',
  'is_number',
  'round',
  'ceil',
  'floor',
] as const;
export type FunctionName = (typeof FUNCTIONS)[number];

export type Expression =
  | { readonly kind: 'scalar'; readonly value: number }
  | { readonly kind: 'variable'; readonly refId: string }
  | { readonly kind: 'unary'; readonly operator: '!' | '-'; readonly argument: Expression }
  | {
      readonly kind: 'binary';
      readonly operator: BinaryOperator;
      readonly left: Expression;
      readonly right: Expression;
    }
  | { readonly kind: 'call'; readonly name: FunctionName; readonly argument: Expression | undefined };

export type Parsed =
  { readonly ok: true; readonly expression: Expression } | { readonly ok: false; readonly message: string };

interface Token {
  readonly kind: 'number' | 'variable' | 'name' | 'symbol' | 'end';
  readonly text: string;
}

const TOKEN =
  /\s*(?:(?<variable>\$(?:\{[^}]+\}|\w+))|(?<number>(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d+)?)|(?<name>[A-Za-z_]+)|(?<symbol>\*\*|\|\||&&|[=!<>]=|[-+*/%!<>()]))/y;

function tokensOf(text: string): readonly Token[] | string {
  const tokens: Token[] = [];
  TOKEN.lastIndex = 0;
  const end = text.trimEnd().length;
  while (TOKEN.lastIndex < end) {
    const start = TOKEN.lastIndex;
    const found = TOKEN.exec(text);
    if (found === null) {
      return `unexpected ${JSON.stringify(text.slice(start).trim().slice(0, 10))}`;
    }
    for (const kind of ['variable', 'number', 'name', 'symbol'] as const) {
      const own = found.groups?.[kind];
      if (own !== undefined) {
        tokens.push({ kind, text: own });
      }
    }
  }
  return [...tokens, { kind: 'end', text: 'the end' }];
}

/** From what binds the least to what binds the most; all are read from the left, also the power. */
const LEVELS: ReadonlyArray<readonly BinaryOperator[]> = [
  ['||'],
  ['&&'],
  ['==', '!=', '>', '>=', '<', '<='],
  ['+', '-'],
  ['*', '/', '%'],
  ['**'],
];

const WITHOUT_ARGUMENT: ReadonlySet<FunctionName> = new Set(['nan', 'inf', 'infn', 'null']);
const isFunction = (name: string): name is FunctionName => FUNCTIONS.some((known) => known === name);

class Unreadable extends Error {}

class Reader {
  private place = 0;

  constructor(private readonly tokens: readonly Token[]) {}

  private peek(): Token {
    return this.tokens[this.place] ?? { kind: 'end', text: 'the end' };
  }

  private next(): Token {
    const token = this.peek();
    this.place++;
    return token;
  }

  private expect(text: string): void {
    const token = this.next();
    if (token.text !== text) {
      throw new Unreadable(`${JSON.stringify(text)} is expected before ${token.text}`);
    }
  }

  whole(): Expression {
    const expression = this.level(0);
    const rest = this.peek();
    if (rest.kind !== 'end') {
      throw new Unreadable(`unexpected ${rest.text}`);
    }
    return expression;
  }

  private level(depth: number): Expression {
    const operators = LEVELS[depth];
    if (operators === undefined) {
      return this.factor();
    }
    let left = this.level(depth + 1);
    for (;;) {
      const token = this.peek();
      const operator = operators.find((known) => token.kind === 'symbol' && known === token.text);
      if (operator === undefined) {
        return left;
      }
      this.next();
      left = { kind: 'binary', operator, left, right: this.level(depth + 1) };
    }
  }

  private factor(): Expression {
    const token = this.next();
    switch (token.kind) {
      case 'number':
        return { kind: 'scalar', value: Number(token.text) };
      case 'variable':
        return { kind: 'variable', refId: token.text.replace(/^\$\{?|\}$/g, '') };
      case 'name':
        return this.call(token.text);
      case 'symbol':
        if (token.text === '!' || token.text === '-') {
          return { kind: 'unary', operator: token.text, argument: this.factor() };
        }
        if (token.text === '(') {
          const inner = this.level(0);
          this.expect(')');
          return inner;
        }
    }
    throw new Unreadable(`unexpected ${token.text}`);
  }

  private call(name: string): Expression {
    if (!isFunction(name)) {
      throw new Unreadable(`there is no function ${name}; there is ${FUNCTIONS.join(', ')}`);
    }
    this.expect('(');
    const argument = WITHOUT_ARGUMENT.has(name) ? undefined : this.level(0);
    this.expect(')');
    return { kind: 'call', name, argument };
  }
}

/**
 * Reads an expression of Grafana's mathematics, `$drifted > 0 && is_number($share)`.
 *
 * Grammar: pkg/expr/mathexp/parse of Grafana 12.4. As there, a minus binds more tightly than a power, `-2 ** 2` is 4, and
 * powers are read from the left.
 */
export function parseMath(text: string): Parsed {
  const tokens = tokensOf(text);
  if (typeof tokens === 'string') {
    return { ok: false, message: tokens };
  }
  try {
    return { ok: true, expression: new Reader(tokens).whole() };
  } catch (thrown) {
    if (thrown instanceof Unreadable) {
      return { ok: false, message: thrown.message };
    }
    throw thrown;
  }
}

/** The queries and expressions that an expression needs. */
export function variablesOf(expression: Expression): readonly string[] {
  switch (expression.kind) {
    case 'scalar':
      return [];
    case 'variable':
      return [expression.refId];
    case 'unary':
      return variablesOf(expression.argument);
    case 'binary':
      return [...new Set([...variablesOf(expression.left), ...variablesOf(expression.right)])];
    case 'call':
      return expression.argument === undefined ? [] : variablesOf(expression.argument);
  }
}
