import {
  LOG_FIELDS,
  parseFeaturePattern,
  selectionMatchers,
  TELEMETRY,
  type DriftQuery,
  type EventKind,
  type LogField,
  type ModelSettings,
  type Settings,
} from '../../model';
import { TidemarkError } from '../errors';
import type { Instance } from '../instance/instance';
import { compileFeaturePatterns } from '../upstream/matching';
import type { EventQuestion, EventUpstream } from '../upstream/events';
import type { EventSource } from '../upstream/eventSource';
import { findModel } from './resolveModel';
import { usualTraffic, withUsual } from './usualTraffic';

/** The stream label that tells what a line is about, where a model names no other. */
const EVENT_LABEL = 'event';

/** Where the events of one kind of a model are read. */
export function eventSource(model: ModelSettings, event: EventKind, { privateFields = [] }: Settings): EventSource {
  const { logs = {} } = model;
  const stream = selectionMatchers(logs.selector ?? model.selector ?? { [TELEMETRY.modelLabel]: model.id });
  return {
    matchers: [...stream, { label: logs.eventLabel ?? EVENT_LABEL, op: '=', value: logs.events?.[event] ?? event }],
    parser: logs.parser ?? 'json',
    fields: Object.fromEntries(
      Object.entries(LOG_FIELDS).map(([field, path]) => [field, logs.fields?.[field as LogField] ?? path])
    ) as Record<LogField, string>,
    privateFields: [...new Set([...privateFields, ...(model.privateFields ?? [])])],
  };
}

/** The log of this data source. @throws TidemarkError `no_log` where it reads none. */
export function requireEvents({ events }: Pick<Instance, 'events'>): EventUpstream {
  if (events === undefined) {
    throw new TidemarkError(
      'no_log',
      'This query reads the log of predictions, and this data source has none: set loki.url (or loki.datasourceUid) in its settings.'
    );
  }
  return events;
}

/** The model that a query about events names. @throws TidemarkError `bad_query` or `unknown_model`. */
export function requireModel({ model, queryType }: DriftQuery, settings: Settings): ModelSettings {
  if (model === undefined) {
    throw new TidemarkError('bad_query', `model: a query of the kind ${queryType} needs a model of the data source.`);
  }
  return findModel(model, settings);
}

/** What a query asks of one kind of its model's events: its filters and groups, and the features that it names. */
export function eventQuestion<K extends EventKind>(
  event: K,
  { query, settings, features = [] }: { query: DriftQuery; settings: Settings; features?: EventQuestion['features'] }
): EventQuestion<K> {
  if (features !== 'all') {
    // Compiled here only to refuse a broken expression before anything is asked.
    compileFeaturePatterns(features);
  }
  return {
    event,
    source: eventSource(requireModel(query, settings), event, settings),
    filters: selectionMatchers(query.filters ?? {}),
    groupBy: [...new Set(query.groupBy ?? [])],
    features,
  };
}

/** What is asked of the predictions of a model that went out: those of a shadow only where the query names it. */
export function servedQuestion(asked: Parameters<typeof eventQuestion<'prediction'>>[1]): EventQuestion<'prediction'> {
  const question = eventQuestion('prediction', asked);
  const { source, filters } = question;
  const named = withUsual([...source.matchers, ...filters], usualTraffic(asked.query));
  return { ...question, filters: named.slice(source.matchers.length) };
}

/** What is asked of labels. A label line tells of a prediction by its id alone: no filter or group of the query is its. */
export function labelQuestion(query: DriftQuery, settings: Settings): EventQuestion<'label'> {
  const { filters: _filters, groupBy: _groupBy, ...rest } = query;
  return eventQuestion('label', { query: rest, settings });
}

/** The features that a query names, for rows that are to show them; none where it names none. */
export function namedFeatures({ features = [] }: DriftQuery): Exclude<EventQuestion['features'], 'all'> {
  return [...new Set(features)].map(parseFeaturePattern);
}
