import type { EventKind } from '../../../model';
import { featureOf, LINES, type Json, type ReadField, type ScenarioModel, type Told } from '../../../scenario';
import type { EventSource } from '../eventSource';
import { parseFieldPath, type FieldPath } from '../fieldPath';
import { placesOf } from '../loki/names';
import { privacy } from '../loki/privacy';
import { down, sampleSchema } from './schema';

const nothing = (): undefined => undefined;

/** What is left of a value once private fields have been taken out. */
function withoutPrivate(source: EventSource, path: FieldPath): (value: Json | undefined) => Json | undefined {
  const { covers, touches } = privacy(source);
  const strip = (at: FieldPath, value: Json | undefined): Json | undefined => {
    if (typeof value !== 'object' || value === null || !touches(at)) {
      return value;
    }
    return Object.fromEntries(
      Object.entries(value).flatMap(([key, inner]) => {
        const left = covers([...at, key]) ? undefined : strip([...at, key], inner);
        return left === undefined ? [] : [[key, left]];
      })
    );
  };
  return touches(path) ? (value) => strip(path, value) : (value) => value;
}

/** The value of a feature of that name, whatever the model of the line. */
function featureReader(name: string): ReadField<'prediction'> {
  const places = new Map<ScenarioModel, number>();
  return (told) => {
    const { model } = told.block;
    let place = places.get(model);
    if (place === undefined) {
      place = model.features.findIndex((feature) => feature.name === name);
      places.set(model, place);
    }
    return place < 0 ? undefined : featureOf(told, place);
  };
}

function readerAt<K extends EventKind>(kind: K, path: FieldPath, source: EventSource): ReadField<K> {
  const [first = '', ...rest] = path;
  const { fields } = LINES[kind];
  const read = Object.hasOwn(fields, first) ? fields[first] : undefined;
  if (read === undefined || privacy(source).covers(path)) {
    return nothing;
  }
  if (kind === 'prediction' && first === 'features' && rest.length === 1) {
    // One value, without making an object of all of them.
    return featureReader(rest[0] ?? '') as ReadField<K>;
  }
  const strip = withoutPrivate(source, path);
  return rest.length === 0 ? (told) => strip(read(told)) : (told) => strip(down(read(told), rest));
}

/** Reads the field of a path; nothing where lines of that kind have none, or where it is private. */
export function pathReader<K extends EventKind>(kind: K, path: string, source: EventSource): ReadField<K> {
  return readerAt(kind, parseFieldPath(path), source);
}

/**
 * Reads what a person means by a name, as Loki's upstream understands it: a stream label of that name, a field of the
 * line, a feature, in this order; nothing where it is none of them.
 *
 * @throws TidemarkError `bad_query` where the name is one of personal data.
 */
export function nameReader<K extends EventKind>(kind: K, name: string, source: EventSource): ReadField<K> {
  const [place] = placesOf(name, source, sampleSchema(kind, source));
  if (place?.kind === 'stream') {
    return LINES[kind].stream[place.label] ?? nothing;
  }
  return place?.kind === 'field' ? readerAt(kind, place.path, source) : nothing;
}

/** Values of the features that are wanted and not private, of the lines of any model. */
export function featuresReader(
  source: EventSource,
  wanted: (name: string) => boolean
): (told: Told['prediction']) => Readonly<Record<string, string | number | null>> {
  const path = parseFieldPath(source.fields.features);
  const hidden = privacy(source);
  // The sample's lines hold their features in one place: elsewhere there are none.
  const here = path.length === 1 && path[0] === 'features' && !hidden.covers(path);
  const byModel = new Map<ScenarioModel, ReadonlyArray<{ readonly name: string; readonly place: number }>>();
  return (told) => {
    const { model } = told.block;
    let readable = byModel.get(model);
    if (readable === undefined) {
      readable = model.features
        .map(({ name }, place) => ({ name, place }))
        .filter(({ name }) => here && wanted(name) && !hidden.covers([...path, name]));
      byModel.set(model, readable);
    }
    const values: Record<string, string | number | null> = {};
    for (const { name, place } of readable) {
      values[name] = featureOf(told, place);
    }
    return values;
  };
}

/** A value as a label would hold it: an empty string for what is not there. */
export function asText(value: Json | undefined): string {
  if (typeof value === 'string') {
    return value;
  }
  return value === undefined || value === null ? '' : typeof value === 'object' ? JSON.stringify(value) : `${value}`;
}
