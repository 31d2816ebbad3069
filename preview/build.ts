import { cpSync, readFileSync, renameSync, rmSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { build, type Plugin } from 'esbuild';
import { ROOT } from '../scripts/lib/build';

/** Where the host page of the preview is built to, and served from. */
export const HOST_DIST = join(ROOT, 'preview', 'dist');

const require = createRequire(join(ROOT, 'package.json'));
const folderOf = (name: string, from: NodeJS.Require = require): string =>
  dirname(from.resolve(`${name}/package.json`));
const grafanaUi = folderOf('@grafana/ui');

/** Packages that must exist once, and be the ones that Grafana's own components were built with. */
const GRAFANAS_OWN = /^(react-router|react-router-dom|react-router-dom-v5-compat|@emotion\/css|@emotion\/react)$/;

/**
 * `@grafana/runtime/internal` is how Grafana hands its parts to the runtime package; it is cut from the published
 * package's exports, though the modules behind it are there.
 */
const RUNTIME_INTERNAL: Readonly<Record<string, readonly string[]>> = {
  'components/PanelDataErrorView.mjs': ['setPanelDataErrorView'],
  'components/PanelRenderer.mjs': ['setPanelRenderer'],
  'components/PluginPage.mjs': ['setPluginPage'],
  'services/pluginExtensions/getObservablePluginComponents.mjs': ['setGetObservablePluginComponents'],
  'services/pluginExtensions/getObservablePluginLinks.mjs': ['setGetObservablePluginLinks'],
};

const grafanaPackages: Plugin = {
  name: 'grafana-packages',
  setup(context) {
    context.onResolve({ filter: GRAFANAS_OWN }, ({ path, kind, resolveDir, pluginData }) => {
      const own: unknown = pluginData;
      if (own === 'grafanas-own') {
        return undefined;
      }
      // The version 5 of the router's packages and the bridge to version 6 import one another's exact versions.
      if (/node_modules[\\/](@grafana[\\/]ui[\\/]node_modules[\\/])?react-router/.test(resolveDir)) {
        return undefined;
      }
      // Grafana gives scenes its bridge, whose names are those of version 6.
      const name =
        path === 'react-router-dom' && /@grafana[\\/]scenes/.test(resolveDir) ? 'react-router-dom-v5-compat' : path;
      return context.resolve(name, { kind, resolveDir: grafanaUi, pluginData: 'grafanas-own' });
    });
    // Scenes comes as CommonJS (the ES module that its package.json names is not in it) and asks with require(); what it
    // gets must still be the one copy that all others import.
    context.onResolve({ filter: /^@grafana\/(data|i18n|runtime|schema|ui)(\/|$)/ }, ({ path, kind, resolveDir }) =>
      kind === 'require-call' ? context.resolve(path, { kind: 'import-statement', resolveDir }) : undefined
    );
    context.onResolve({ filter: /^@grafana\/runtime\/internal$/ }, () => ({
      path: 'internal',
      namespace: 'runtime-internal',
    }));
    context.onLoad({ filter: /.*/, namespace: 'runtime-internal' }, () => {
      const esm = join(folderOf('@grafana/runtime'), 'dist', 'esm');
      return {
        contents: Object.entries(RUNTIME_INTERNAL)
          .map(([file, names]) => `export { ${names.join(', ')} } from ${JSON.stringify(join(esm, file))};`)
          .join('\n'),
        resolveDir: esm,
      };
    });
  },
};

/**
 * From a file that ends in `.mjs`, the default import of a CommonJS module is the module as a whole, as in Node; the
 * bundler that Grafana uses gives its `default` where the module was once an ES module. So does this, for the few such
 * packages behind Grafana's components.
 */
const defaultsOfTranspiledPackages: Plugin = {
  name: 'defaults-of-transpiled-packages',
  setup(context) {
    const wrapped = new Map<string, Promise<boolean>>();
    const isTranspiled = async (file: string): Promise<boolean> => {
      const text = file.endsWith('.js') ? await readFile(file, 'utf8') : '';
      return /exports\.default\s*=|exports\["default"\]\s*=/.test(text) && !/^(import|export)\s/m.test(text);
    };
    context.onResolve({ filter: /^[@\w]/ }, async ({ path, kind, importer, resolveDir, pluginData }) => {
      if (
        kind !== 'import-statement' ||
        !importer.endsWith('.mjs') ||
        path.startsWith('@grafana/') ||
        pluginData === 'transpiled'
      ) {
        return undefined;
      }
      const found = await context.resolve(path, { kind, importer, resolveDir, pluginData: 'transpiled' });
      if (found.errors.length > 0 || found.external || found.namespace !== 'file') {
        return undefined;
      }
      const known = wrapped.get(found.path) ?? isTranspiled(found.path);
      wrapped.set(found.path, known);
      return (await known) ? { path: found.path, namespace: 'transpiled' } : undefined;
    });
    context.onLoad({ filter: /.*/, namespace: 'transpiled' }, ({ path }) => ({
      contents: `export { default } from ${JSON.stringify(path)};\nexport * from ${JSON.stringify(path)};`,
      resolveDir: dirname(path),
    }));
  },
};

/** Bundles the host page: Grafana's packages, the loader of plugins, and the pages of the preview. */
export async function buildHost(): Promise<void> {
  // Beside the old one, which may be served at this moment and must not be half of each.
  const outdir = join(ROOT, '.cache', 'preview');
  rmSync(outdir, { recursive: true, force: true });
  const monaco = join(folderOf('monaco-editor'), 'esm', 'vs');
  const result = await build({
    absWorkingDir: ROOT,
    entryPoints: {
      main: 'preview/host/main.tsx',
      'editor.worker': join(monaco, 'editor', 'editor.worker.js'),
      'json.worker': join(monaco, 'language', 'json', 'json.worker.js'),
    },
    outdir,
    publicPath: '/preview',
    bundle: true,
    splitting: true,
    format: 'esm',
    target: 'es2022',
    minify: true,
    jsx: 'automatic',
    chunkNames: 'chunks/[name]-[hash]',
    assetNames: 'assets/[name]-[hash]',
    loader: { '.svg': 'file', '.ttf': 'file', '.woff2': 'file', '.woff': 'file', '.png': 'file' },
    define: { 'process.env.NODE_ENV': '"production"', global: 'globalThis' },
    plugins: [grafanaPackages, defaultsOfTranspiledPackages],
    logLevel: 'warning',
    metafile: true,
    logOverride: { 'import-is-undefined': 'silent' },
  });
  // A package that is there twice has its services set in one copy and asked for in the other.
  const twice = Object.keys(result.metafile.inputs).filter((file) => /@grafana\/\w+\/dist\/cjs\//.test(file));
  if (twice.length > 0) {
    throw new Error(`the host page holds two builds of Grafana's packages, beginning with ${twice[0]}`);
  }
  cpSync(join(grafanaUi, 'dist', 'public', 'img'), join(outdir, 'img'), { recursive: true });
  // The published package leaves out some icons that its own components show.
  cpSync(join(ROOT, 'preview', 'host', 'icons'), join(outdir, 'img', 'icons', 'unicons'), { recursive: true });
  rmSync(HOST_DIST, { recursive: true, force: true });
  renameSync(outdir, HOST_DIST);
}

/** The version of Grafana whose packages the preview is made of. */
export function grafanaVersion(): string {
  const manifest = JSON.parse(readFileSync(join(grafanaUi, 'package.json'), 'utf8')) as { version: string };
  return manifest.version;
}
