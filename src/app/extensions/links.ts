import { locationUtil, type PluginExtensionAddedLinkConfig, type PluginExtensionPanelContext } from '@grafana/data';
import { getDataSourceSrv, locationService } from '@grafana/runtime';
import { DATASOURCE_ID } from '../../model/ids';
import { modelUrl, pageUrl, type PageId } from '../routes';
import { member } from './member';
import { modelOfRule, ORIGIN_LABEL, type RuleModel } from './modelOfRule';
import { panelHistogram } from './panelHistogram';

/** The model of an alert rule, or of one of its instances: of those Grafana tells the rule beside the instance. */
function ruleModelOf(context: object | undefined): RuleModel | undefined {
  const labels = member(member(context, 'instance'), 'labels') ?? member(context, 'labels');
  const expression = member(context, 'expression') ?? member(member(context, 'rule'), 'query');
  const ours = new Set(
    getDataSourceSrv()
      .getList({ pluginId: DATASOURCE_ID })
      .map(({ uid }) => uid)
  );
  return modelOfRule({ expression, model: member(labels, 'model'), origin: member(labels, ORIGIN_LABEL) }, ours);
}

const goTo = (url: string): void => locationService.push(locationUtil.stripBaseFromUrl(url));

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

const openModel: PluginExtensionAddedLinkConfig = {
  title: 'Open model',
  description: 'Shows the model that this rule watches: what changed, what moved, and how well it does.',
  icon: 'gf-ml',
  targets: ['grafana/alerting/alertingrule/action', 'grafana/alerting/instance/action'],
  configure: (context) => (ruleModelOf(context) === undefined ? undefined : {}),
  // A click and no path: Grafana 12.4 passes over the path of a rule's menu and of its command palette.
  onClick: (_, { context }) => {
    const found = ruleModelOf(context);
    if (found !== undefined) {
      goTo(modelUrl(found.model, found.source));
    }
  },
};

const entry = (page: PageId, title: string, description: string): PluginExtensionAddedLinkConfig => ({
  title,
  description,
  category: 'Tidemark',
  targets: ['grafana/commandpalette/action'],
  onClick: () => goTo(pageUrl(page)),
});

const paletteEntries = [
  entry('fleet', 'See how every model stands', 'The fleet: those in trouble first.'),
  entry('setup', 'Set up the watching of a model', 'A check list that tests itself, and what a service has to add.'),
  entry('references', 'Make a reference of training data', 'A profile from a file or from a time range.'),
  entry('alerts', 'See the rules on models', 'The alert rules that ask Tidemark, and their state.'),
] as const;

/** What the app adds to other places of Grafana. Titles and places stand in plugin.json, too: Grafana reads them there first. */
export const links = { compareWithReference, openModel, paletteEntries };
