import { parseDuration } from '../../src/model/duration';

/** A time as `/api/ds/query` takes it: milliseconds since the epoch, `now`, or `now-6h`. Undefined where it is none. */
export function parseTime(text: string, now: number): number | undefined {
  if (/^-?\d+$/.test(text)) {
    return Number(text);
  }
  const relative = /^now(?:([+-])(.+))?$/.exec(text);
  if (relative === null) {
    return undefined;
  }
  if (relative[1] === undefined) {
    return now;
  }
  const duration = parseDuration(relative[2] ?? '');
  return duration === undefined ? undefined : now + (relative[1] === '-' ? -duration : duration);
}
