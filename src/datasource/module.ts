import { DataSourcePlugin } from '@grafana/data';
import { TidemarkDataSource } from './DataSource';
import type { TidemarkSource } from './source';
import { LazyConfigEditor, LazyQueryEditor, LazyQueryHelp } from './lazy';
import type { TidemarkOptions, TidemarkQuery, TidemarkSecrets } from './types';

export const plugin = new DataSourcePlugin<TidemarkSource, TidemarkQuery, TidemarkOptions, TidemarkSecrets>(
  TidemarkDataSource
)
  .setConfigEditor(LazyConfigEditor)
  .setQueryEditor(LazyQueryEditor)
  .setQueryEditorHelp(LazyQueryHelp);
