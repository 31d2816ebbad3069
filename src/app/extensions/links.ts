import { locationUtil, type PluginExtensionAddedLinkConfig, type PluginExtensionPanelContext } from '@grafana/data';
import { getDataSourceSrv, locationService } from '@grafana/runtime';
import { DATASOURCE_ID } from '../../model/ids';
import { modelUrl, pageUrl, type PageId } from '../routes';
import { loadLinkTexts, t } from './linkTexts';
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

interface Words {
  readonly title: string;
  readonly description: string;
}

const compareWords = (): Words => ({
  title: t('link.compare', 'Compare with a reference'),
  description: t('link.compare-text', 'Says how far the histogram of this panel has moved from an earlier time.'),
});

/** All that stands below is loaded with Grafana itself: what it takes to open a link is loaded with the click. */
const compareWithReference: PluginExtensionAddedLinkConfig<PluginExtensionPanelContext> = {
  ...compareWords(),
  icon: 'compass',
  targets: ['grafana/dashboard/panel/menu'],
  configure: (context) => (context === undefined || panelHistogram(context) === undefined ? undefined : compareWords()),
  onClick: (_, { context }) => {
    const panel = context === undefined ? undefined : panelHistogram(context);
    if (panel !== undefined && context !== undefined) {
      const { timeRange } = context;
      void import('./compareWithReference').then(({ openComparison }) => openComparison(panel, timeRange));
    }
  },
};

const modelWords = (): Words => ({
  title: t('link.model', 'Open model'),
  description: t(
    'link.model-text',
    'Shows the model that this rule watches: what changed, what moved, and how well it does.'
  ),
});

const openModel: PluginExtensionAddedLinkConfig = {
  ...modelWords(),
  icon: 'gf-ml',
  targets: ['grafana/alerting/alertingrule/action', 'grafana/alerting/instance/action'],
  configure: (context) => (ruleModelOf(context) === undefined ? undefined : modelWords()),
  // A click and no path: Grafana 12.4 passes over the path of a rule's menu and of its command palette.
  onClick: (_, { context }) => {
    const found = ruleModelOf(context);
    if (found !== undefined) {
      goTo(modelUrl(found.model, found.source));
    }
  },
};

const replayWords = (): Words => ({
  title: t('link.replay', 'Replay rules of this model'),
  description: t(
    'link.replay-text',
    'Shows when they would have fired, who would have been told, and what would change that.'
  ),
});

const replayRule: PluginExtensionAddedLinkConfig = {
  ...replayWords(),
  icon: 'history',
  targets: ['grafana/alerting/alertingrule/action'],
  configure: (context) => (ruleModelOf(context) === undefined ? undefined : replayWords()),
  onClick: (_, { context }) => {
    const found = ruleModelOf(context);
    const check = member(member(context, 'labels'), 'check');
    if (found !== undefined) {
      goTo(
        pageUrl('replay', {
          'var-model': found.model,
          ...(found.source === undefined ? {} : { 'var-datasource': found.source }),
          ...(typeof check === 'string' ? { check } : {}),
        })
      );
    }
  },
};

/** As a link is registered its words are English; once the texts of another language have come, they are that language's. */
const entry = (page: PageId, words: () => Words): PluginExtensionAddedLinkConfig => ({
  ...words(),
  category: 'Tidemark',
  targets: ['grafana/commandpalette/action'],
  configure: words,
  onClick: () => goTo(pageUrl(page)),
});

const paletteEntries = [
  entry('fleet', () => ({
    title: t('link.fleet', 'See how every model stands'),
    description: t('link.fleet-text', 'The fleet: those in trouble first.'),
  })),
  entry('setup', () => ({
    title: t('link.setup', 'Set up the watching of a model'),
    description: t('link.setup-text', 'A check list that tests itself, and what a service has to add.'),
  })),
  entry('references', () => ({
    title: t('link.references', 'Make a reference of training data'),
    description: t('link.references-text', 'A profile from a file or from a time range.'),
  })),
  entry('alerts', () => ({
    title: t('link.alerts', 'See the rules on models'),
    description: t('link.alerts-text', 'The alert rules that ask Tidemark, and their state.'),
  })),
] as const;

loadLinkTexts();

/** What the app adds to other places of Grafana. Titles and places stand in plugin.json, too: Grafana reads them there first. */
export const links = { compareWithReference, openModel, replayRule, paletteEntries };
