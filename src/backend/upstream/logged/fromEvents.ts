import type { EventUpstream, PredictionEvent } from '../events';
import type { EventSource } from '../eventSource';
import { dotted, parseFieldPath } from '../fieldPath';
import { compileFeaturePatterns } from '../matching';
import type { CallContext } from '../upstream';
import { readDistributions, readDistributionsOverTime, type RowReader } from './byReading';
import type { FeatureRow } from './fold';
import type { LoggedComparison, LoggedFeature, LoggedSubject, OpenedLog } from './subject';
import { LoggedUpstream, splitMatchers } from './upstream';

/** How the field at a path is read of an event; nothing where an event has no such field. */
function valueReader(path: string, { fields }: EventSource): (event: PredictionEvent) => unknown {
  const name = dotted(parseFieldPath(path));
  const prefix = `${dotted(parseFieldPath(fields.features))}.`;
  if (name.startsWith(prefix)) {
    const feature = name.slice(prefix.length);
    return ({ features }) => features[feature];
  }
  switch (name) {
    case dotted(parseFieldPath(fields.prediction)):
      return ({ prediction }) => prediction;
    case dotted(parseFieldPath(fields.confidence)):
      return ({ confidence }) => confidence;
    case dotted(parseFieldPath(fields.latencyMs)):
      return ({ latencyMs }) => latencyMs;
    default:
      return () => undefined;
  }
}

/** Predictions as rows of the fields that are asked for. */
function rowsOf(events: EventUpstream): RowReader {
  return (question, range, context) => {
    const { source, filters, groupBy, features } = question;
    const prefix = `${dotted(parseFieldPath(source.fields.features))}.`;
    const wanted = features.flatMap(({ path }) => {
      const name = dotted(parseFieldPath(path));
      return name.startsWith(prefix) ? [{ kind: 'exact', name: name.slice(prefix.length) } as const] : [];
    });
    const reading = events.read({ event: 'prediction', source, filters, groupBy, features: wanted }, range, context);
    const readers = features.map(({ path }) => valueReader(path, source));
    return {
      async *[Symbol.asyncIterator]() {
        for await (const batch of reading) {
          yield batch.map((event): FeatureRow => ({
            time: event.time,
            group: groupBy.map((name) => event.group[name] ?? ''),
            value: (place) => readers[place]?.(event),
          }));
        }
      },
      report: () => reading.report(),
    };
  };
}

/** The name of a field as a feature: without the object that holds features. */
function shortName({ source, discover }: LoggedSubject): (name: string) => string {
  const prefix = `${dotted(parseFieldPath(source.fields.features))}.`;
  return (name) => (discover !== undefined && name.startsWith(prefix) ? name.slice(prefix.length) : name);
}

/** The features that are named, and those that the log shows beside them. */
export async function featuresOf(
  events: Pick<EventUpstream, 'fields'>,
  { source, features, discover, kinds }: LoggedSubject,
  { current: { range } }: LoggedComparison,
  context: CallContext
): Promise<readonly LoggedFeature[]> {
  if (discover === undefined) {
    return features;
  }
  const prefix = `${dotted(parseFieldPath(source.fields.features))}.`;
  const passes = compileFeaturePatterns(discover);
  const named = new Set(features.map(({ feature }) => feature));
  const found = (await events.fields(source, range, context))
    .filter(({ name }) => name.startsWith(prefix))
    .map(({ name, kind }) => ({ feature: name.slice(prefix.length), path: name, kind }))
    .filter(({ feature }) => passes(feature) && !named.has(feature));
  return [...features, ...found.map((one) => ({ ...one, kind: kinds(one.feature) ?? one.kind }))];
}

/** A log that cannot count by itself, opened for a comparison: its events are read, and counted here. */
export async function openByReading(
  events: EventUpstream,
  comparison: LoggedComparison,
  context: CallContext
): Promise<OpenedLog> {
  const { subject } = comparison;
  const read = rowsOf(events);
  const features = await featuresOf(events, subject, comparison, context);
  const fields = await events.fields(subject.source, comparison.current.range, context);
  const known = fields.map(({ name }) => name).map(shortName(subject));
  const upstream = new LoggedUpstream(events, subject, features, known, {
    distributions: (question, range, call) => readDistributions(read, question, range, call),
    distributionsOverTime: (question, range, windowMs, stepMs, call) =>
      readDistributionsOverTime(read, question, range, windowMs, stepMs, call),
  });
  const { range, matchers } = comparison.current;
  return {
    upstream,
    binned: false,
    why: (call) =>
      events.explain(
        { event: 'prediction', ...splitMatchers(subject, matchers), groupBy: [], features: subject.discover ?? [] },
        range,
        call
      ),
  };
}
