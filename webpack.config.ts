import path from 'node:path';
import CopyWebpackPlugin from 'copy-webpack-plugin';
import type { Configuration, RuleSetRule } from 'webpack';
import { merge } from 'webpack-merge';
import grafanaConfig, { type Env } from './.config/webpack/webpack.config.ts';

/**
 * The base set-up leaves JSX to React's classic transform, for which every file would have to import React; the
 * automatic one imports `react/jsx-runtime`, which Grafana hands to plugins too.
 */
function withAutomaticJsx(rule: RuleSetRule): RuleSetRule {
  const { use } = rule;
  if (typeof use !== 'object' || Array.isArray(use) || !('loader' in use) || use.loader !== 'swc-loader') {
    return rule;
  }
  return { ...rule, use: merge(use, { options: { jsc: { transform: { react: { runtime: 'automatic' } } } } }) };
}

/** Grafana's own build set-up, extended. The only additions are what nested plugins and a nested backend need. */
const config = async (env: Env): Promise<Configuration> => {
  const base = await grafanaConfig(env);
  const rules = (base.module?.rules ?? []).map((rule) =>
    typeof rule === 'object' && rule !== null ? withAutomaticJsx(rule) : rule
  );
  return merge(
    { ...base, module: { ...base.module, rules } },
    {
      output: {
        // The build of the front end must not throw away the executables that the build of the back end left in dist.
        clean: { keep: /gpx_tidemark_/ },
        // What a worker runs is no module of Grafana's, and is not wrapped as one.
        enabledLibraryTypes: ['amd', 'var'],
      },
      optimization: {
        // Every plugin here has an entry of its own, and all hear of each other's chunks. With exports left out for each
        // entry by itself, the chunk of one brought the others a module in which what only they use was missing.
        usedExports: 'global',
      },
      resolve: {
        // Takes the place of the base set-up's own module, which is right for plugins that are not nested.
        alias: { 'grafana-public-path$': path.resolve('scripts/webpack/publicPath.mjs') },
      },
      plugins: [
        // The base set-up copies the logo of the app alone; each nested plugin shows the same one.
        new CopyWebpackPlugin({
          patterns: ['datasource', 'panels/distribution', 'panels/shadow', 'panels/absurd'].map((folder) => ({
            from: 'img/logo.svg',
            to: `${folder}/img/logo.svg`,
          })),
        }),
      ],
    }
  );
};

export default config;
