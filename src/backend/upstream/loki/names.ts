import { LOG_FIELDS, type LogField } from '../../../model';
import { TidemarkError } from '../../errors';
import type { EventSource } from '../eventSource';
import { dotted, parseFieldPath, type FieldPath } from '../fieldPath';
import { isLabelName } from '../logql';
import { privacy } from './privacy';
import { seenField, type StreamSchema } from './schema';

/** Where the value of a name stands. */
export type Place =
  /** A label of the stream: the index picks by it. */
  | { readonly kind: 'stream'; readonly label: string }
  /** A label of the line: there before any parser has run. */
  | { readonly kind: 'metadata'; readonly label: string }
  | { readonly kind: 'field'; readonly path: FieldPath };

const FIELD_NAMES: ReadonlyMap<string, LogField> = new Map(
  Object.entries(LOG_FIELDS).map(([field, name]) => [name, field as LogField])
);

/** The path of a name that is a field of the contract, wherever the model keeps it; else as it is written. */
function fieldPathOf(name: string, fields: EventSource['fields']): FieldPath | undefined {
  const known = FIELD_NAMES.get(name);
  try {
    return parseFieldPath(known === undefined ? name : fields[known]);
  } catch {
    return undefined;
  }
}

/**
 * Where the value of a name stands, in the order in which the places are asked: a stream label or structured metadata
 * of that name, a field of the line, a feature. Where Loki has shown which it is, that one place; where nobody has seen
 * it, every place it may mean, and each line decides.
 *
 * @throws TidemarkError `bad_query` where the name is one of personal data, or cannot be one at all.
 */
export function placesOf(
  name: string,
  source: Pick<EventSource, 'fields' | 'parser' | 'privateFields'>,
  schema: StreamSchema
): readonly Place[] {
  const hidden = privacy(source);
  const field = seenField(schema, name)?.path ?? fieldPathOf(name, source.fields);
  const features = parseFieldPath(source.fields.features);
  const feature =
    schema.fields.find(({ path }) => path.length > features.length && isFeature(path, features, name))?.path ??
    (field === undefined ? undefined : [...features, ...(fieldPathOf(name, LOG_FIELDS) ?? field)]);
  const paths = [field, feature].filter((path) => path !== undefined);
  if (paths.length === 0 && !isLabelName(name)) {
    throw new TidemarkError('bad_query', `${JSON.stringify(name)} can be neither a label nor a field of a line.`);
  }
  const refuse = (): never => {
    throw new TidemarkError(
      'bad_query',
      `${JSON.stringify(name)} is personal data by the settings (privateFields): it is not read, neither for filters nor for groups.`
    );
  };
  if ((field !== undefined && hidden.covers(field)) || hidden.covers([name])) {
    return refuse();
  }
  if (schema.labels.has(name)) {
    return [{ kind: 'stream', label: name }];
  }
  if (schema.metadata.has(name)) {
    return [{ kind: 'metadata', label: name }];
  }
  const readable = paths.filter((path) => !hidden.covers(path));
  const seen = readable.find((path) => schema.fields.some((known) => samePath(known.path, path)));
  if (seen !== undefined) {
    return [{ kind: 'field', path: seen }];
  }
  if (feature !== undefined && hidden.names(feature)) {
    // What is meant can only be the feature of that name, since nothing else of it is there.
    return refuse();
  }
  const metadata: readonly Place[] = isLabelName(name) ? [{ kind: 'metadata', label: name }] : [];
  return [...metadata, ...readable.map((path) => ({ kind: 'field', path }) as const)];
}

function samePath(a: FieldPath, b: FieldPath): boolean {
  return a.length === b.length && a.every((key, i) => key === b[i]);
}

/** Whether a path is that of a feature of the name: its keys below `features`, with dots between them. */
function isFeature(path: FieldPath, features: FieldPath, name: string): boolean {
  return features.every((key, i) => key === path[i]) && path.slice(features.length).join('.') === name;
}

/**
 * Where the value at a path stands: the field, or, where no line was seen with one, a label of that very name.
 *
 * @throws TidemarkError `bad_query` where it is personal data.
 */
export function placeOfPath(
  text: string,
  source: Pick<EventSource, 'parser' | 'privateFields'>,
  schema: StreamSchema
): Place {
  const written = parseFieldPath(text);
  const path = seenField(schema, dotted(written))?.path;
  if (privacy(source).covers(path ?? written)) {
    throw new TidemarkError(
      'bad_query',
      `${JSON.stringify(text)} is personal data by the settings (privateFields): it is not read.`
    );
  }
  const label = written.length === 1 ? (written[0] ?? '') : '';
  if (path === undefined && schema.labels.has(label)) {
    return { kind: 'stream', label };
  }
  return path === undefined && schema.metadata.has(label)
    ? { kind: 'metadata', label }
    : { kind: 'field', path: path ?? written };
}
