import { CONCERNS, type AlertingSettings, type ContactPoint, type Problem, type Settings } from '../model';
import { toldOf } from './people';

/** Labels that Grafana or the pack itself puts on each alert. */
const TAKEN = ['alertname', 'grafana_folder', 'model', 'owner', 'team', 'concern', 'severity', 'check', 'feature'];

function repeated(names: readonly string[], path: (place: number) => string): readonly Problem[] {
  return names.flatMap((name, place) =>
    names.indexOf(name) < place ? [{ path: path(place), message: `${JSON.stringify(name)} stands twice` }] : []
  );
}

function ofContactPoints({ teams = [], alerting = {} }: Settings): readonly Problem[] {
  const points = (alerting.contactPoints ?? []).map(({ name }) => name);
  const known = points.length === 0 ? 'there are none yet' : `there is ${points.join(', ')}`;
  return [
    ...repeated(points, (place) => `alerting.contactPoints[${place}].name`),
    ...teams.flatMap(({ id, contactPoint }, place): Problem[] => {
      if (contactPoint === undefined || contactPoint === '') {
        return [
          {
            path: `teams[${place}]`,
            message: `the team ${JSON.stringify(id)} has no contact point: give it the name of one under alerting.contactPoints`,
          },
        ];
      }
      return points.includes(contactPoint)
        ? []
        : [
            {
              path: `teams[${place}].contactPoint`,
              message: `no contact point has the name ${JSON.stringify(contactPoint)}: ${known}. Add it under alerting.contactPoints, with the type existing where Grafana has it already`,
            },
          ];
    }),
    ...(alerting.fallback === undefined || points.includes(alerting.fallback)
      ? []
      : [{ path: 'alerting.fallback', message: `no contact point has the name ${JSON.stringify(alerting.fallback)}` }]),
  ];
}

function ofMuteTimings({ teams = [], alerting = {} }: Settings): readonly Problem[] {
  const timings = alerting.muteTimings ?? [];
  const ids = teams.map(({ id }) => id);
  return [
    ...repeated(
      timings.map(({ name }) => name),
      (place) => `alerting.muteTimings[${place}].name`
    ),
    ...timings.flatMap((timing, place) =>
      (timing.teams ?? []).flatMap((team, i) =>
        ids.includes(team)
          ? []
          : [
              {
                path: `alerting.muteTimings[${place}].teams[${i}]`,
                message: `no team has the id ${JSON.stringify(team)}`,
              },
            ]
      )
    ),
  ];
}

function ofPeople(settings: Settings): readonly Problem[] {
  const { models = [] } = settings;
  const found = models.flatMap((model, place) =>
    CONCERNS.flatMap((concern) => {
      const told = toldOf(model, place, concern, settings);
      return told.ok ? [] : [told.problem];
    })
  );
  // One that has no owner lacks it for each concern, and two teams are in each other's way at every model.
  return found.filter(
    ({ path, message }, i) => found.findIndex((one) => one.path === path && one.message === message) === i
  );
}

/**
 * What is wrong with settings that are well formed, but of which no alert can be made: everything that would send one to
 * nobody, to two, or that Grafana would not start with.
 */
export function packProblems(settings: Settings): readonly Problem[] {
  const labels = Object.keys(settings.alerting?.labels ?? {}).filter((label) => TAKEN.includes(label));
  return [
    ...((settings.models ?? []).length === 0 ? [{ path: 'models', message: 'there is no model to watch' }] : []),
    ...ofPeople(settings),
    ...ofContactPoints(settings),
    ...ofMuteTimings(settings),
    ...labels.map((label) => ({
      path: `alerting.labels.${label}`,
      message: 'every alert has this label already: choose another name',
    })),
  ];
}

/** A variable of the environment that Grafana needs at its start, and where it is named. */
export interface NeededVariable {
  readonly name: string;
  readonly path: string;
}

function variablesOfPoint(point: ContactPoint, place: number): readonly NeededVariable[] {
  return Object.entries(point).flatMap(([key, value]: [string, unknown]) =>
    typeof value === 'object' && value !== null && 'env' in value && typeof value.env === 'string'
      ? 'optional' in value && value.optional === true
        ? []
        : [{ name: value.env, path: `alerting.contactPoints[${place}].${key}.env` }]
      : []
  );
}

/** Those without which Grafana would not start; what is optional goes nowhere instead. */
export function neededVariables({ contactPoints = [] }: AlertingSettings): readonly NeededVariable[] {
  return contactPoints.flatMap(variablesOfPoint);
}
