import { APP_ID } from '../../model';
import { isRecord, records, same, textOf, type Snapshot, type Told } from './objects';

const LABEL = '__grafana_origin';
const ORIGIN = `plugin/${APP_ID}`;
const EXPRESSIONS = '__expr__';

/** What is ours in the tree of policies: only rules of ours have this label. */
export const BRANCH_MATCHER = [LABEL, '=', ORIGIN] as const;

/** A rule of this app, of whichever data source. Grafana lets nobody take the label away on its pages. */
export const hasOurLabel = ({ labels }: Told): boolean => isRecord(labels) && labels[LABEL] === ORIGIN;

/** A rule that was made of the settings of this data source: by its label, its uid, and by whom alone it asks. */
export function isOurRule(rule: Told, datasourceUid: string): boolean {
  return (
    hasOurLabel(rule) &&
    textOf(rule, 'uid').startsWith('tidemark-') &&
    records(rule['data']).every((node) => [EXPRESSIONS, datasourceUid].includes(textOf(node, 'datasourceUid')))
  );
}

export const isOurBranch = ({ object_matchers }: Told): boolean => same(object_matchers, [BRANCH_MATCHER]);

/** Whether a rule or a policy of somebody else needs a contact point or a mute timing. */
export function isUsedByOthers({ policies, rules }: Snapshot, uses: (told: Told) => boolean): boolean {
  const inRoute = (route: Told): boolean => uses(route) || records(route['routes']).some(inRoute);
  const { routes, ...root } = policies;
  return (
    uses(root) ||
    records(routes)
      .filter((route) => !isOurBranch(route))
      .some(inRoute) ||
    rules.some((rule) => {
      const settings = rule['notification_settings'];
      return !hasOurLabel(rule) && isRecord(settings) && uses(settings);
    })
  );
}
