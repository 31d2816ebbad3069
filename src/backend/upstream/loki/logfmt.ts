/** A key, and its value where it has one: bare, or in quotes with escapes. */
const PAIR = /([^\s="]+)(?:=(?:"((?:[^"\\]|\\[\s\S])*)"|([^\s"]*)))?/g;

const ESCAPES: Readonly<Record<string, string>> = { n: '\n', r: '\r', t: '\t', '"': '"', '\\': '\\' };

function unescape(text: string): string {
  return text.replace(/\\(?:u([0-9a-fA-F]{4})|([\s\S]))/g, (whole, code: string | undefined, simple: string) =>
    code === undefined ? (ESCAPES[simple] ?? whole) : String.fromCharCode(parseInt(code, 16))
  );
}

/**
 * The pairs of a logfmt line, in their order: https://brandur.org/logfmt. A key without a value has an empty one, and
 * what is no pair is passed over, as Loki does.
 */
export function parseLogfmt(line: string): ReadonlyMap<string, string> {
  const pairs = new Map<string, string>();
  for (const [, key = '', quoted, bare = ''] of line.matchAll(PAIR)) {
    pairs.set(key, quoted === undefined ? bare : quoted.includes('\\') ? unescape(quoted) : quoted);
  }
  return pairs;
}
