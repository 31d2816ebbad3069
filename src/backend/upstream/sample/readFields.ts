import type { EventKind } from '../../../model';
import { featureOf, LINES, type Json, type ReadField, type ScenarioModel, type Told } from '../../../scenario';
import type { EventSource } from '../events';

/** Whether a path lies in what must not be read: a private field covers all that is under it. */
export function isPrivate({ privateFields }: Pick<EventSource, 'privateFields'>, path: string): boolean {
  return privateFields.some((field) => path === field || path.startsWith(`${field}.`));
}

/** What is left of a value once private fields have been taken out. */
function withoutPrivate(source: EventSource, path: string, value: Json | undefined): Json | undefined {
  if (
    typeof value !== 'object' ||
    value === null ||
    !source.privateFields.some((field) => field.startsWith(`${path}.`))
  ) {
    return value;
  }
  return Object.fromEntries(
    Object.entries(value).flatMap(([key, inner]) => {
      const left = isPrivate(source, `${path}.${key}`) ? undefined : withoutPrivate(source, `${path}.${key}`, inner);
      return left === undefined ? [] : [[key, left]];
    })
  );
}

const nothing = (): undefined => undefined;

function down(value: Json | undefined, keys: readonly string[]): Json | undefined {
  return keys.reduce<Json | undefined>(
    (inner, key) => (typeof inner === 'object' && inner !== null && Object.hasOwn(inner, key) ? inner[key] : undefined),
    value
  );
}

/** Reads the field of a path; nothing where lines of that kind have none, or where it is private. */
export function pathReader<K extends EventKind>(kind: K, path: string, source: EventSource): ReadField<K> {
  if (isPrivate(source, path)) {
    return nothing;
  }
  const [first = '', ...rest] = path.split('.');
  const { fields } = LINES[kind];
  const read = Object.hasOwn(fields, first) ? fields[first] : undefined;
  if (read === undefined) {
    return nothing;
  }
  return rest.length === 0
    ? (told) => withoutPrivate(source, path, read(told))
    : (told) => withoutPrivate(source, path, down(read(told), rest));
}

const hasPath = (kind: EventKind, path: string): boolean => Object.hasOwn(LINES[kind].fields, path.split('.')[0] ?? '');

/** Whether the sample's lines hold their features where the settings say. */
function holdsFeatures({ fields }: EventSource): boolean {
  return fields.features === 'features';
}

/** Features of a model that may be read, by their place. */
export function readableFeatures(
  { features }: ScenarioModel,
  source: EventSource,
  wanted: (name: string) => boolean
): ReadonlyArray<{ readonly name: string; readonly place: number }> {
  return holdsFeatures(source)
    ? features.flatMap(({ name }, place) =>
        wanted(name) && !isPrivate(source, `${source.fields.features}.${name}`) ? [{ name, place }] : []
      )
    : [];
}

/**
 * Reads what a person means by a name: a stream label of that name, a field of the line, a feature, in this order; nothing
 * where it is none of them.
 */
export function nameReader<K extends EventKind>(kind: K, name: string, source: EventSource): ReadField<K> {
  const { stream } = LINES[kind];
  const label = Object.hasOwn(stream, name) ? stream[name] : undefined;
  if (label !== undefined) {
    return isPrivate(source, name) ? nothing : label;
  }
  if (hasPath(kind, name)) {
    return pathReader(kind, name, source);
  }
  if (kind !== 'prediction' || !holdsFeatures(source) || isPrivate(source, `${source.fields.features}.${name}`)) {
    return nothing;
  }
  const places = new Map<ScenarioModel, number>();
  const placeIn = (model: ScenarioModel): number => {
    const place = places.get(model) ?? model.features.findIndex((feature) => feature.name === name);
    places.set(model, place);
    return place;
  };
  const feature = (told: Told['prediction']): Json | undefined => {
    const place = placeIn(told.block.model);
    return place < 0 ? undefined : featureOf(told, place);
  };
  return feature as ReadField<K>;
}

/** A value as a label would hold it: an empty string for what is not there. */
export function asText(value: Json | undefined): string {
  return value === undefined || value === null ? '' : typeof value === 'object' ? JSON.stringify(value) : String(value);
}
