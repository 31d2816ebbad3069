import { readdirSync, readFileSync, statSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { ROOT } from '../../scripts/lib/build';

export const DIST = join(ROOT, 'dist');

/** Every file of the build, by its path in it. */
export const files: readonly string[] = readdirSync(DIST, { recursive: true })
  .map(String)
  .filter((path) => statSync(join(DIST, path)).isFile())
  .sort();

export const read = (path: string): string => readFileSync(join(DIST, path), 'utf8');

export interface PluginJson {
  readonly id: string;
  readonly type: 'app' | 'datasource' | 'panel';
  readonly executable?: string;
  readonly info: {
    readonly version: string;
    readonly updated: string;
    readonly logos: { readonly small: string; readonly large: string };
  };
  readonly includes?: ReadonlyArray<{ readonly type: string; readonly name: string; readonly path: string }>;
  readonly dependencies: { readonly grafanaDependency: string };
}

/** Each plugin of the build: the app, and those that are nested in it. */
export const plugins = files
  .filter((path) => path === 'plugin.json' || path.endsWith('/plugin.json'))
  .map((path) => ({ folder: dirname(path), json: JSON.parse(read(path)) as PluginJson }));

/** The chunks that a piece of code can load, and those that they can, and so on. */
function chunksOf(path: string, found = new Set<string>()): ReadonlySet<string> {
  for (const [, id] of read(path).matchAll(/\b[\w$]+\.e\((\d+)\)/g)) {
    const chunk = `${id}.js`;
    if (!found.has(chunk)) {
      found.add(chunk);
      chunksOf(chunk, found);
    }
  }
  return found;
}

/** What a browser transfers for one file. */
export const gzipped = (path: string): number => gzipSync(readFileSync(join(DIST, path))).length;

/** What it transfers for an entry, with everything that the entry can ever load. */
export function gzippedWithChunks(entry: string): number {
  return [entry, ...chunksOf(entry)].reduce((sum, path) => sum + gzipped(path), 0);
}

/** The packages of node_modules whose code is in the build, by what its source maps say. */
export function bundledPackages(): ReadonlySet<string> {
  const packages = files
    .filter((path) => path.endsWith('.js.map'))
    .flatMap((path) => (JSON.parse(read(path)) as { sources: string[] }).sources)
    .map((source) => /node_modules\/((?:@[^/]+\/)?[^/]+)\/(?!.*node_modules\/)/.exec(source)?.[1])
    .filter((name) => name !== undefined);
  return new Set(packages);
}

/** What an entry asks Grafana for. */
export function externalsOf(entry: string): readonly string[] {
  const list = /^define\((\[[^\]]*\])/m.exec(read(entry))?.[1];
  return list === undefined ? [] : (JSON.parse(list) as string[]);
}
