import type { EventKind } from '../../../model';
import { LINES, MODELS, type Json, type ScenarioModel } from '../../../scenario';
import type { EventSource } from '../eventSource';
import type { FieldPath } from '../fieldPath';
import { privacy } from '../loki/privacy';
import type { SeenField, StreamSchema } from '../loki/schema';

/** Fields of the lines of one kind, below the first level too, as Loki would tell of them. */
function pathsOf(kind: EventKind): readonly FieldPath[] {
  const inside: Readonly<Record<string, (model: ScenarioModel) => readonly string[]>> = {
    features: ({ features }) => features.map(({ name }) => name),
    probabilities: ({ classes }) => classes ?? [],
    hyperparameters: ({ versions }) =>
      Object.values(versions).flatMap((version) => Object.keys(version.hyperparameters)),
  };
  return Object.keys(LINES[kind].fields).flatMap((field): readonly FieldPath[] => {
    const keys = inside[field];
    return keys === undefined ? [[field]] : [...new Set(MODELS.flatMap(keys))].map((key) => [field, key]);
  });
}

const NUMBERS = new Set(['confidence', 'latency_ms', 'duration_s', 'rows']);

function typeOf(path: FieldPath): SeenField['type'] {
  const [first = '', second] = path;
  const numeric =
    first === 'features'
      ? MODELS.some(({ features }) => features.some(({ kind, name }) => kind === 'numeric' && name === second))
      : first === 'probabilities' || NUMBERS.has(first);
  return numeric ? 'number' : 'text';
}

/** What the sample's streams of one kind look like, as Loki would tell. */
export function sampleSchema(kind: EventKind, source: Pick<EventSource, 'parser' | 'privateFields'>): StreamSchema {
  const hidden = privacy(source);
  return {
    labels: new Set(Object.keys(LINES[kind].stream)),
    metadata: new Set(),
    fields: pathsOf(kind)
      .filter((path) => !hidden.covers(path))
      .map((path) => ({ path, type: typeOf(path), values: 1 })),
    told: true,
  };
}

/** What stands at a path of a value; nothing where it ends before. */
export function down(value: Json | undefined, path: FieldPath): Json | undefined {
  return path.reduce<Json | undefined>(
    (inner, key) => (typeof inner === 'object' && inner !== null && Object.hasOwn(inner, key) ? inner[key] : undefined),
    value
  );
}
