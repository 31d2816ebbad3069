import type { ContactPoint } from '../../model';
import type { Pack } from '../compile';
import { messageTemplates } from '../messages';
import { timeIntervals, type TimeInterval } from '../muting';
import { contactPointsOf, type GrafanaContactPoint } from './contactPoints';
import { policyTree, type PolicyTree } from './policies';
import { groupsOf, type GrafanaGroup } from './rules';

interface ById {
  readonly orgId: number;
  readonly uid: string;
}
interface ByName {
  readonly orgId: number;
  readonly name: string;
}

/** What Grafana reads from `provisioning/alerting` at its start. */
export interface AlertingFile {
  readonly apiVersion: 1;
  readonly contactPoints?: readonly GrafanaContactPoint[];
  readonly muteTimes?: ReadonlyArray<ByName & { readonly time_intervals: readonly TimeInterval[] }>;
  readonly templates?: ReadonlyArray<ByName & { readonly template: string }>;
  readonly policies?: readonly PolicyTree[];
  readonly groups: readonly GrafanaGroup[];
  /** What an earlier file had: Grafana forgets nothing by itself. */
  readonly deleteRules?: readonly ById[];
  readonly deleteContactPoints?: readonly ById[];
  readonly deleteMuteTimes?: readonly ByName[];
}

/** The name of the group of templates; all its definitions begin with it, too. */
export const TEMPLATES = 'tidemark';

const isRecord = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

function texts(list: unknown, key: string): readonly string[] {
  return Array.isArray(list)
    ? list.flatMap((one: unknown) => (isRecord(one) && typeof one[key] === 'string' ? [one[key]] : []))
    : [];
}

function nested(list: unknown, inner: string, key: string): readonly string[] {
  return Array.isArray(list) ? list.flatMap((one: unknown) => (isRecord(one) ? texts(one[inner], key) : [])) : [];
}

/** What stood in an earlier file, or was deleted by it, and is no more. */
function gone(earlier: readonly string[], now: readonly string[]): readonly string[] {
  const kept = new Set(now);
  return [...new Set(earlier)].filter((name) => !kept.has(name)).sort();
}

function deletions(
  previous: unknown,
  now: Pick<AlertingFile, 'groups' | 'contactPoints' | 'muteTimes'>
): Pick<AlertingFile, 'deleteRules' | 'deleteContactPoints' | 'deleteMuteTimes'> {
  if (!isRecord(previous)) {
    return {};
  }
  const { groups, contactPoints, muteTimes, deleteRules, deleteContactPoints, deleteMuteTimes } = previous;
  const rules = gone(
    [...nested(groups, 'rules', 'uid'), ...texts(deleteRules, 'uid')],
    nested(now.groups, 'rules', 'uid')
  );
  const points = gone(
    [...nested(contactPoints, 'receivers', 'uid'), ...texts(deleteContactPoints, 'uid')],
    nested(now.contactPoints, 'receivers', 'uid')
  );
  const timings = gone([...texts(muteTimes, 'name'), ...texts(deleteMuteTimes, 'name')], texts(now.muteTimes, 'name'));
  return {
    ...(rules.length === 0 ? {} : { deleteRules: rules.map((uid) => ({ orgId: 1, uid })) }),
    ...(points.length === 0 ? {} : { deleteContactPoints: points.map((uid) => ({ orgId: 1, uid })) }),
    ...(timings.length === 0 ? {} : { deleteMuteTimes: timings.map((name) => ({ orgId: 1, name })) }),
  };
}

/** Those that somebody is told by. */
export function usedContactPoints(pack: Pack): readonly ContactPoint[] {
  const { contactPoints = [], fallback } = pack.settings.alerting ?? {};
  const names = new Set([...pack.teams.map(({ contactPoint }) => contactPoint), fallback]);
  return contactPoints.filter(({ name }) => names.has(name));
}

/** Who gets what no route takes. */
export function fallbackOf(pack: Pack): string {
  const platform = pack.rules.find(({ check }) => check === 'unreadable')?.team.contactPoint;
  return pack.settings.alerting?.fallback ?? platform ?? '';
}

/** @param previous the file that stood there before, as it was read; what it made and this one does not is deleted. */
export function alertingFile(pack: Pack, previous?: unknown): AlertingFile {
  const { settings, options, rules, datasourceUid, teams } = pack;
  const timings = settings.alerting?.muteTimings ?? [];
  const contactPoints = contactPointsOf(usedContactPoints(pack));
  const now = {
    ...(contactPoints.length === 0 ? {} : { contactPoints }),
    ...(timings.length === 0
      ? {}
      : {
          muteTimes: timings.map((timing) => ({
            orgId: 1,
            name: timing.name,
            time_intervals: timeIntervals(timing),
          })),
        }),
    templates: [{ orgId: 1, name: TEMPLATES, template: messageTemplates('grafana') }],
    ...(options.routing === 'policies' ? { policies: [policyTree(teams, fallbackOf(pack), options, settings)] } : {}),
    groups: groupsOf(rules, options, settings, datasourceUid),
  };
  return { apiVersion: 1, ...now, ...deletions(previous, now) };
}
