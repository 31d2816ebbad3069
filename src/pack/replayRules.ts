import type { Inhibition, MuteInterval, ReplayRoute, ReplayRule } from '../model';
import { routingLabels } from './alertRule';
import { checks } from './checks';
import type { Pack } from './compile';
import { GROUP_BY, intervalOf, ORIGIN, titleOf } from './grafana/rules';
import { mutedBy, timeIntervals } from './muting';
import { keepFiringOf } from './options';
import type { PackRule } from './rule';

function mutedIntervals({ settings }: Pack, names: readonly string[]): readonly MuteInterval[] {
  const timings = settings.alerting?.muteTimings ?? [];
  return timings.filter(({ name }) => names.includes(name)).flatMap(timeIntervals);
}

/**
 * How a rule is told. Of rules with a contact point Grafana makes a route for each set of notification settings; of a
 * policy tree, and of Alertmanager's, each node is one.
 */
function routeOf(pack: Pack, { check, team }: PackRule, groupBy: readonly string[]): ReplayRoute {
  const { options, settings } = pack;
  const { severity } = checks[check];
  const names = mutedBy(settings, team.id, severity);
  const muted = mutedIntervals(pack, names);
  const receiver = team.contactPoint ?? '';
  const byTree = groupBy !== GROUP_BY;
  return {
    key: JSON.stringify([byTree ? team.id : receiver, ...names]),
    receiver,
    groupBy,
    groupWait: options.groupWait,
    groupInterval: options.groupInterval,
    repeatInterval: options.repeatInterval,
    ...(names.length === 0 ? {} : { muted }),
  };
}

/** The rules of a pack as Grafana evaluates and tells them, for a replay. */
export function replayRules(pack: Pack): readonly ReplayRule[] {
  const { options, rules } = pack;
  return rules.map((rule) => ({
    uid: rule.uid,
    title: titleOf(rule),
    interval: intervalOf(rule, options),
    for: checks[rule.check].waits ? options.for : 0,
    keepFiring: keepFiringOf(rule.check, options),
    noData: rule.noData ?? 'KeepLast',
    onError: rule.onError ?? 'KeepLast',
    labels: { ...routingLabels(rule, options), ...ORIGIN },
    condition: rule.condition,
    nodes: rule.nodes,
    route: routeOf(pack, rule, options.routing === 'policies' ? ['model'] : GROUP_BY),
  }));
}

/** How the Alertmanager that the pack configures tells the alerts of one rule. */
export function alertmanagerRoute(pack: Pack, rule: PackRule): ReplayRoute {
  return routeOf(pack, rule, ['model']);
}

/** What keeps what quiet there. */
export const INHIBITIONS: readonly Inhibition[] = [
  {
    source: { check: ['job_failed', 'job_late', 'job_empty', 'unreadable'] },
    target: { concern: ['data'] },
    equal: ['model'],
  },
  { source: { check: ['dataset_drift'] }, target: { check: ['feature_drift'] }, equal: ['model'] },
  // What burns fast burns slowly as well, and what is known of performance was estimated before.
  { source: { check: ['burn_fast'] }, target: { check: ['burn_slow', 'burn_long'] }, equal: ['model'] },
  { source: { check: ['burn_slow'] }, target: { check: ['burn_long'] }, equal: ['model'] },
  { source: { check: ['realised'] }, target: { check: ['estimated'] }, equal: ['model'] },
];
