import { type NoAnswer, noAnswer } from '../answer';

/** Doubles count in ones up to here; above, adding one more changes nothing. */
const MOST = Number.MAX_SAFE_INTEGER;

/**
 * The fault of counts, or null: each must be a finite number of at least 0, and their sum within what doubles count.
 *
 * @example
 * faultOfNamedCounts({ wrong: 3, all: 10 }) // => null
 */
export function faultOfNamedCounts(counts: Readonly<Record<string, number>>): NoAnswer | null {
  let all = 0;
  for (const [name, count] of Object.entries(counts)) {
    if (!(count >= 0 && count <= MOST)) {
      return noAnswer(
        'invalid_count',
        `The count "${name}" is ${count}: it must be a number from 0 to ${MOST}. Look at the query it comes from.`
      );
    }
    all += count;
  }
  return all <= MOST
    ? null
    : noAnswer('invalid_count', `The counts add up to ${all}, more than can be counted exactly: narrow the window.`);
}
