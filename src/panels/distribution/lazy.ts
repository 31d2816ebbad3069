/** Worked out when it is first asked for, and kept: of five hundred features a screen shows a dozen. */
export function lazy<T>(make: () => T): () => T {
  let kept: { readonly value: T } | undefined;
  return () => (kept ??= { value: make() }).value;
}
