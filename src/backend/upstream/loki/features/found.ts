import { dotted, parseFieldPath } from '../../fieldPath';
import type { FeatureKind, LoggedFeature, LoggedSubject } from '../../logged/subject';
import { compileFeaturePatterns } from '../../matching';
import { placeOfPath } from '../names';
import { privacy } from '../privacy';
import { seenField, type StreamSchema } from '../schema';

/** A text with more values among a thousand lines than this is an id or prose, and no category. */
const TOO_MANY_VALUES = 100;

/** Both schemas as one: a field may have come or gone between the two sides. */
export function united([first, second]: readonly [StreamSchema, StreamSchema | undefined]): StreamSchema {
  if (second === undefined) {
    return first;
  }
  const known = new Set(first.fields.map(({ path }) => dotted(path)));
  return {
    labels: new Set([...first.labels, ...second.labels]),
    metadata: new Set([...first.metadata, ...second.metadata]),
    fields: [...first.fields, ...second.fields.filter(({ path }) => !known.has(dotted(path)))],
    told: first.told && second.told,
  };
}

/** The kind of a field by what Loki has seen of it; a number may be a class in disguise, which settings would say. */
function kindSeen(path: string, schema: StreamSchema): FeatureKind | undefined {
  const type = seenField(schema, dotted(parseFieldPath(path)))?.type;
  return type === undefined ? undefined : type === 'number' ? 'numeric' : 'categorical';
}

export interface Found {
  readonly features: readonly LoggedFeature[];
  readonly notices: readonly string[];
  /** Features of which no line has shown a value so far; where none does, they are as if they had not been named. */
  readonly unseen: ReadonlySet<string>;
  /** Names that could have been meant. */
  readonly known: readonly string[];
}

/** The features that are named, and those that the lines show beside them. */
export function featuresOf({ source, features, discover, kinds }: LoggedSubject, schema: StreamSchema): Found {
  const hidden = privacy(source);
  features.forEach(({ path }) => placeOfPath(path, source, schema));
  const named = features.map((one) => ({ ...one, kind: one.kind ?? kindSeen(one.path, schema) }));
  const unseen = new Set(
    named
      .filter(({ path }) => placeOfPath(path, source, schema).kind === 'field' && kindSeen(path, schema) === undefined)
      .map(({ feature }) => feature)
  );
  const prefix = `${dotted(parseFieldPath(source.fields.features))}.`;
  const names = schema.fields.map(({ path }) => dotted(path));
  if (discover === undefined) {
    return { features: named, notices: [], unseen, known: names };
  }
  const passes = compileFeaturePatterns(discover);
  const known = new Set(features.map(({ feature }) => feature));
  const exact = new Set(discover.flatMap((pattern) => (pattern.kind === 'exact' ? [pattern.name] : [])));
  const inside = schema.fields
    .map((field) => ({ ...field, name: dotted(field.path) }))
    .filter(({ name, path }) => name.startsWith(prefix) && !hidden.covers(path))
    .map((field) => ({ ...field, feature: field.name.slice(prefix.length) }))
    .filter(({ feature }) => passes(feature) && !known.has(feature));
  const kindOf = (feature: string, type: string): FeatureKind =>
    kinds(feature) ?? (type === 'number' ? 'numeric' : 'categorical');
  const ids = inside.filter(
    ({ feature, type, values }) =>
      kindOf(feature, type) === 'categorical' && values > TOO_MANY_VALUES && !exact.has(feature)
  );
  return {
    unseen,
    known: [
      ...names.filter((name) => name.startsWith(prefix)).map((name) => name.slice(prefix.length)),
      ...features.map(({ feature }) => feature).filter((feature) => !unseen.has(feature)),
    ],
    features: [
      ...named,
      ...inside
        .filter((one) => !ids.includes(one))
        .map(({ feature, name, type }) => ({ feature, path: name, kind: kindOf(feature, type) })),
    ],
    notices:
      ids.length === 0
        ? []
        : [
            `${ids.map(({ feature }) => feature).join(', ')}: left out, because texts with that many values are no categories; name them to have them all the same.`,
          ],
  };
}
