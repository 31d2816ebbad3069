import type { EventQuestion, EventUpstream } from '../upstream/events';
import type { CallContext, TimeRange } from '../upstream/upstream';

/** Names that a query gives and of which no line that was read held a value. */
export interface NeverSeen {
  readonly groups: readonly string[];
  readonly features: readonly string[];
}

const isNothing = (value: unknown): boolean => value === undefined || value === null || value === '';

/** The names that have no value in any of the rows; none where there is no row to tell. */
export function withoutValues(
  names: readonly string[],
  rows: ReadonlyArray<Readonly<Record<string, unknown>>>
): readonly string[] {
  return rows.length === 0 ? [] : names.filter((name) => rows.every((row) => isNothing(row[name])));
}

/**
 * What to say of names that were never seen: a misspelt one is a group without a name, or an empty column, and looks like
 * an answer. The log is asked for the closest of those there are.
 */
export async function neverSeenNotices(
  events: EventUpstream,
  question: EventQuestion,
  { groups, features }: NeverSeen,
  range: TimeRange,
  context: CallContext
): Promise<readonly string[]> {
  const said = [
    ...groups.map((name) => ({ name, what: `groupBy: ${JSON.stringify(name)} parts nothing, for no line holds it.` })),
    ...features.map((name) => ({ name, what: `features: no line holds ${JSON.stringify(name)}.` })),
  ];
  return Promise.all(
    said.map(async ({ name, what }) => {
      const asked = {
        ...question,
        groupBy: [],
        features: [],
        filters: [{ label: name, op: '=', value: '?' } as const],
      };
      const why = await events.explain(asked, range, context).catch(() => undefined);
      return why === undefined ? what : `${what} ${why}`;
    })
  );
}
