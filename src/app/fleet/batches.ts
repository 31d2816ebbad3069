/** The models that can be seen without scrolling come first, and soon. */
const FIRST = 6;
/** More in one request would keep whoever looks waiting for the slowest of them. */
const MOST = 24;

/**
 * Cuts a list into parts that are asked for together: a small one first, so that there is something to see, then larger
 * ones, so that two hundred models do not become hundreds of requests.
 */
export function batches<T>(list: readonly T[], first = FIRST, most = MOST): ReadonlyArray<readonly T[]> {
  const parts: Array<readonly T[]> = [];
  for (let start = 0, size = first; start < list.length; start += size, size = Math.min(most, 2 * size)) {
    parts.push(list.slice(start, start + size));
  }
  return parts;
}
