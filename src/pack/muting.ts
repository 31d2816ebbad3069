import type { Settings, Severity } from '../model';

/** What a mute timing keeps back where it does not say: whoever is to be woken is woken. */
const USUALLY_MUTED: readonly Severity[] = ['warning', 'info'];

/** The mute timings that hold for the alerts of one team and severity. */
export function mutedBy({ alerting }: Settings, team: string, severity: Severity): readonly string[] {
  return (alerting?.muteTimings ?? [])
    .filter(({ teams, severities = USUALLY_MUTED }) => (teams?.includes(team) ?? true) && severities.includes(severity))
    .map(({ name }) => name);
}

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
