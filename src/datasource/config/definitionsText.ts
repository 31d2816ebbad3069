import { dump, load, YAMLException } from 'js-yaml';
import { DATASOURCE_ID, parseSettings, type Problem } from '../../model';
import type { TidemarkOptions } from '../types';

type DefinitionKeys = 'models' | 'teams' | 'profiles';
const KEYS: readonly DefinitionKeys[] = ['models', 'teams', 'profiles'];

/** How deep a feature stands: from there on one line each, so that edges and counts do not run down the page. */
const FEATURE_LEVEL = 4;

export type ReadDefinitions =
  | { readonly ok: true; readonly definitions: Pick<TidemarkOptions, DefinitionKeys> }
  | { readonly ok: false; readonly problems: readonly Problem[] };

/** Grafana's database gives keys back by the alphabet; people look for the name first. */
const FIRST = ['models', 'teams', 'profiles', 'id', 'name', 'title', 'owner', 'task', 'kind', 'model', 'rows', 'edges'];

function byHabit(a: string, b: string): number {
  const rank = (key: string): number => (FIRST.includes(key) ? FIRST.indexOf(key) : FIRST.length);
  return rank(a) - rank(b) || a.localeCompare(b);
}

/** The definitions as YAML, in the words of a provisioning file's `jsonData`. */
export function writeDefinitions({ models, teams, profiles }: TidemarkOptions): string {
  const given = Object.fromEntries(Object.entries({ models, teams, profiles }).filter(([, value]) => value));
  return Object.keys(given).length === 0
    ? ''
    : dump(given, { lineWidth: 120, noRefs: true, flowLevel: FEATURE_LEVEL, sortKeys: byHabit });
}

const isRecord = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

const wrong = (message: string, path = ''): ReadDefinitions => ({ ok: false, problems: [{ path, message }] });

/** Finds what is defined in what was pasted: the definitions, a `jsonData`, or a whole provisioning file. */
function unwrap(document: Record<string, unknown>): Record<string, unknown> | undefined {
  if (Array.isArray(document['datasources'])) {
    const ours = document['datasources'].find((one) => isRecord(one) && one['type'] === DATASOURCE_ID);
    return isRecord(ours) ? unwrap(ours) : undefined;
  }
  return isRecord(document['jsonData']) ? document['jsonData'] : document;
}

/** Reads definitions from YAML or JSON; a provisioning file may be pasted whole. */
export function readDefinitions(text: string): ReadDefinitions {
  let document: unknown;
  try {
    document = text.trim() === '' ? {} : load(text);
  } catch (error) {
    return error instanceof YAMLException
      ? wrong(`${error.reason} (line ${(error.mark?.line ?? 0) + 1})`)
      : wrong('this is not YAML');
  }
  if (!isRecord(document)) {
    return wrong('write the keys models, teams and profiles, or paste a provisioning file');
  }
  const settings = unwrap(document);
  if (settings === undefined) {
    return wrong(`the file holds no data source of the type ${DATASOURCE_ID}`, 'datasources');
  }
  const strange = Object.keys(settings).filter((key) => ![...KEYS, 'prometheus', 'loki'].includes(key));
  if (settings === document && strange.length > 0) {
    return wrong('only models, teams and profiles are read here', strange[0]);
  }
  const definitions: Pick<TidemarkOptions, DefinitionKeys> = Object.fromEntries(
    KEYS.flatMap((key) => (settings[key] === undefined || settings[key] === null ? [] : [[key, settings[key]]]))
  );
  const parsed = parseSettings(definitions);
  // What was read is kept as it was written: a key that only a later version knows is not lost.
  return parsed.ok ? { ok: true, definitions } : { ok: false, problems: parsed.problems };
}
