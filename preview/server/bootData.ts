import type { AppPluginMeta, DataSourcePluginMeta, PanelPluginMeta } from '@grafana/data';

/** What the server tells the host page beyond what Grafana would. */
export interface PreviewBoot {
  readonly plugins: {
    readonly apps: readonly AppPluginMeta[];
    readonly dataSources: readonly DataSourcePluginMeta[];
    readonly panels: readonly PanelPluginMeta[];
  };
  readonly dashboards: ReadonlyArray<{
    readonly uid: string;
    readonly title: string;
    readonly description?: string;
    readonly url: string;
  }>;
  /** Where the data sources came from, in words. */
  readonly dataSourcesText: string;
}
