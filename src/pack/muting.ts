import { SEVERITIES, type Settings, type Severity } from '../model';

/** What a mute timing keeps back where it does not say: whoever is to be woken is woken. */
const USUALLY_MUTED: readonly Severity[] = ['warning', 'info'];

/** The mute timings that hold for the alerts of one team and severity. */
export function mutedBy({ alerting }: Settings, team: string, severity: Severity): readonly string[] {
  return (alerting?.muteTimings ?? [])
    .filter(({ teams, severities = USUALLY_MUTED }) => (teams?.includes(team) ?? true) && severities.includes(severity))
    .map(({ name }) => name);
}

/** Severities of a team that are held back at the same times. */
export interface MutedAlike {
  readonly severities: readonly Severity[];
  readonly timings: readonly string[];
}

/**
 * What is held back of a team's alerts, in as few parts as can be: whoever mutes, mutes a whole route, and what lies in two
 * routes is two messages. One part of all severities needs no route of its own.
 */
export function mutedAlike(settings: Settings, team: string): readonly MutedAlike[] {
  const parts = new Map<string, { severities: Severity[]; timings: readonly string[] }>();
  for (const severity of SEVERITIES) {
    const timings = mutedBy(settings, team, severity);
    const key = JSON.stringify(timings);
    const part = parts.get(key) ?? { severities: [], timings };
    part.severities.push(severity);
    parts.set(key, part);
  }
  return [...parts.values()].filter(({ timings }) => timings.length > 0);
}

export const isOfAll = ({ severities }: MutedAlike): boolean => severities.length === SEVERITIES.length;

/** A time interval, as Grafana and Alertmanager write it alike. */
export interface TimeInterval {
  readonly times?: ReadonlyArray<{ readonly start_time: string; readonly end_time: string }>;
  readonly weekdays?: readonly string[];
  readonly location?: string;
}

export function timeIntervals(
  timing: NonNullable<NonNullable<Settings['alerting']>['muteTimings']>[number]
): readonly TimeInterval[] {
  return timing.intervals.map(({ times, weekdays, location }) => ({
    ...(times === undefined ? {} : { times: times.map(({ from, to }) => ({ start_time: from, end_time: to })) }),
    ...(weekdays === undefined ? {} : { weekdays }),
    ...(location === undefined ? {} : { location }),
  }));
}
