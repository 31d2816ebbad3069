import type { TimeRange } from '../upstream';
import type { LokiApi } from './api';
import type { ServerLimits } from './limits';

const DAY_MS = 86_400_000;
/** A shorter range is read as it is. */
export const LONG_MS = 3 * DAY_MS;
/** Days that are looked at together first. */
const TOGETHER = 10;

/** A range in pieces that end with a day of the index, or with several. */
function pieces({ from, to }: TimeRange, days: number): readonly TimeRange[] {
  const length = days * DAY_MS;
  const first = Math.floor(from / length) + 1;
  const bounds = Array.from({ length: Math.max(0, Math.ceil(to / length) - first) }, (_, i) => (first + i) * length);
  return [from, ...bounds].map((start, i) => ({ from: start, to: bounds[i] ?? to }));
}

/** Ranges that touch one another as one. */
function joined(ranges: readonly TimeRange[]): readonly TimeRange[] {
  const found: TimeRange[] = [];
  for (const range of ranges) {
    const last = found.at(-1);
    if (last?.to === range.from) {
      found[found.length - 1] = { from: last.from, to: range.to };
    } else {
      found.push(range);
    }
  }
  return found;
}

/**
 * The stretches of a long range in which there are streams that match, by the index alone: whole days of it, in order.
 *
 * Loki looks for lines hour by hour, whether or not there are any: the few deployments of three months took it ten
 * seconds on a busy machine. Which streams a day has, it tells in some ten milliseconds. Its statistics and volumes would
 * be one question for all days, but round a few lines down to none; and names of labels are those of a whole index.
 */
export async function occupied(
  { api, limits }: { readonly api: Pick<LokiApi, 'streams'>; readonly limits: ServerLimits },
  selector: string,
  range: TimeRange,
  signal: AbortSignal
): Promise<readonly TimeRange[]> {
  // One that takes no question about a whole day answers hardly more than that at once, anyway.
  const together = Math.min(TOGETHER, Math.floor((limits.longestMs - 1) / DAY_MS));
  if (range.to - range.from <= LONG_MS || together < 1) {
    return [range];
  }
  const withStreams = async (all: readonly TimeRange[]): Promise<readonly TimeRange[]> => {
    // Whether Loki takes the end of a range in, it need not say.
    const streams = await Promise.all(all.map(({ from, to }) => api.streams(selector, { from, to: to + 1 }, signal)));
    return all.filter((_, i) => (streams[i] ?? 0) > 0);
  };
  try {
    const coarse = await withStreams(pieces(range, together));
    return joined(await withStreams(coarse.flatMap((piece) => pieces(piece, 1))));
  } catch (thrown) {
    if (signal.aborted || !limits.learn(thrown, { ms: together * DAY_MS + 1 })) {
      throw thrown;
    }
    return occupied({ api, limits }, selector, range, signal);
  }
}
