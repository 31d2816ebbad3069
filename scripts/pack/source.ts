import { readFileSync } from 'node:fs';
import { EVENT_ID, getScalarValue, load, parseEvents, YAMLException, type Event } from 'js-yaml';
import { DATASOURCE_ID, parseSettings, type Problem, type Settings } from '../../src/model';

/** A problem of a file, where a person finds it. */
export interface Located {
  readonly line: number;
  readonly message: string;
}

/** A data source of a file, its settings, and how to find a problem of theirs again. */
export interface Source {
  readonly uid: string;
  readonly settings: Settings;
  readonly locate: (problem: Problem) => Located;
}

export type Read =
  { readonly ok: true; readonly source: Source } | { readonly ok: false; readonly problems: readonly Located[] };

const isRecord = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

type Step = string | number;

/** `models[0].owner` as its steps. */
function stepsOf(path: string): readonly Step[] {
  return [...path.matchAll(/\[(\d+)\]|([^.[\]]+)/g)].map(([, place, key]) =>
    place === undefined ? (key ?? '') : Number(place)
  );
}

/** Where each value of a document begins, by its steps. js-yaml tells of positions in its events alone. */
function positions(text: string): ReadonlyMap<string, number> {
  const found = new Map<string, number>();
  const open: Array<{ kind: 'mapping' | 'sequence' | 'document'; path: readonly Step[]; key?: string; count: number }> =
    [];
  const place = (start: number): readonly Step[] | undefined => {
    const parent = open.at(-1);
    if (parent === undefined || parent.kind === 'document') {
      found.set('[]', start);
      return [];
    }
    if (parent.kind === 'sequence') {
      const path = [...parent.path, parent.count];
      parent.count += 1;
      found.set(JSON.stringify(path), start);
      return path;
    }
    if (parent.key === undefined) {
      return undefined;
    }
    const path = [...parent.path, parent.key];
    delete parent.key;
    return path;
  };
  const visit = (event: Event): void => {
    switch (event.type) {
      case EVENT_ID.DOCUMENT:
        open.push({ kind: 'document', path: [], count: 0 });
        return;
      case EVENT_ID.SEQUENCE:
      case EVENT_ID.MAPPING: {
        const path = place(event.start) ?? [];
        open.push({ kind: event.type === EVENT_ID.SEQUENCE ? 'sequence' : 'mapping', path, count: 0 });
        return;
      }
      case EVENT_ID.SCALAR: {
        const parent = open.at(-1);
        if (parent?.kind === 'mapping' && parent.key === undefined) {
          // A problem of a value is shown at its key, which always has a line.
          parent.key = getScalarValue(text, event);
          found.set(JSON.stringify([...parent.path, parent.key]), event.valueStart);
        } else {
          place(event.valueStart);
        }
        return;
      }
      case EVENT_ID.ALIAS:
        place(event.anchorStart);
        return;
      case EVENT_ID.POP:
        open.pop();
    }
  };
  parseEvents(text, {}).forEach(visit);
  return found;
}

function lineAt(text: string, position: number): number {
  return text.slice(0, position).split('\n').length;
}

/** The line of the innermost part of the path that stands in the file: what is lacking has no line of its own. */
function lineOf(text: string, known: ReadonlyMap<string, number>, steps: readonly Step[]): number {
  for (let length = steps.length; length > 0; length -= 1) {
    const position = known.get(JSON.stringify(steps.slice(0, length)));
    if (position !== undefined) {
      return lineAt(text, position);
    }
  }
  return 1;
}

/** The data source of ours that is asked for; a file that is none of Grafana's holds settings themselves. */
function chosen(
  document: unknown,
  uid: string | undefined
): { uid: string; at: readonly Step[]; settings: unknown } | string {
  if (!isRecord(document)) {
    return "the file holds neither Grafana's data sources nor settings with models";
  }
  const { datasources } = document;
  if (!Array.isArray(datasources)) {
    return { uid: uid ?? 'tidemark', at: [], settings: document };
  }
  const ours = datasources.flatMap((one: unknown, place) =>
    isRecord(one) && one['type'] === DATASOURCE_ID
      ? [{ uid: String(one['uid'] ?? ''), place, settings: one['jsonData'] }]
      : []
  );
  const known = ours.map((one) => one.uid).join(', ');
  const [found, second] = uid === undefined ? ours : ours.filter((one) => one.uid === uid);
  if (found === undefined) {
    return ours.length === 0
      ? `the file holds no data source of the type ${DATASOURCE_ID}`
      : `the file holds no data source with the uid ${JSON.stringify(uid)}; there is ${known}`;
  }
  if (second !== undefined) {
    return `the file holds several data sources: name one with --datasource; there is ${known}`;
  }
  if (found.uid === '') {
    return 'the data source has no uid: give it one, because rules name it';
  }
  return { uid: found.uid, at: ['datasources', found.place, 'jsonData'], settings: found.settings };
}

/** Reads the settings of a data source from YAML or JSON, as Grafana provisions it or by themselves. */
export function readSource(text: string, uid: string | undefined): Read {
  let document: unknown;
  try {
    document = load(text);
  } catch (error) {
    const line = error instanceof YAMLException ? (error.mark?.line ?? 0) + 1 : 1;
    const reason = error instanceof YAMLException ? error.reason : String(error);
    return { ok: false, problems: [{ line, message: `this is not YAML: ${reason}` }] };
  }
  const found = chosen(document, uid);
  if (typeof found === 'string') {
    return { ok: false, problems: [{ line: 1, message: found }] };
  }
  const known = positions(text);
  const locate = ({ path, message }: Problem): Located => ({
    line: lineOf(text, known, [...found.at, ...stepsOf(path)]),
    message: path === '' ? message : `${path}: ${message}`,
  });
  const parsed = parseSettings(found.settings);
  return parsed.ok
    ? { ok: true, source: { uid: found.uid, settings: parsed.value, locate } }
    : { ok: false, problems: parsed.problems.map(locate) };
}

/** What an earlier run wrote, or undefined where there is nothing that can be read. */
export function readEarlier(file: string): unknown {
  try {
    return load(readFileSync(file, 'utf8'));
  } catch {
    return undefined;
  }
}
