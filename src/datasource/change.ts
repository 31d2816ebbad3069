/**
 * A copy with some members changed; `undefined` takes a member away. Stored JSON then says "not given" in one way only,
 * whether a field was cleared or never touched.
 */
export function change<T extends object>(value: T, changes: { readonly [K in keyof T]?: T[K] | undefined }): T {
  const merged: object = { ...value, ...changes };
  return Object.fromEntries(Object.entries(merged).filter(([, member]) => member !== undefined)) as T;
}

/** The list, or undefined where it is empty: an empty list and none mean the same in a query. */
export function orNone<T>(list: readonly T[]): T[] | undefined {
  return list.length === 0 ? undefined : [...list];
}

/** The text without the blanks around it, or undefined where nothing is left. */
export function textOrNone(text: string): string | undefined {
  const trimmed = text.trim();
  return trimmed === '' ? undefined : trimmed;
}
