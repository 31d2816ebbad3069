import type { Settings, TeamSettings } from '../../model/settings';

/**
 * The settings with one team more. A contact point that only Grafana has is named among those of the settings, as one
 * that exists: without it no alerts could be made.
 */
export function withTeam({ teams = [], alerting = {} }: Settings, team: TeamSettings, existing: boolean): Settings {
  const { contactPoints = [] } = alerting;
  const { contactPoint } = team;
  const isNew = existing && contactPoint !== undefined && !contactPoints.some(({ name }) => name === contactPoint);
  return {
    teams: [...teams, team],
    ...(isNew && {
      alerting: { ...alerting, contactPoints: [...contactPoints, { name: contactPoint, type: 'existing' }] },
    }),
  };
}
