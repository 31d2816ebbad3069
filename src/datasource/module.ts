import { DataSourcePlugin } from '@grafana/data';
import { TidemarkDataSource } from './DataSource';
import { LazyConfigEditor, LazyQueryEditor, LazyQueryHelp } from './lazy';
import type { TidemarkOptions, TidemarkQuery, TidemarkSecrets } from './types';

export const plugin = new DataSourcePlugin<TidemarkDataSource, TidemarkQuery, TidemarkOptions, TidemarkSecrets>(
  TidemarkDataSource
)
  .setConfigEditor(LazyConfigEditor)
  .setQueryEditor(LazyQueryEditor)
  .setQueryEditorHelp(LazyQueryHelp);
