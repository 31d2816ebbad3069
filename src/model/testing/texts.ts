import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import ts from 'typescript';

/** Texts by their keys. */
export type Texts = ReadonlyMap<string, string>;

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

/** The texts of the code in some folders. Throws where one key has two texts. */
export function collectTexts(...folders: readonly string[]): Texts {
  const texts = new Map<string, string>();
  for (const file of folders.flatMap(sources)) {
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

/** As a file of texts holds them: i18next reads the dot in a key as a step down. */
export function nestedTexts(texts: Texts): unknown {
  const root: Record<string, Record<string, string>> = {};
  for (const [key, text] of [...texts].sort(([a], [b]) => (a < b ? -1 : 1))) {
    const [group = '', name = ''] = key.split('.');
    (root[group] ??= {})[name] = text;
  }
  return root;
}
