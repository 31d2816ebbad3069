/** Names of a query's groups with their values. */
export type Group = Readonly<Record<string, string>>;

/** Between values; no text that a person writes holds it. */
const BETWEEN = '\u0000';

/** One text for a group, by the names that tell it from others. Asked for each of a million rows. */
export function groupKey(group: Group, by: readonly string[]): string {
  let key = '';
  for (const name of by) {
    key += (group[name] ?? '') + BETWEEN;
  }
  return key;
}

/** The group by these names alone. */
export function groupOf(group: Group, by: readonly string[]): Group {
  return Object.fromEntries(by.map((name) => [name, group[name] ?? '']));
}
