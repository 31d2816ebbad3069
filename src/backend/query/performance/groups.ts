/** Names of a query's groups with their values. */
export type Group = Readonly<Record<string, string>>;

/** One text for a group, by the names that tell it from others. */
export function groupKey(group: Group, by: readonly string[]): string {
  return JSON.stringify(by.map((name) => group[name] ?? ''));
}

/** The group by these names alone. */
export function groupOf(group: Group, by: readonly string[]): Group {
  return Object.fromEntries(by.map((name) => [name, group[name] ?? '']));
}
