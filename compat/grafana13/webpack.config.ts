import { tmpdir } from 'node:os';
import path from 'node:path';
import type { Configuration } from 'webpack';
import pluginConfig from '../../webpack.config.ts';

type Env = Parameters<typeof pluginConfig>[0];

const next = path.resolve(process.cwd(), 'compat', 'grafana13', 'node_modules');

/**
 * The plugin's own build, with everything of Grafana and React taken from the next line, into a folder that nobody
 * ships. What Grafana gives at run time stays external, as in the real build.
 */
const config = async (env: Env): Promise<Configuration> => {
  const base = await pluginConfig(env);
  return {
    ...base,
    name: 'grafana13',
    // The real build's cache knows other places for the same requests.
    cache: false,
    devtool: false,
    output: { ...base.output, path: process.env['TIDEMARK_BUILD_FOLDER'] ?? path.join(tmpdir(), 'tidemark-grafana13') },
    resolve: {
      ...base.resolve,
      alias: Object.fromEntries(
        [
          '@grafana/data',
          '@grafana/i18n',
          '@grafana/runtime',
          '@grafana/schema',
          '@grafana/ui',
          'react',
          'react-dom',
        ].map((name) => [name, path.join(next, name)])
      ),
    },
    // It writes versions into the plugin.json of `dist`, wherever the build goes.
    plugins: base.plugins?.filter((plugin) => !(plugin?.constructor.name ?? '').startsWith('ReplaceInFile')) ?? [],
  };
};

export default config;
