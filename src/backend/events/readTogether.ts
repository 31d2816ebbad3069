import type { EventKind } from '../../model';
import { TidemarkError, type ErrorCode } from '../errors';
import type { EventQuestion, EventUpstream } from '../upstream/events';
import type { CallContext, Matcher, TimeRange } from '../upstream/upstream';
import { readAll } from './readAll';

type Few<K extends EventKind> = Awaited<ReturnType<typeof readAll<K>>>;

interface Asked {
  readonly question: EventQuestion;
  readonly range: TimeRange;
  readonly limit: number;
  readonly answer: (few: Promise<Few<EventKind>>) => void;
}

/** Questions that differ in the value of one stream label alone. */
interface Group {
  readonly label: string;
  readonly asked: readonly Asked[];
}

/** A selector travels in the address of a request, of which proxies take some eight kilobytes, with every sign escaped. */
const LONGEST_VALUES = 2_000;

/** What fails so for one model does for each: to ask again of each would only ask more of a log that is in trouble. */
const OF_ALL: ReadonlySet<ErrorCode> = new Set([
  'upstream_unreachable',
  'upstream_refused',
  'upstream_overloaded',
  'upstream_not_understood',
  'cancelled',
]);

/** What is asked in one turn of one request, by the log that it goes to. */
const waiting = new WeakMap<AbortSignal, Map<EventUpstream, Asked[]>>();

/**
 * Reads events of which there are few (deployments, pipeline runs), as `readAll` does; what a request asks about many
 * models at the same time is read in one go, and each gets its own.
 *
 * Loki looks through weeks hour by hour, whether or not there are lines, so that two hundred models one by one take two
 * hundred times as long as all of them. Where something is to be told of what was read together (a line that is not
 * JSON, a limit, a failure), the models are read in halves, until it is told of the one that it is about.
 */
export function readTogether<K extends EventKind>(
  events: EventUpstream,
  question: EventQuestion<K>,
  range: TimeRange,
  { signal }: CallContext,
  { limit }: { readonly limit: number }
): Promise<Few<K>> {
  const few = new Promise<Few<EventKind>>((answer) => {
    const asked = { question, range, limit, answer };
    const logs = waiting.get(signal) ?? new Map<EventUpstream, Asked[]>();
    waiting.set(signal, logs);
    const others = logs.get(events);
    if (others !== undefined) {
      others.push(asked);
      return;
    }
    const all = [asked];
    logs.set(events, all);
    setImmediate(() => {
      logs.delete(events);
      groupsOf(all).forEach((group) => void readGroup(events, group, { signal }));
    });
  });
  // Each is answered with events of the kind that it asked for.
  return few as Promise<Few<K>>;
}

function grouped<T>(all: readonly T[], keyOf: (one: T) => string): ReadonlyMap<string, readonly T[]> {
  const groups = new Map<string, T[]>();
  for (const one of all) {
    const key = keyOf(one);
    const group = groups.get(key);
    if (group === undefined) {
      groups.set(key, [one]);
    } else {
      group.push(one);
    }
  }
  return groups;
}

const isPick = ({ op, value }: Matcher): boolean => op === '=' && value !== '';

/** What a question shares with those that differ from it in the label alone. */
function restOf({ question, range, limit }: Asked, label: string): string {
  const { matchers, ...source } = question.source;
  const rest = matchers.filter((matcher) => matcher.label !== label);
  return JSON.stringify([{ ...question, source }, rest, range, limit]);
}

function groupsOf(all: readonly Asked[]): readonly Group[] {
  const picks = all.flatMap(({ question }) => question.source.matchers.filter(isPick).map(({ label }) => label));
  const groups = [...new Set(picks)].map((label) => {
    const byRest = grouped(all, (asked) => restOf(asked, label));
    return [...byRest.values()].map((asked): Group => ({ label, asked }));
  });
  // The label by which they fall into the fewest groups is the one that tells them apart.
  const [fewest = [{ label: '', asked: all }]] = groups.sort((a, b) => a.length - b.length);
  return fewest.flatMap(shortened);
}

function valueOf({ question }: Asked, label: string): string | undefined {
  const matchers = question.source.matchers.filter((matcher) => matcher.label === label);
  const [only] = matchers;
  return matchers.length === 1 && only !== undefined && isPick(only) ? only.value : undefined;
}

/** In pieces whose selectors are short enough; what is not one of several values of the label stays alone. */
function shortened({ label, asked }: Group): readonly Group[] {
  const pieces: Asked[][] = [];
  let length = Infinity;
  for (const one of asked) {
    const value = valueOf(one, label);
    length += value === undefined ? Infinity : escaped(value).length + 1;
    if (length > LONGEST_VALUES) {
      pieces.push([]);
      length = value === undefined ? Infinity : escaped(value).length;
    }
    pieces.at(-1)?.push(one);
  }
  return pieces.map((piece) => ({ label, asked: piece }));
}

/** A text as RE2 finds it. */
const escaped = (text: string): string => text.replace(/[\\^$.|?*+()[\]{}]/g, '\\$&');

async function readGroup(events: EventUpstream, { label, asked }: Group, context: CallContext): Promise<void> {
  const [first] = asked;
  if (first === undefined) {
    return;
  }
  if (asked.length === 1) {
    first.answer(readAll(events, first.question, first.range, context, { limit: first.limit }));
    return;
  }
  const together = await readOne(events, { label, asked }, context);
  if (together !== undefined) {
    asked.forEach((one) => one.answer(together(one)));
    return;
  }
  const half = Math.ceil(asked.length / 2);
  await Promise.all(
    [asked.slice(0, half), asked.slice(half)].map((part) => readGroup(events, { label, asked: part }, context))
  );
}

/** What each of the questions is answered; undefined where that cannot be told from an answer to all. */
async function readOne(
  events: EventUpstream,
  { label, asked }: Group,
  context: CallContext
): Promise<((one: Asked) => Promise<Few<EventKind>>) | undefined> {
  const [first] = asked;
  const values = new Set(asked.map((one) => valueOf(one, label) ?? ''));
  if (first === undefined) {
    return undefined;
  }
  const { question, range, limit } = first;
  const matchers = question.source.matchers.map((matcher) =>
    matcher.label === label ? { label, op: '=~' as const, value: [...values].map(escaped).join('|') } : matcher
  );
  const all = {
    ...question,
    source: { ...question.source, matchers },
    groupBy: [...new Set([...question.groupBy, label])],
  };
  let few: Few<EventKind>;
  try {
    few = await readAll(events, all, range, context, { limit });
  } catch (thrown) {
    return OF_ALL.has(TidemarkError.from(thrown).code) ? () => Promise.reject(thrown) : undefined;
  }
  const { report } = few;
  const byValue = grouped(few.events, ({ group }) => group[label] ?? '');
  if (report.notices.length > 0 || [...byValue.keys()].some((value) => !values.has(value))) {
    return undefined;
  }
  return async (one) => {
    const own = byValue.get(valueOf(one, label) ?? '') ?? [];
    return { events: own, report: { ...report, lines: own.length } };
  };
}
