import type { PluginExtensionAddedLinkConfig, PluginExtensionPanelContext } from '@grafana/data';
import { getDataSourceSrv } from '@grafana/runtime';
import { DATASOURCE_ID } from '../../model/ids';
import { modelUrl, pageUrl, type PageId } from '../routes';
import { modelOfRule } from './modelOfRule';
import { panelHistogram } from './panelHistogram';

/** Of what Grafana tells of an alert rule; of one of its instances it tells the rule beside the instance. */
interface RuleContext {
  readonly expression?: string;
  readonly labels?: Readonly<Record<string, string>>;
  readonly rule?: { readonly query?: string };
  readonly instance?: { readonly labels?: Readonly<Record<string, string>> };
}

/** All that stands below is loaded with Grafana itself: what it takes to open a link is loaded with the click. */
const compareWithReference: PluginExtensionAddedLinkConfig<PluginExtensionPanelContext> = {
  title: 'Compare with a reference',
  description: 'Says how far the histogram of this panel has moved from an earlier time.',
  icon: 'compass',
  targets: ['grafana/dashboard/panel/menu'],
  configure: (context) => (context === undefined || panelHistogram(context) === undefined ? undefined : {}),
  onClick: (_, { context }) => {
    const panel = context === undefined ? undefined : panelHistogram(context);
    if (panel !== undefined && context !== undefined) {
      const { timeRange } = context;
      void import('./compareWithReference').then(({ openComparison }) => openComparison(panel, timeRange));
    }
  },
};

const openModel: PluginExtensionAddedLinkConfig<RuleContext> = {
  title: 'Open model',
  description: 'Shows the model that this rule watches: what changed, what moved, and how well it does.',
  icon: 'gf-ml',
  targets: ['grafana/alerting/alertingrule/action', 'grafana/alerting/instance/action'],
  // Grafana takes a link without a way for a mistake, before it asks for the way.
  path: pageUrl('fleet'),
  configure: (context) => {
    const labels = context?.instance?.labels ?? context?.labels ?? {};
    const ours = new Set(
      getDataSourceSrv()
        .getList({ pluginId: DATASOURCE_ID })
        .map(({ uid }) => uid)
    );
    const found = modelOfRule(context?.expression ?? context?.rule?.query ?? '', labels, ours);
    return found && { path: modelUrl(found.model, found.source) };
  },
};

const entry = (page: PageId, title: string, description: string): PluginExtensionAddedLinkConfig => ({
  title,
  description,
  category: 'Tidemark',
  targets: ['grafana/commandpalette/action'],
  path: pageUrl(page),
});

const paletteEntries = [
  entry('fleet', 'See how every model stands', 'The fleet: those in trouble first.'),
  entry('setup', 'Set up the watching of a model', 'A check list that tests itself, and what a service has to add.'),
  entry('references', 'Make a reference of training data', 'A profile from a file or from a time range.'),
  entry('alerts', 'See the rules on models', 'The alert rules that ask Tidemark, and their state.'),
] as const;

/** What the app adds to other places of Grafana. Titles and places stand in plugin.json, too: Grafana reads them there first. */
export const links = { compareWithReference, openModel, paletteEntries };
