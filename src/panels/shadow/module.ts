import { PanelPlugin } from '@grafana/data';
import { initPluginTranslations } from '@grafana/i18n';
import { SHADOW_PANEL_ID } from '../../model/ids';
import { lazyPanel } from '../shared/lazyPanel';
import { migrate } from './migrate';
import { buildOptions, type ShadowOptions } from './options';
import { suggest } from './suggestions';

// Done before anything is drawn: Grafana has its translations in place before it loads a plugin.
void initPluginTranslations(SHADOW_PANEL_ID);

export const plugin = new PanelPlugin<ShadowOptions>(lazyPanel(async () => (await import('./Panel')).Panel))
  .setPanelOptions(buildOptions)
  .setMigrationHandler(migrate)
  .setSuggestionsSupplier(suggest);
