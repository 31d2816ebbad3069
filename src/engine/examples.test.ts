import { readdirSync, readFileSync, statSync } from 'node:fs';
import { join, relative } from 'node:path';
import { categoricalPair, numericPair, pair } from './testing/pairs';

// Docstrings promise results; this runs them. An example is an expression, then `// => ` and what it gives.

function sources(folder: string): string[] {
  return readdirSync(folder).flatMap((name) => {
    const path = join(folder, name);
    if (statSync(path).isDirectory()) {
      return name === 'testing' ? [] : sources(path);
    }
    return name.endsWith('.ts') && !name.endsWith('.test.ts') ? [path] : [];
  });
}

interface Example {
  file: string;
  code: string;
  expected: string;
}

function examplesOf(path: string): Example[] {
  const file = relative(__dirname, path);
  const docstrings = readFileSync(path, 'utf8').match(/\/\*\*[\s\S]*?\*\//g) ?? [];
  return docstrings
    .filter((docstring) => docstring.includes('@example'))
    .map((docstring) => {
      const text = docstring.slice(docstring.indexOf('@example') + '@example'.length, -2).replace(/^\s*\* ?/gm, '');
      const [code = '', expected = ''] = text.split('// =>');
      return { file, code: code.trim(), expected: expected.trim() };
    });
}

function evaluate(code: string, scope: Record<string, unknown>): unknown {
  return new Function(...Object.keys(scope), `return (${code});`)(...Object.values(scope));
}

/** Equal up to rounding, all the way down. */
function expectAlike(actual: unknown, expected: unknown): void {
  if (typeof expected === 'number' && Number.isFinite(expected)) {
    expect(Math.abs((actual as number) - expected)).toBeLessThanOrEqual(1e-13 * Math.abs(expected));
  } else if (Array.isArray(expected)) {
    expect(actual).toHaveLength(expected.length);
    expected.forEach((one, i) => expectAlike((actual as unknown[])[i], one));
  } else if (expected !== null && typeof expected === 'object') {
    expect(Object.keys(actual as object).sort()).toEqual(Object.keys(expected).sort());
    Object.entries(expected).forEach(([key, one]) => expectAlike((actual as Record<string, unknown>)[key], one));
  } else {
    expect(actual).toBe(expected);
  }
}

const paths = sources(__dirname);
const modules = Object.fromEntries(paths.map((path) => [path, require(path) as Record<string, unknown>]));
const scope = { ...Object.assign({}, ...Object.values(modules)), pair, numericPair, categoricalPair } as Record<
  string,
  unknown
>;
const examples = paths.flatMap(examplesOf);

test.each(examples.map((example) => [example.file, example.code, example] as const))(
  '%s: %s',
  (_, code, { expected }) => {
    expect(expected).not.toBe('');
    expectAlike(evaluate(code, scope), evaluate(expected, scope));
  }
);

test('every public function has an example', () => {
  const index = require('./index') as Record<string, unknown>;
  const shown = examples.map((example) => example.code).join('\n');
  const functions = Object.entries(index).filter(([, value]) => typeof value === 'function');
  expect(functions.length).toBeGreaterThan(15);
  expect(functions.map(([name]) => name).filter((name) => !shown.includes(`${name}(`))).toEqual([]);
});
