import { isRecord } from './isRecord';

/**
 * Brings stored options to today's shape where what was meant is plain: a number written as text (`"12"`, from a
 * template or a hand), one name where a list belongs. What stays invalid is left as it is, because only the panel can
 * drop it in sight of the person who looks.
 */
export function migrateStored(
  stored: unknown,
  { numbers, lists }: { readonly numbers: readonly string[]; readonly lists: readonly string[] }
): Record<string, unknown> {
  const given = isRecord(stored) ? Object.entries(stored) : [];
  return Object.fromEntries(
    given
      .filter(([, value]) => value !== null)
      .map(([name, value]) => {
        if (typeof value !== 'string') {
          return [name, value];
        }
        if (numbers.includes(name) && /^\s*\d+\s*$/.test(value)) {
          return [name, Number(value)];
        }
        return [name, lists.includes(name) ? (value === '' ? [] : [value]) : value];
      })
  );
}
