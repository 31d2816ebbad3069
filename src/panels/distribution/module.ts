import { PanelPlugin } from '@grafana/data';
import { migrate } from './migrate';
import { buildOptions, type DistributionOptions } from './options';
import { Panel } from './Panel';
import { suggest } from './suggestions';

export const plugin = new PanelPlugin<DistributionOptions>(Panel)
  .setPanelOptions(buildOptions)
  .setMigrationHandler(migrate)
  .setSuggestionsSupplier(suggest);
