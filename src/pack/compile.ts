import { CONCERNS, type Problem, type Settings, type TeamSettings } from '../model';
import { checks } from './checks';
import { draftsOf, hasLog } from './draft';
import { packOptions, type PackOptions } from './options';
import { toldOf } from './people';
import { packProblems } from './problems';
import type { PackRule } from './rule';
import { levelsOfFeatures } from './thresholds';
import { uidOf } from './uid';

/** Every rule of a data source, with who is told, before anybody has written it down. */
export interface Pack {
  readonly datasourceUid: string;
  readonly settings: Settings;
  readonly options: PackOptions;
  readonly rules: readonly PackRule[];
  /** Teams that are told of something, in the order of the settings. */
  readonly teams: readonly TeamSettings[];
  /** What was left out, in words. */
  readonly notes: readonly string[];
}

export type Packed =
  { readonly ok: true; readonly pack: Pack } | { readonly ok: false; readonly problems: readonly Problem[] };

/** The uid of the data source that the repository provisions needs not stand in each uid twice. */
const PREFIX = 'tidemark';

function notesOf(settings: Settings): readonly string[] {
  const { models = [] } = settings;
  const named = models.filter((model) => levelsOfFeatures(model)[0]?.features !== undefined).map(({ id }) => id);
  return [
    ...(hasLog(settings)
      ? []
      : [
          'The data source has no log (loki): performance, shadow, absurd outputs and jobs are not watched, and volume by the counter of predictions.',
        ]),
    ...named.map(
      (id) =>
        `${id}: a feature has a threshold above the usual one, so only the features of the settings are watched one by one. What is discovered counts for the model as a whole.`
    ),
  ];
}

/**
 * From the settings of a data source to its alert rules: what each asks, when it fires, who is told, and what it says.
 * The same settings give the same pack, whatever the machine and the time.
 */
export function compilePack(settings: Settings, datasourceUid: string): Packed {
  const problems = packProblems(settings);
  if (problems.length > 0) {
    return { ok: false, problems };
  }
  const options = packOptions(settings);
  const { models = [], teams = [] } = settings;
  const uidParts = datasourceUid === PREFIX ? [PREFIX] : [PREFIX, datasourceUid];
  const rules = models.flatMap((model, place) => {
    const told = new Map(
      CONCERNS.flatMap((concern) => {
        const found = toldOf(model, place, concern, settings);
        return found.ok ? [[concern, found.team] as const] : [];
      })
    );
    return draftsOf({ datasourceUid, settings, options, model }).flatMap((draft): PackRule[] => {
      const team = told.get(checks[draft.check].concern);
      const uid = uidOf(...uidParts, model.id, draft.check, ...(draft.part === undefined ? [] : [draft.part]));
      return team === undefined ? [] : [{ ...draft, uid, model, team }];
    });
  });
  const told = new Set(rules.map(({ team }) => team.id));
  return {
    ok: true,
    pack: {
      datasourceUid,
      settings,
      options,
      rules,
      teams: teams.filter(({ id }) => told.has(id)),
      notes: notesOf(settings),
    },
  };
}
