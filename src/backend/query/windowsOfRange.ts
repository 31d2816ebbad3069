import { formatDuration, parseDuration, type DriftQuery } from '../../model';
import { TidemarkError } from '../errors';
import type { TimeRange } from '../upstream/upstream';
import { MOST_STEPS, type Steps } from './steps';

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;
/** Lengths that begin and end where people expect it. */
const LENGTHS = [1, 5, 10, 15, 30]
  .map((minutes) => minutes * MINUTE)
  .concat(
    [1, 2, 3, 6, 12].map((hours) => hours * HOUR),
    [1, 2, 7, 14, 28].map((days) => days * DAY)
  );
/** More windows than this are thinner than an eye reads across a panel, and hold too little each. */
const USUAL_WINDOWS = 48;

/**
 * Windows that lie side by side in the time range, so that each observation is in one of them: as long as the query
 * says, else such that there are 48 at most. Their ends are multiples of their length.
 */
export function windowsOfRange(query: Pick<DriftQuery, 'window'>, { from, to }: TimeRange): Steps {
  const asked = query.window === undefined ? undefined : parseDuration(query.window);
  const usual =
    LENGTHS.find((length) => (to - from) / length <= USUAL_WINDOWS) ?? Math.ceil((to - from) / USUAL_WINDOWS);
  const windowMs = asked ?? usual;
  const first = Math.ceil(from / windowMs) * windowMs + windowMs;
  const count = to < first ? 0 : Math.floor((to - first) / windowMs) + 1;
  if (count > MOST_STEPS) {
    throw new TidemarkError(
      'bad_query',
      `Windows of ${formatDuration(windowMs)} make ${count} of this time range, and ${MOST_STEPS} are the most: choose a longer window, or a shorter range.`
    );
  }
  if (count === 0) {
    throw new TidemarkError(
      'bad_query',
      `No whole window of ${formatDuration(windowMs)} lies in this time range: choose a shorter window, or a wider range.`
    );
  }
  return { stepMs: windowMs, windowMs, times: Array.from({ length: count }, (_, i) => first + i * windowMs) };
}
