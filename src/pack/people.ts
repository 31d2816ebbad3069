import type { Concern, ModelSettings, Problem, Settings, TeamSettings } from '../model';

/** Who is told of one concern of one model; or why nobody can be. */
export type Told =
  { readonly ok: true; readonly team: TeamSettings } | { readonly ok: false; readonly problem: Problem };

const wrong = (path: string, message: string): Told => ({ ok: false, problem: { path, message } });

function lists({ concerns }: TeamSettings, concern: Concern): boolean {
  return concerns?.includes(concern) ?? false;
}

const quoted = (names: readonly string[]): string => names.map((name) => JSON.stringify(name)).join(' and ');

/**
 * One alert is told to one team. That is the owner of the model, for each concern that the owner has; a team that lists
 * no concerns has all of its own models'. What the owner leaves to others goes to the one team that has the concern and
 * owns no model: a platform team, for example. A team that owns other models is never told of a stranger's.
 */
export function toldOf(model: ModelSettings, place: number, concern: Concern, settings: Settings): Told {
  const { models = [], teams = [] } = settings;
  const path = `models[${place}].owner`;
  if (model.owner === undefined || model.owner === '') {
    return wrong(path, `the model ${JSON.stringify(model.id)} has no owner: name the team that gets its alerts`);
  }
  const owner = teams.find(({ id }) => id === model.owner);
  if (owner === undefined) {
    const known = teams.length === 0 ? 'there are no teams yet' : `there is ${quoted(teams.map(({ id }) => id))}`;
    return wrong(path, `no team has the id ${JSON.stringify(model.owner)}: ${known}`);
  }
  if (owner.concerns === undefined || lists(owner, concern)) {
    return { ok: true, team: owner };
  }
  const owners = new Set(models.map((one) => one.owner));
  const shared = teams.filter((team) => lists(team, concern) && !owners.has(team.id));
  const [first, second] = shared;
  if (first === undefined) {
    return wrong(
      path,
      `nobody gets the alerts of ${JSON.stringify(model.id)} about ${concern}: add the concern to its owner ${JSON.stringify(owner.id)}, or to a team that owns no model`
    );
  }
  if (second !== undefined) {
    return wrong(
      `teams[${teams.indexOf(second)}].concerns`,
      `${quoted(shared.map(({ id }) => id))} both have the concern ${concern}, and one alert is told to one team: take it from one of them`
    );
  }
  return { ok: true, team: first };
}
