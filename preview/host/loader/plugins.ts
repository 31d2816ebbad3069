import {
  AppPlugin,
  DataSourcePlugin,
  PanelPlugin,
  type AppPluginMeta,
  type DataSourceApi,
  type PanelPluginMeta,
} from '@grafana/data';
import { CORE_PANELS } from '../panels';
import { loadModule } from './loadModule';

/** A plugin of any data source: only Grafana's own type parameters fit where its parts are used. */
export type AnyDataSourcePlugin = DataSourcePlugin<DataSourceApi>;

const { apps, dataSources, panels } = window.tidemarkPreview.plugins;

async function pluginOf(module: string): Promise<unknown> {
  const exports = await loadModule(`/${module}`);
  return typeof exports === 'object' && exports !== null && 'plugin' in exports ? exports.plugin : undefined;
}

export async function loadDataSourcePlugin(id: string): Promise<AnyDataSourcePlugin> {
  const meta = dataSources.find((candidate) => candidate.id === id);
  if (meta === undefined) {
    throw new Error(`There is no data source plugin "${id}" in dist.`);
  }
  const plugin = await pluginOf(meta.module);
  if (!(plugin instanceof DataSourcePlugin)) {
    throw new Error(`The bundle of "${id}" exports no data source plugin.`);
  }
  plugin.meta = meta;
  return plugin;
}

const panelCache = new Map<string, PanelPlugin>();

/** A panel that was loaded before; scenes asks this way first, to draw without a flicker. */
export function panelFromCache(id: string): PanelPlugin | undefined {
  return CORE_PANELS[id] ?? panelCache.get(id);
}

export async function loadPanelPlugin(id: string): Promise<PanelPlugin> {
  const cached = panelFromCache(id);
  if (cached !== undefined) {
    return cached;
  }
  const meta: PanelPluginMeta | undefined = panels.find((candidate) => candidate.id === id);
  if (meta === undefined) {
    throw new Error(
      `This preview has no panel "${id}". It has ${[...Object.keys(CORE_PANELS), ...panels.map((panel) => panel.id)].join(', ')}.`
    );
  }
  const plugin = await pluginOf(meta.module);
  if (!(plugin instanceof PanelPlugin)) {
    throw new Error(`The bundle of "${id}" exports no panel plugin.`);
  }
  plugin.meta = meta;
  panelCache.set(id, plugin);
  return plugin;
}

export async function loadAppPlugin(id: string): Promise<AppPlugin> {
  const meta: AppPluginMeta | undefined = apps.find((candidate) => candidate.id === id);
  if (meta === undefined) {
    throw new Error(`There is no app "${id}" in dist.`);
  }
  const plugin = await pluginOf(meta.module);
  if (!(plugin instanceof AppPlugin)) {
    throw new Error(`The bundle of "${id}" exports no app.`);
  }
  plugin.meta = meta;
  return plugin;
}
