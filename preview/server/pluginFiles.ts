import { existsSync, readFileSync, readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';
import type {
  AppPluginMeta,
  DataSourcePluginMeta,
  PanelPluginMeta,
  PluginMeta,
  PluginSignatureStatus,
} from '@grafana/data';
import type { PreviewBoot } from './bootData';

/** A plugin as it stands in `dist`: its description, and the folder that is served as `/public/plugins/<id>`. */
export interface BuiltPlugin {
  readonly id: string;
  readonly type: string;
  readonly folder: string;
  /** Whether a program of ours answers for it. */
  readonly backend: boolean;
  readonly meta: PluginMeta;
}

interface PluginJson {
  readonly id: string;
  readonly type: string;
  readonly backend?: boolean;
  readonly info: { readonly logos: { readonly small: string; readonly large: string } };
  readonly [key: string]: unknown;
}

function* pluginJsonsUnder(folder: string): Generator<string> {
  if (existsSync(join(folder, 'plugin.json'))) {
    yield folder;
  }
  for (const entry of readdirSync(folder)) {
    const path = join(folder, entry);
    if (statSync(path).isDirectory()) {
      yield* pluginJsonsUnder(path);
    }
  }
}

/** The plugin of a folder, with the paths that Grafana adds: where its bundle and its logos are served. */
function readPlugin(folder: string): BuiltPlugin {
  const json = JSON.parse(readFileSync(join(folder, 'plugin.json'), 'utf8')) as PluginJson;
  const baseUrl = `public/plugins/${json.id}`;
  const meta: unknown = {
    ...json,
    module: `${baseUrl}/module.js`,
    baseUrl,
    info: {
      links: [],
      screenshots: [],
      ...json.info,
      logos: { small: `${baseUrl}/${json.info.logos.small}`, large: `${baseUrl}/${json.info.logos.large}` },
    },
    enabled: true,
    signature: 'unsigned' as PluginSignatureStatus,
    angular: { detected: false, hideDeprecation: false },
    loadingStrategy: 'script',
    jsonData: {},
  };
  return { id: json.id, type: json.type, folder, backend: json.backend === true, meta: meta as PluginMeta };
}

/** Every plugin of `dist`: the app, and those nested in it. */
export function readPlugins(dist: string): readonly BuiltPlugin[] {
  return [...pluginJsonsUnder(dist)].map(readPlugin);
}

export const metasOf = (plugins: readonly BuiltPlugin[]): PreviewBoot['plugins'] => {
  const of = (type: string): PluginMeta[] => plugins.filter((plugin) => plugin.type === type).map(({ meta }) => meta);
  return {
    apps: of('app') as AppPluginMeta[],
    dataSources: of('datasource') as DataSourcePluginMeta[],
    // Said as Grafana says it: what is not said not to be hidden counts as hidden.
    panels: of('panel').map((meta, index) => ({
      ...meta,
      sort: 100 + index,
      hideFromList: false,
    })) as PanelPluginMeta[],
  };
};

/** The dashboards that the app brings: those that Grafana would import. */
export function readDashboards(plugins: readonly BuiltPlugin[]): PreviewBoot['dashboards'] {
  return plugins.flatMap(({ folder, meta }) =>
    (meta.includes ?? []).flatMap((include) => {
      if (
        String(include.type) !== 'dashboard' ||
        include.path === undefined ||
        !existsSync(join(folder, include.path))
      ) {
        return [];
      }
      const model = JSON.parse(readFileSync(join(folder, include.path), 'utf8')) as {
        uid?: string;
        title?: string;
        description?: string;
      };
      return [
        {
          uid: model.uid ?? include.name,
          title: model.title ?? include.name,
          url: `/${meta.baseUrl}/${include.path}`,
          ...(model.description !== undefined && { description: model.description }),
        },
      ];
    })
  );
}
