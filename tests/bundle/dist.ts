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

/** The chunks that each dynamic import in a piece of code asks for at once. */
const importsIn = (path: string): ReadonlyArray<readonly string[]> =>
  [...read(path).matchAll(/\b[\w$]+\.e\(\d+\)(?:,[\w$]+\.e\(\d+\))*/g)].map(([together]) =>
    [...together.matchAll(/\.e\((\d+)\)/g)].map(([, id]) => `${id}.js`)
  );

/**
 * What a browser has loaded, beyond the entry of the app, once a source file runs that a dynamic import leads to: the
 * chunks of that import, and those of the imports on the way to it.
 */
export function chunksBefore(source: string): ReadonlySet<string> {
  const code = files.filter((path) => /^(module|\d+)\.js$/.test(path));
  const holder = code.find((path) =>
    (JSON.parse(read(`${path}.map`)) as { sources: string[] }).sources.some((one) => one.endsWith(`/${source}`))
  );
  if (holder === undefined) {
    throw new Error(`No chunk of the build holds ${source}.`);
  }
  const loaded = new Set<string>();
  const reach = (target: string): void => {
    for (const path of code) {
      const together = importsIn(path).find((chunks) => chunks.includes(target));
      if (together !== undefined && path !== target && !loaded.has(target)) {
        together.forEach((chunk) => loaded.add(chunk));
        if (path !== 'module.js') {
          reach(path);
        }
        return;
      }
    }
  };
  reach(holder);
  return loaded;
}

/** What a browser transfers for several files. */
export const gzippedTogether = (paths: Iterable<string>): number =>
  [...paths].reduce((sum, path) => sum + gzipped(path), 0);

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
