import type { EventUpstream } from '../../events';
import type { RowQuestion } from '../../logged/byReading';
import { streamSelector } from '../../logql';
import type { CallContext, TimeRange } from '../../upstream';
import type { LokiApi, StreamStats } from '../api';
import type { ServerLimits } from '../limits';
import { sizeOf } from '../size';

/** A line of a log that nobody could measure. */
export const USUAL_BYTES = 300;

/** One side of a comparison: which lines, and when. */
export interface LoggedSide {
  readonly question: Omit<RowQuestion, 'features' | 'groupBy'>;
  readonly range: TimeRange;
}

interface Asking {
  readonly api: LokiApi;
  readonly limits: ServerLimits;
  readonly events: EventUpstream;
}

/** How much there is to read, of both sides; a count of Loki's where its index does not tell. */
export async function sizesOf(
  asking: Asking,
  sides: readonly LoggedSide[],
  context: CallContext
): Promise<ReadonlyMap<TimeRange, StreamStats>> {
  const sizes = await Promise.all(
    sides.map(async ({ question, range }) => {
      const { source } = question;
      const size = await sizeOf(asking, streamSelector(source.matchers), range, context.signal);
      if (size !== undefined) {
        return [range, size] as const;
      }
      const asked = { event: 'prediction', ...question, filters: [], groupBy: [], features: [] } as const;
      const { value } = await asking.events.count(asked, range, context);
      return [range, { entries: value, bytes: value * USUAL_BYTES }] as const;
    })
  );
  return new Map(sizes);
}
