/**
 * The texts of a panel stand in its code, in English; what translators start from is the file that Grafana loads in
 * their language's place, `locales/en-US/<id of the panel>.json`. It is written from the code by
 *
 *     UPDATE_LOCALES=1 npx jest src/panels/shared/locales
 */
import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import ts from 'typescript';

const PANELS = join(__dirname, '..');
const UPDATE = process.env['UPDATE_LOCALES'] === '1';

type Texts = ReadonlyMap<string, string>;

function sources(folder: string): readonly string[] {
  return readdirSync(folder, { recursive: true })
    .map(String)
    .filter((path) => /\.tsx?$/.test(path) && !/\.test\.|testing/.test(path))
    .map((path) => join(folder, path));
}

/** Every `t(key, text)` and `plural(key, count, { one, other })` of a file. */
function textsOf(file: string): ReadonlyArray<readonly [string, string]> {
  const found: Array<readonly [string, string]> = [];
  const literal = (node: ts.Node | undefined): string | undefined =>
    node !== undefined && ts.isStringLiteralLike(node) ? node.text : undefined;
  const visit = (node: ts.Node): void => {
    if (ts.isCallExpression(node) && ts.isIdentifier(node.expression)) {
      const [key, second, third] = node.arguments;
      const name = literal(key);
      const text = literal(second);
      if (node.expression.text === 't' && name !== undefined && text !== undefined) {
        found.push([name, text]);
      }
      if (node.expression.text === 'plural' && third !== undefined && ts.isObjectLiteralExpression(third)) {
        for (const property of third.properties) {
          const form = ts.isPropertyAssignment(property) ? literal(property.initializer) : undefined;
          if (name !== undefined && form !== undefined && property.name !== undefined) {
            found.push([`${name}_${property.name.getText()}`, form]);
          }
        }
      }
    }
    node.forEachChild(visit);
  };
  visit(ts.createSourceFile(file, readFileSync(file, 'utf8'), ts.ScriptTarget.Latest, true, ts.ScriptKind.TSX));
  return found;
}

function collect(folder: string): Texts {
  const texts = new Map<string, string>();
  for (const file of [...sources(folder), ...sources(join(PANELS, 'shared'))]) {
    for (const [key, text] of textsOf(file)) {
      const before = texts.get(key);
      if (before !== undefined && before !== text) {
        throw new Error(`The key ${key} has two texts: "${before}" and "${text}".`);
      }
      texts.set(key, text);
    }
  }
  return texts;
}

/** i18next reads a dot in a key as a step down. */
function nested(texts: Texts): unknown {
  const root: Record<string, Record<string, string>> = {};
  for (const [key, text] of [...texts].sort(([a], [b]) => (a < b ? -1 : 1))) {
    const [group = '', name = ''] = key.split('.');
    (root[group] ??= {})[name] = text;
  }
  return root;
}

const panels = readdirSync(PANELS).filter((name) => existsSync(join(PANELS, name, 'locales')));

it.each(panels)('the English texts of %s are those of its code, none missing and none left over', (name) => {
  const folder = join(PANELS, name);
  const { id, languages } = JSON.parse(readFileSync(join(folder, 'plugin.json'), 'utf8')) as {
    id: string;
    languages: string[];
  };
  const file = join(folder, 'locales', 'en-US', `${id}.json`);
  const texts = collect(folder);
  expect([...texts.keys()].filter((key) => key.split('.').length !== 2)).toEqual([]);
  if (UPDATE) {
    writeFileSync(file, `${JSON.stringify(nested(texts), null, 2)}\n`);
  }
  expect(languages).toContain('en-US');
  expect(JSON.parse(readFileSync(file, 'utf8'))).toEqual(nested(texts));
});
