import { LOG_FIELDS, type EventKind } from '../../../../model';
import type { EventByKind, EventQuestion, EventReport, EventUpstream, ReadOptions } from '../../events';
import type { EventSource } from '../../eventSource';
import type { TimeRange } from '../../upstream';
import { HOUR } from './log';

/** The lines of a model, as the contract has them. */
export function sourceOf(
  model: string,
  event: EventKind = 'prediction',
  { fields, ...more }: Partial<Omit<EventSource, 'fields'>> & { readonly fields?: Partial<EventSource['fields']> } = {}
): EventSource {
  return {
    matchers: [
      { label: 'model', op: '=', value: model },
      { label: 'event', op: '=', value: event },
    ],
    parser: 'json',
    fields: { ...LOG_FIELDS, ...fields },
    privateFields: [],
    ...more,
  };
}

export function question<K extends EventKind>(
  event: K,
  source: EventSource,
  {
    filters = {},
    ...more
  }: Partial<Omit<EventQuestion, 'filters'>> & { readonly filters?: Readonly<Record<string, string>> } = {}
): EventQuestion<K> {
  return {
    source,
    groupBy: [],
    features: 'all',
    ...more,
    event,
    filters: Object.entries(filters).map(([label, value]) => ({ label, op: '=', value })),
  };
}

export const patiently = { signal: new AbortController().signal } as const;

/** All events of a question, and what was told of them. */
export async function readAll<K extends EventKind>(
  upstream: EventUpstream,
  asked: EventQuestion<K>,
  options: ReadOptions = {},
  range: TimeRange = HOUR
): Promise<{ readonly events: ReadonlyArray<EventByKind[K]>; readonly report: EventReport }> {
  const reading = upstream.read(asked, range, patiently, options);
  const events: Array<EventByKind[K]> = [];
  for await (const batch of reading) {
    events.push(...batch);
  }
  return { events, report: reading.report() };
}
