import CopyWebpackPlugin from 'copy-webpack-plugin';
import type { Configuration } from 'webpack';
import { merge } from 'webpack-merge';
import grafanaConfig, { type Env } from './.config/webpack/webpack.config.ts';

/** Grafana's own build set-up, extended. The only additions are what nested plugins and a nested backend need. */
const config = async (env: Env): Promise<Configuration> => {
  const base = await grafanaConfig(env);
  return merge(base, {
    output: {
      // The build of the front end must not throw away the executables that the build of the back end left in dist.
      clean: { keep: /gpx_tidemark_/ },
    },
    plugins: [
      // The base set-up copies the logo of the app alone; each nested plugin shows the same one.
      new CopyWebpackPlugin({
        patterns: ['datasource', 'panels/distribution'].map((folder) => ({
          from: 'img/logo.svg',
          to: `${folder}/img/logo.svg`,
        })),
      }),
    ],
  });
};

export default config;
