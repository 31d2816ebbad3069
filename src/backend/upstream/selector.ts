import { parser } from '@prometheus-io/lezer-promql';
import type { SyntaxNode, Tree } from '@lezer/common';
import { TidemarkError } from '../errors';
import type { Matcher } from './upstream';

const OPERATORS: Readonly<Record<string, Matcher['op']>> = { '=': '=', '!=': '!=', '=~': '=~', '!~': '!~' };

const ESCAPES: Readonly<Record<string, string>> = {
  a: '\x07',
  b: '\b',
  f: '\f',
  n: '\n',
  r: '\r',
  t: '\t',
  v: '\v',
  '\\': '\\',
};

/** A place in the selector, as a person counts it, and the text around it. */
function wrong(text: string, at: number, what: string): TidemarkError {
  const around = text.slice(at, at + 20);
  const place = at >= text.length ? 'at its end' : `at character ${at + 1} (${JSON.stringify(around)})`;
  return new TidemarkError(
    'bad_query',
    `The selector cannot be read ${place}: ${what}. Write it as {label="value", other=~"a|b"}.`
  );
}

/** Reads a string literal as Go, and so Prometheus, does: backticks are raw, \x and octal are bytes of UTF-8. */
function unquote(text: string, from: number, to: number): string {
  const quote = text[from];
  const inside = text.slice(from + 1, to - 1);
  if (quote === '`') {
    return inside;
  }
  const bytes: number[] = [];
  const push = (part: string): void => {
    bytes.push(...Buffer.from(part, 'utf8'));
  };
  for (let i = 0; i < inside.length; i += 1) {
    const char = inside[i] ?? '';
    if (char !== '\\') {
      const whole = String.fromCodePoint(inside.codePointAt(i) ?? 0);
      push(whole);
      i += whole.length - 1;
      continue;
    }
    const rest = inside.slice(i + 1);
    const simple = ESCAPES[rest[0] ?? ''] ?? (rest[0] === quote ? quote : undefined);
    const byte = /^(?:x([0-9a-fA-F]{2})|([0-3][0-7]{2}))/.exec(rest);
    const rune = /^(?:u([0-9a-fA-F]{4})|U([0-9a-fA-F]{8}))/.exec(rest);
    const code = parseInt(rune?.[1] ?? rune?.[2] ?? '', 16);
    if (simple !== undefined) {
      push(simple);
      i += 1;
    } else if (byte !== null) {
      bytes.push(byte[1] === undefined ? parseInt(byte[2] ?? '', 8) : parseInt(byte[1], 16));
      i += byte[0].length;
    } else if (rune !== null && code <= 0x10ffff && !(code >= 0xd800 && code <= 0xdfff)) {
      push(String.fromCodePoint(code));
      i += rune[0].length;
    } else {
      throw wrong(text, from + 1 + i, 'there is no such escape; write a backslash as \\\\');
    }
  }
  try {
    return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(Uint8Array.from(bytes));
  } catch {
    throw wrong(text, from, 'its bytes are not UTF-8');
  }
}

function children(node: SyntaxNode): readonly SyntaxNode[] {
  const found: SyntaxNode[] = [];
  for (let child = node.firstChild; child !== null; child = child.nextSibling) {
    found.push(child);
  }
  return found;
}

function firstError(tree: Tree): number | undefined {
  let at: number | undefined;
  tree.iterate({
    enter: (node) => {
      if (node.type.isError) {
        at ??= node.from;
      }
    },
  });
  return at;
}

function matcherOf(node: SyntaxNode, text: string): Matcher {
  const [name, operator, value] = children(node);
  if (name === undefined || operator === undefined || value === undefined) {
    throw wrong(text, node.from, 'the metric has a field of its own, so that here only labels stand');
  }
  const label = name.name === 'LabelName' ? text.slice(name.from, name.to) : unquote(text, name.from, name.to);
  if (label === '__name__') {
    throw wrong(text, node.from, 'the metric has a field of its own, so that __name__ cannot stand here');
  }
  const op = OPERATORS[text.slice(operator.from, operator.to)];
  if (op === undefined) {
    throw wrong(text, operator.from, 'a label is compared with =, !=, =~ or !~');
  }
  return { label, op, value: unquote(text, value.from, value.to) };
}

/**
 * Reads the selector of an ad-hoc source with Prometheus' own grammar into matchers, which are then escaped like any
 * others: what a person types is never pasted into a query.
 *
 * @throws TidemarkError `bad_query`, saying where it is wrong.
 */
export function parseSelector(text: string): readonly Matcher[] {
  if (text.trim() === '') {
    return [];
  }
  const start = text.length - text.trimStart().length;
  if (text[start] !== '{') {
    const what = /^\s*[a-zA-Z_:][a-zA-Z0-9_:]*\s*\{/.test(text)
      ? 'the metric has a field of its own; begin with the brace'
      : 'it must begin with a brace';
    throw wrong(text, start, what);
  }
  const tree = parser.parse(text);
  const at = firstError(tree);
  if (at !== undefined) {
    throw wrong(text, at, 'PromQL does not allow this here');
  }
  const selector = tree.topNode.firstChild;
  if (selector?.name !== 'VectorSelector' || selector.nextSibling !== null) {
    throw wrong(text, start, 'it is a whole expression, and should be label matchers alone');
  }
  return children(selector)
    .flatMap((node) => (node.name === 'LabelMatchers' ? children(node) : []))
    .map((node) => matcherOf(node, text));
}
