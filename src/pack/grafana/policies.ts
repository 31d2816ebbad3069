import type { Settings, TeamSettings } from '../../model';
import { seconds } from '../duration';
import { isOfAll, mutedAlike } from '../muting';
import type { PackOptions } from '../options';

interface Route {
  readonly receiver?: string;
  readonly object_matchers?: ReadonlyArray<readonly [string, string, string]>;
  readonly group_by?: readonly string[];
  readonly mute_time_intervals?: readonly string[];
  readonly routes?: readonly Route[];
}

export interface PolicyTree extends Route {
  readonly orgId: number;
  readonly receiver: string;
  readonly group_wait: string;
  readonly group_interval: string;
  readonly repeat_interval: string;
}

/** A route a team, with one below it for severities that are muted at other times than the rest. */
function routeOf(team: TeamSettings, settings: Settings): Route {
  const parts = mutedAlike(settings, team.id);
  const [first] = parts;
  const muted: Route =
    first === undefined
      ? {}
      : isOfAll(first)
        ? { mute_time_intervals: first.timings }
        : {
            routes: parts.map(({ severities: [severity = '', ...others], timings }): Route => ({
              object_matchers: [
                others.length === 0 ? ['severity', '=', severity] : ['severity', '=~', [severity, ...others].join('|')],
              ],
              mute_time_intervals: timings,
            })),
          };
  return {
    receiver: team.contactPoint ?? '',
    object_matchers: [['team', '=', team.id]],
    ...muted,
  };
}

/** The whole tree of an organisation: routed by the label `team`, and grouped by model across all of its rules. */
export function policyTree(
  teams: readonly TeamSettings[],
  fallback: string,
  options: PackOptions,
  settings: Settings
): PolicyTree {
  return {
    orgId: 1,
    receiver: fallback,
    group_by: ['model'],
    group_wait: seconds(options.groupWait),
    group_interval: seconds(options.groupInterval),
    repeat_interval: seconds(options.repeatInterval),
    routes: teams.map((team) => routeOf(team, settings)),
  };
}
