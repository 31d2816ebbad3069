import { TidemarkError } from '../../errors';
import type { TimeRange } from '../upstream';
import type { LokiApi, StreamStats } from './api';
import type { ServerLimits } from './limits';
import { within } from './schema';

/** An older Loki has no such question, and one that is set so answers it with a refusal. */
async function orNothing<T>(signal: AbortSignal, ask: () => Promise<T>): Promise<T | undefined> {
  try {
    return await ask();
  } catch (thrown) {
    const { code } = TidemarkError.from(thrown);
    if (signal.aborted || !['upstream_not_understood', 'upstream_rejected_query'].includes(code)) {
      throw thrown;
    }
    return undefined;
  }
}

/** A number of the whole range; where Loki refuses to look at all of it, from that of its end. */
async function scaled(
  limits: ServerLimits,
  range: TimeRange,
  ask: (range: TimeRange) => Promise<number>
): Promise<number> {
  let asked = range.to - range.from;
  const found = await within(limits, range, (shorter) => {
    asked = shorter.to - shorter.from;
    return ask(shorter);
  });
  return (found * (range.to - range.from)) / asked;
}

/**
 * How much there is of the streams that match, without reading a line; undefined where the index does not tell.
 *
 * Its statistics and its volumes are asked. The statistics of Loki 3.7.6 are those of a whole index, by the share of its
 * time that a range covers, once the index has left the ingester: of an hour among five they told a quarter. A line is
 * as long as they tell all the same, and volumes are right from the first.
 */
export async function sizeOf(
  { api, limits }: { readonly api: LokiApi; readonly limits: ServerLimits },
  selector: string,
  range: TimeRange,
  signal: AbortSignal
): Promise<StreamStats | undefined> {
  const told = (ask: (range: TimeRange) => Promise<number>): Promise<number | undefined> =>
    orNothing(signal, () => scaled(limits, range, ask));
  const last: { stats: StreamStats } = { stats: { entries: 0, bytes: 0 } };
  const [entries, volume] = await Promise.all([
    told(async (shorter) => {
      last.stats = await api.stats(selector, shorter, signal);
      return last.stats.entries;
    }),
    told((shorter) => api.volume(selector, shorter, signal)),
  ]);
  if (entries === undefined) {
    return undefined;
  }
  const bytesPerLine = last.stats.bytes / last.stats.entries;
  return volume === undefined || volume === 0 || !(bytesPerLine > 0)
    ? { entries, bytes: entries * (bytesPerLine > 0 ? bytesPerLine : 0) }
    : { entries: volume / bytesPerLine, bytes: volume };
}
