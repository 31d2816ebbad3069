import { PanelPlugin } from '@grafana/data';
import { initPluginTranslations } from '@grafana/i18n';
import { DISTRIBUTION_PANEL_ID } from '../../model/ids';
import { lazyPanel } from '../shared/lazyPanel';
import { migrate } from './migrate';
import { buildOptions, type DistributionOptions } from './options';
import { suggest } from './suggestions';

// Done before anything is drawn: Grafana has its translations in place before it loads a plugin.
void initPluginTranslations(DISTRIBUTION_PANEL_ID);

export const plugin = new PanelPlugin<DistributionOptions>(lazyPanel(async () => (await import('./Panel')).Panel))
  .setPanelOptions(buildOptions)
  .setMigrationHandler(migrate)
  .setSuggestionsSupplier(suggest);
