/** Names and values of labels. */
export type Labels = Readonly<Record<string, string>>;

const keys = new WeakMap<Labels, string>();

/** The same text for the same labels, in whatever order they were written: what instances and groups are found by. */
export function labelsKey(labels: Labels): string {
  const known = keys.get(labels);
  if (known !== undefined) {
    return known;
  }
  const names = Object.keys(labels).sort();
  const key = JSON.stringify(names.map((name) => [name, labels[name]]));
  keys.set(labels, key);
  return key;
}

export function sameLabels(a: Labels, b: Labels): boolean {
  return a === b || labelsKey(a) === labelsKey(b);
}

/** Whether `all` has every label of `some`, with the same values. */
export function containsLabels(all: Labels, some: Labels): boolean {
  return Object.entries(some).every(([name, value]) => all[name] === value);
}

export const sizeOf = (labels: Labels): number => Object.keys(labels).length;
