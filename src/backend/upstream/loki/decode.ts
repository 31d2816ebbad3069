import type { EventKind, LogField } from '../../../model';
import type {
  EventByKind,
  EventQuestion,
  FieldValue,
  LabelEvent,
  ModelEvent,
  PipelineEvent,
  PredictionEvent,
} from '../events';
import { compileFeaturePatterns } from '../matching';
import type { LineView } from './view';
import { isAbsent, numberOf, outcomeOf, parsed, textOf } from '../values';

/** A value that is not what its field should hold; it is taken as missing. */
export type Odd = (field: LogField, value: unknown) => void;

/** The smallest part of a millisecond that a double of our time can hold. */
const GRAIN_MS = 2 ** -12;

/**
 * Milliseconds since the epoch, as exact as a double can be. What comes after a whole millisecond stays after it: a
 * window that excludes its start would else hold a line that came a nanosecond later, and not hold it elsewhere.
 */
export function milliseconds(nanoseconds: string): number {
  const whole = Number(nanoseconds.slice(0, -6));
  const rest = Number(nanoseconds.slice(-6)) / 1e6;
  return rest === 0 ? whole : whole + Math.max(rest, GRAIN_MS);
}

function id(view: LineView, field: LogField): string | undefined {
  const text = view.text(field);
  return text === '' ? undefined : text;
}

function number(view: LineView, field: LogField, odd: Odd): number | undefined {
  const value = view.value(field);
  const result = numberOf(value);
  if (result === undefined && !isAbsent(value)) {
    odd(field, value);
  }
  return result;
}

function outcome(view: LineView, field: LogField, odd: Odd): string | number | undefined {
  const value = view.value(field);
  const result = outcomeOf(value);
  if (result === undefined && !isAbsent(value)) {
    odd(field, value);
  }
  return result;
}

/** Services write `"error": null`, `false` or nothing at all where there was none. */
function error(view: LineView): string | undefined {
  const text = view.text('error');
  return text === '' || text === 'false' ? undefined : text;
}

function probabilities(view: LineView, odd: Odd): Readonly<Record<string, number>> | undefined {
  const object = view.object('probabilities');
  if (object === undefined) {
    return undefined;
  }
  const numbers = Object.entries(object).map(([name, value]) => [name, numberOf(value)] as const);
  const bad = numbers.find(([, value]) => value === undefined);
  if (bad !== undefined) {
    odd('probabilities', object[bad[0]]);
    return undefined;
  }
  return numbers.length === 0 ? undefined : (Object.fromEntries(numbers) as Record<string, number>);
}

/** A value of any shape; JSON that stands in a text is read. */
function free(view: LineView, field: LogField): FieldValue | undefined {
  const value = view.value(field);
  if (isAbsent(value)) {
    return undefined;
  }
  const inner = typeof value === 'string' && /^[[{]/.test(value) ? parsed(value) : undefined;
  return (inner ?? value) as FieldValue;
}

type Based<E> = Omit<E, 'time' | 'group'>;

type Decoders = {
  readonly [K in EventKind]: (question: EventQuestion<K>, odd: Odd) => (view: LineView) => Based<EventByKind[K]>;
};

const DECODERS: Decoders = {
  prediction: ({ features }, odd) => {
    const all = features === 'all';
    const none = !all && features.length === 0;
    const passes = all || none ? () => true : compileFeaturePatterns(features);
    const wanted = (view: LineView): PredictionEvent['features'] => {
      if (none) {
        return {};
      }
      const found = view.object('features') ?? {};
      return all ? found : Object.fromEntries(Object.entries(found).filter(([name]) => passes(name)));
    };
    return (view) => ({
      event: 'prediction',
      predictionId: id(view, 'predictionId'),
      requestId: id(view, 'requestId'),
      version: view.text('version'),
      role: view.text('role'),
      prediction: outcome(view, 'prediction', odd),
      confidence: number(view, 'confidence', odd),
      probabilities: probabilities(view, odd),
      latencyMs: number(view, 'latencyMs', odd),
      error: error(view),
      features: wanted(view),
    });
  },
  label:
    (_, odd) =>
    (view): Based<LabelEvent> => ({
      event: 'label',
      predictionId: id(view, 'predictionId'),
      label: outcome(view, 'label', odd),
    }),
  model:
    () =>
    (view): Based<ModelEvent> => ({
      event: 'model',
      version: view.text('version'),
      role: view.text('role'),
      stage: id(view, 'stage'),
      hyperparameters: view.object('hyperparameters') ?? {},
      trainingData: free(view, 'trainingData'),
      runUrl: id(view, 'runUrl'),
    }),
  pipeline:
    (_, odd) =>
    (view): Based<PipelineEvent> => ({
      event: 'pipeline',
      job: id(view, 'job'),
      runId: id(view, 'runId'),
      status: id(view, 'status'),
      durationS: number(view, 'durationS', odd),
      rows: number(view, 'rows', odd),
      error: error(view),
    }),
};

/** Makes an event of a view of its line. */
export function decoder<K extends EventKind>(
  question: EventQuestion<K>,
  odd: Odd
): (view: LineView, nanoseconds: string) => EventByKind[K] {
  const decode = DECODERS[question.event](question, odd);
  const { groupBy } = question;
  return (view, nanoseconds) =>
    // The event and what is decoded are of one kind, which the compiler cannot see through the table.
    ({
      ...decode(view),
      time: milliseconds(nanoseconds),
      group: Object.fromEntries(groupBy.map((name) => [name, view.named(name)])),
    }) as unknown as EventByKind[K];
}

const MOST_SHOWN = 40;

/** Counts the values that are not what their fields should hold, and says it once. */
export class OddValues {
  private readonly byField = new Map<LogField, { count: number; readonly example: string }>();

  readonly note: Odd = (field, value) => {
    const known = this.byField.get(field);
    if (known === undefined) {
      const text = textOf(value);
      const example = JSON.stringify(text.length > MOST_SHOWN ? `${text.slice(0, MOST_SHOWN)}...` : text);
      this.byField.set(field, { count: 1, example });
    } else {
      known.count += 1;
    }
  };

  notices(fields: Readonly<Record<LogField, string>>): readonly string[] {
    return [...this.byField].map(([field, { count, example }]) => {
      const what = field === 'prediction' || field === 'label' ? 'neither a class nor a number' : 'not a number';
      return `${fields[field]}: ${count === 1 ? 'one value is' : `${count} values are`} ${what}, such as ${example}, and taken as missing.`;
    });
  }
}
