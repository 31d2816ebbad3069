import { cpSync, readFileSync, rmSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { build, type BuildResult, type Plugin } from 'esbuild';
import { ROOT } from '../scripts/lib/build';

/** Where the host page of the preview is built to, and served from. */
export const HOST_DIST = join(ROOT, 'preview', 'dist');

const require = createRequire(join(ROOT, 'package.json'));
const folderOf = (name: string, from: NodeJS.Require = require): string => dirname(from.resolve(`${name}/package.json`));
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

/** Bundles the host page: Grafana's packages, the loader of plugins, and the pages of the preview. */
export async function buildHost(): Promise<BuildResult> {
  rmSync(HOST_DIST, { recursive: true, force: true });
  const monaco = join(folderOf('monaco-editor'), 'esm', 'vs');
  const result = await build({
    absWorkingDir: ROOT,
    entryPoints: {
      main: 'preview/host/main.tsx',
      'editor.worker': join(monaco, 'editor', 'editor.worker.js'),
      'json.worker': join(monaco, 'language', 'json', 'json.worker.js'),
    },
    outdir: HOST_DIST,
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
    plugins: [grafanaPackages],
    logLevel: 'warning',
    logOverride: { 'import-is-undefined': 'silent' },
  });
  cpSync(join(grafanaUi, 'dist', 'public', 'img'), join(HOST_DIST, 'img'), { recursive: true });
  return result;
}

/** The version of Grafana whose packages the preview is made of. */
export function grafanaVersion(): string {
  const manifest = JSON.parse(readFileSync(join(grafanaUi, 'package.json'), 'utf8')) as { version: string };
  return manifest.version;
}
