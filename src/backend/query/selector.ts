import { parser } from '@prometheus-io/lezer-promql';
import { TidemarkError } from '../errors';
import type { Matcher } from '../upstream/upstream';

const OPS: Readonly<Record<string, Matcher['op']>> = { EqlSingle: '=', Neq: '!=', EqlRegex: '=~', NeqRegex: '!~' };

const SIMPLE_ESCAPES: Readonly<Record<string, string>> = {
  a: '\x07',
  b: '\b',
  f: '\f',
  n: '\n',
  r: '\r',
  t: '\t',
  v: '\v',
  '\\': '\\',
  "'": "'",
  '"': '"',
};

const ESCAPE = /\\(?:x([0-9a-fA-F]{2})|u([0-9a-fA-F]{4})|U([0-9a-fA-F]{8})|([0-7]{3})|([\s\S]))/g;

const UTF8 = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });

/** One escape as UTF-8: `\x` and octal ones are bytes, of which several make a character, the others characters. */
function unescape([, x, u, long, octal, simple]: RegExpMatchArray): Buffer | undefined {
  const byte = x !== undefined ? parseInt(x, 16) : octal !== undefined ? parseInt(octal, 8) : undefined;
  if (byte !== undefined) {
    return byte > 0xff ? undefined : Buffer.of(byte);
  }
  const hex = u ?? long;
  if (hex === undefined) {
    const known = SIMPLE_ESCAPES[simple ?? ''];
    return known === undefined ? undefined : Buffer.from(known);
  }
  const code = parseInt(hex, 16);
  const surrogate = code >= 0xd800 && code <= 0xdfff;
  return code > 0x10ffff || surrogate ? undefined : Buffer.from(String.fromCodePoint(code));
}

/** The text of a PromQL string: Go's escapes inside quotes, none inside backticks; undefined where it is none. */
function unquote(literal: string): string | undefined {
  const inside = literal.slice(1, -1);
  if (literal.startsWith('`')) {
    return inside;
  }
  const parts: Buffer[] = [];
  let end = 0;
  for (const match of inside.matchAll(ESCAPE)) {
    const bytes = unescape(match);
    if (bytes === undefined) {
      return undefined;
    }
    parts.push(Buffer.from(inside.slice(end, match.index)), bytes);
    end = match.index + match[0].length;
  }
  parts.push(Buffer.from(inside.slice(end)));
  try {
    return UTF8.decode(Buffer.concat(parts));
  } catch {
    // Bytes that are no UTF-8: no label has such a value.
    return undefined;
  }
}

function refuse(text: string, why: string): TidemarkError {
  return new TidemarkError(
    'bad_query',
    `source.selector: ${why}. Write label matchers such as {job="api", code=~"5..", path!="/health"}; got ${JSON.stringify(text.slice(0, 200))}.`
  );
}

/**
 * Reads label matchers as a person writes them in PromQL, with or without the braces. What comes out is data, which the
 * upstream escapes anew: nothing of the text is ever pasted into a query.
 *
 * @throws TidemarkError `bad_query` that says where the text is wrong.
 */
export function parseSelector(text: string): readonly Matcher[] {
  const trimmed = text.trim();
  if (trimmed === '') {
    return [];
  }
  // `up{...}` is left as it is, so that the metric in front is what is refused.
  const bare = !/^[\w:]*\s*\{/.test(trimmed);
  const source = bare ? `{${trimmed}}` : trimmed;
  const tree = parser.parse(source);
  const matchers: Matcher[] = [];
  let label: string | undefined;
  let op: Matcher['op'] = '=';
  let inMatchers = false;
  let fault: TidemarkError | undefined;
  tree.iterate({
    enter: ({ name, type, from, to, node }) => {
      const here = source.slice(from, to);
      if (type.isError) {
        fault ??= refuse(
          text,
          source.includes('\n')
            ? 'it cannot be read; a line break inside a value is written \\n'
            : `it cannot be read at character ${bare ? Math.max(1, from) : from + 1}`
        );
      } else if (name === 'LabelMatchers') {
        inMatchers = true;
      } else if (name === 'LabelName') {
        label = here;
      } else if (name === 'QuotedLabelName') {
        label = unquote(here);
        if (node.parent?.name === 'LabelMatchers') {
          fault ??= refuse(text, 'a metric stands in it; the metric has a field of its own');
        }
      } else if (OPS[name] !== undefined) {
        op = OPS[name];
      } else if (name === 'StringLiteral' && node.parent?.name !== 'QuotedLabelName') {
        const value = unquote(here);
        if (label === undefined || value === undefined) {
          fault ??= refuse(text, `${here} holds an escape that PromQL does not know, or bytes that are no UTF-8`);
        } else {
          matchers.push({ label, op, value });
        }
      } else if (
        ![
          'PromQL',
          'VectorSelector',
          'MatchOp',
          'UnquotedLabelMatcher',
          'QuotedLabelMatcher',
          'StringLiteral',
        ].includes(name)
      ) {
        fault ??= refuse(text, 'only label matchers may stand in it');
      }
    },
  });
  if (fault !== undefined) {
    throw fault;
  }
  if (!inMatchers) {
    throw refuse(text, 'it cannot be read');
  }
  const named = matchers.find(({ label: name }) => name === '__name__');
  if (named !== undefined) {
    throw refuse(text, '__name__ stands in it; the metric has a field of its own');
  }
  return matchers;
}
