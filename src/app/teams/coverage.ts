import type { Concern, ModelSettings, TeamSettings } from '../../model/settings';
import { toldOf } from '../../pack/people';
import type { Definitions } from '../ask/definitions';

type Defined = Pick<Definitions, 'models' | 'teams'>;

/** Who is told of one concern of one model. */
export type Cover =
  | { readonly is: 'team'; readonly team: TeamSettings }
  /** Nobody, or more than one: which, in words. */
  | { readonly is: 'hole' | 'double'; readonly why: string };

export interface CoverRow {
  readonly model: ModelSettings;
  readonly by: Readonly<Record<Concern, Cover>>;
}

function cover(model: ModelSettings, place: number, concern: Concern, { models, teams }: Defined): Cover {
  const told = toldOf(model, place, concern, { models: [...models], teams: [...teams] });
  if (told.ok) {
    return { is: 'team', team: told.team };
  }
  // Of two teams that could be told, the second is named as the one to change.
  return { is: told.problem.path.startsWith('teams') ? 'double' : 'hole', why: told.problem.message };
}

/** Who is on for what, by the very rule by which alerts are sent. */
export function coverageOf(definitions: Defined): readonly CoverRow[] {
  // Written by hand, concerns may be no list.
  const teams = definitions.teams.map((team) =>
    team.concerns === undefined || Array.isArray(team.concerns) ? team : { ...team, concerns: [] }
  );
  return definitions.models.map((model, place) => {
    const of = (concern: Concern): Cover => cover(model, place, concern, { models: definitions.models, teams });
    return { model, by: { pipeline: of('pipeline'), data: of('data'), model: of('model'), output: of('output') } };
  });
}
