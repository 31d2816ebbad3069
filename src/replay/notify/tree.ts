import type { Inhibition, MuteInterval, ReplayRoute } from '../../model';
import { parseDuration } from '../../model/duration';
import type { Labels } from '../labels';

/** What a label of an alert must be, or must not be, for a node of the tree to take it. */
interface Matcher {
  readonly name: string;
  readonly holds: (value: string) => boolean;
}

interface Node {
  readonly id: string;
  readonly matchers: readonly Matcher[];
  readonly goesOn: boolean;
  readonly route: Omit<ReplayRoute, 'key'>;
  readonly children: readonly Node[];
}

/** Who is told, by the labels of an alert: Alertmanager's `route`, or the policies of Grafana, which is the same. */
export type RoutingTree =
  | {
      readonly ok: true;
      readonly root: Node;
      readonly inhibitions: readonly Inhibition[];
      readonly notes: readonly string[];
    }
  | { readonly ok: false; readonly message: string };

class Unreadable extends Error {}

type Entry = Readonly<Record<string, unknown>>;

const isEntry = (value: unknown): value is Entry =>
  typeof value === 'object' && value !== null && !Array.isArray(value);
const listOf = (value: unknown): readonly unknown[] => (Array.isArray(value) ? (value as readonly unknown[]) : []);
const textsOf = (value: unknown): readonly string[] =>
  listOf(value).filter((one): one is string => typeof one === 'string');

/** As Alertmanager and Grafana begin, where the root says nothing. Seconds. */
const DEFAULTS = { groupWait: 30, groupInterval: 300, repeatInterval: 14_400 } as const;

const OPERATOR = /^\s*"?([^"=!~{}]+?)"?\s*(=~|!~|!=|=)\s*(?:"((?:[^"\\]|\\.)*)"|([^"{},]*?))\s*$/;

function holdsOf(operator: string, value: string): Matcher['holds'] {
  if (operator === '=' || operator === '!=') {
    return (own) => (own === value) === (operator === '=');
  }
  let pattern: RegExp;
  try {
    pattern = new RegExp(`^(?:${value})$`);
  } catch {
    throw new Unreadable(`the pattern ${JSON.stringify(value)} cannot be read`);
  }
  return (own) => pattern.test(own) === (operator === '=~');
}

/** Its parts: `team=~"risk|data"`. */
function partsOf(text: string): readonly [name: string, operator: string, value: string] {
  const [, name, operator, quoted, bare] = OPERATOR.exec(text) ?? [];
  if (name === undefined || operator === undefined) {
    throw new Unreadable(`the matcher ${JSON.stringify(text)} cannot be read: write name="value"`);
  }
  return [name, operator, quoted === undefined ? (bare ?? '') : quoted.replace(/\\(.)/g, '$1')];
}

/** `{a="b", c=~"d"}` is several. */
const writtenApart = (text: string): readonly string[] =>
  /^\s*\{.*\}\s*$/.test(text)
    ? (
        text
          .trim()
          .slice(1, -1)
          .match(/[^,"]*(?:"(?:[^"\\]|\\.)*")?[^,"]*/g) ?? []
      ).filter((one) => one.trim() !== '')
    : [text];

function tripletsOf(entry: Entry): ReadonlyArray<readonly [string, string, string]> {
  const of = (key: string, operator: string) =>
    Object.entries(isEntry(entry[key]) ? entry[key] : {}).map(
      ([name, value]) => [name, operator, String(value)] as const
    );
  const objects = listOf(entry['object_matchers']).map((one) => {
    const [name = '', operator = '', value = ''] = textsOf(one);
    return [name, operator, value] as const;
  });
  return [
    ...of('match', '='),
    ...of('match_re', '=~'),
    ...objects,
    ...textsOf(entry['matchers']).flatMap(writtenApart).map(partsOf),
  ];
}

function secondsOf(value: unknown, otherwise: number): number {
  return typeof value === 'string' ? (parseDuration(value) ?? 0) / 1000 : otherwise;
}

type Timings = ReadonlyMap<string, readonly MuteInterval[]>;

/** What is said of times beyond hours and weekdays cannot be replayed. */
function isWhole(interval: unknown): interval is MuteInterval {
  return isEntry(interval) && !['days_of_month', 'months', 'years'].some((name) => listOf(interval[name]).length > 0);
}

/** Time intervals by name, in the form of Alertmanager's file or of Grafana's API. */
export function timingsOf(entries: unknown, notes: string[] = []): Timings {
  return new Map(
    listOf(entries).flatMap((entry): Array<[string, readonly MuteInterval[]]> => {
      if (!isEntry(entry) || typeof entry['name'] !== 'string') {
        return [];
      }
      const { name } = entry;
      const intervals = listOf(entry['time_intervals']);
      const whole = intervals.filter(isWhole);
      if (whole.length < intervals.length) {
        notes.push(`${name}: days of a month, months and years are not looked at.`);
      }
      return [[name, whole]];
    })
  );
}

function nodeOf(entry: Entry, parent: Omit<ReplayRoute, 'key'>, id: string, timings: Timings): Node {
  const { receiver, group_by: groupBy } = entry;
  const muted = textsOf(entry['mute_time_intervals']).flatMap((name) => timings.get(name) ?? []);
  const { muted: _, ...inherited } = parent;
  const route = {
    ...inherited,
    ...(typeof receiver === 'string' && receiver !== '' ? { receiver } : {}),
    ...(Array.isArray(groupBy) ? { groupBy: textsOf(groupBy) } : {}),
    groupWait: secondsOf(entry['group_wait'], parent.groupWait),
    groupInterval: Math.max(1, secondsOf(entry['group_interval'], parent.groupInterval)),
    repeatInterval: secondsOf(entry['repeat_interval'], parent.repeatInterval),
    // Times are no matter of descent.
    ...(muted.length === 0 ? {} : { muted }),
  };
  return {
    id,
    matchers: tripletsOf(entry).map(([name, operator, value]) => ({ name, holds: holdsOf(operator, value) })),
    goesOn: entry['continue'] === true,
    route,
    children: listOf(entry['routes']).flatMap((child, place) =>
      isEntry(child) ? [nodeOf(child, route, `${id}/${place}`, timings)] : []
    ),
  };
}

function inhibitionOf(entry: Entry, notes: string[]): Inhibition | undefined {
  const sideOf = (side: 'source' | 'target'): Inhibition['source'] | undefined => {
    const triplets = tripletsOf({
      match: entry[`${side}_match`],
      match_re: entry[`${side}_match_re`],
      matchers: entry[`${side}_matchers`],
    });
    const values = triplets.map(([name, operator, value]) => {
      const plain = operator === '=' || (operator === '=~' && /^[\w |-]+$/.test(value));
      return plain ? ([name, operator === '=' ? [value] : value.split('|')] as const) : undefined;
    });
    const known = values.flatMap((one) => (one === undefined ? [] : [one]));
    // That a label is there at all says nothing more of it.
    const beside = triplets.filter((_, i) => values[i] === undefined);
    return beside.every(([, operator, value]) => operator === '=~' && value === '.+') && known.length > 0
      ? Object.fromEntries(known)
      : undefined;
  };
  const [source, target] = [sideOf('source'), sideOf('target')];
  if (source === undefined || target === undefined) {
    notes.push('An inhibition whose matchers are no plain values is not looked at.');
    return undefined;
  }
  return { source, target, equal: textsOf(entry['equal']) };
}

/**
 * Reads who is told from a configuration of Alertmanager.
 *
 * @param config the whole file, or `{ route: … }` with the policies of a Grafana.
 */
export function readRoutingTree(config: unknown): RoutingTree {
  const route = isEntry(config) ? config['route'] : undefined;
  if (!isEntry(config) || !isEntry(route) || typeof route['receiver'] !== 'string') {
    return { ok: false, message: 'It has no "route" with a "receiver": give a configuration of Alertmanager.' };
  }
  const notes: string[] = [];
  try {
    const timings = timingsOf([...listOf(config['mute_time_intervals']), ...listOf(config['time_intervals'])], notes);
    const root = nodeOf(route, { receiver: route['receiver'], groupBy: [], ...DEFAULTS }, 'route', timings);
    const inhibitions = listOf(config['inhibit_rules']).flatMap((one) => {
      const read = isEntry(one) ? inhibitionOf(one, notes) : undefined;
      return read === undefined ? [] : [read];
    });
    return { ok: true, root, inhibitions, notes };
  } catch (thrown) {
    if (thrown instanceof Unreadable) {
      return { ok: false, message: `route: ${thrown.message}.` };
    }
    throw thrown;
  }
}

function taken(node: Node, labels: Labels): readonly Node[] {
  if (!node.matchers.every(({ name, holds }) => holds(labels[name] ?? ''))) {
    return [];
  }
  const found: Node[] = [];
  for (const child of node.children) {
    const below = taken(child, labels);
    found.push(...below);
    if (below.length > 0 && !child.goesOn) {
      break;
    }
  }
  return found.length === 0 ? [node] : found;
}

/**
 * How an alert with these labels is told; more than once where nodes go on to the next.
 *
 * Source: Route.Match of Alertmanager's dispatch/route.go.
 */
export function routesOf(root: Node, labels: Labels): readonly ReplayRoute[] {
  return taken(root, labels).map(({ id, route }) => ({ key: id, ...route }));
}
