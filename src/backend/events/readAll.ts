import type { EventKind } from '../../model';
import type { EventByKind, EventQuestion, EventReport, EventUpstream, ReadOptions } from '../upstream/events';
import type { CallContext, TimeRange } from '../upstream/upstream';

/** Reads events of which there are few (deployments, pipeline runs) into one list, in order of time. */
export async function readAll<K extends EventKind>(
  events: EventUpstream,
  question: EventQuestion<K>,
  range: TimeRange,
  context: CallContext,
  options: ReadOptions & { readonly limit: number }
): Promise<{ readonly events: ReadonlyArray<EventByKind[K]>; readonly report: EventReport }> {
  const reading = events.read(question, range, context, options);
  const all: Array<EventByKind[K]> = [];
  for await (const batch of reading) {
    all.push(...batch);
  }
  return { events: all, report: reading.report() };
}
