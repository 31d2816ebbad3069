import type { LogField } from '../../../model';
import type { FieldValue, PredictionEvent } from '../../upstream/events';

/** The types that a value of a log can have; `other` is a list or an object. */
export const VALUE_TYPES = ['number', 'text', 'boolean', 'other'] as const;
export type ValueType = (typeof VALUE_TYPES)[number];

/** A feature with more values than this has names or numbers for values, not categories; and memory has an end. */
const MOST_CATEGORIES = 1_000;

/** Fields of a line beside its features, which every line of a healthy service holds: not `error`, which none should. */
export const OWN_FIELDS = [
  'predictionId',
  'requestId',
  'version',
  'role',
  'prediction',
  'confidence',
  'latencyMs',
] as const satisfies ReadonlyArray<LogField & keyof PredictionEvent>;
export type OwnField = (typeof OWN_FIELDS)[number];

/** What was seen of one feature. */
export interface FeatureTally {
  /** Rows that hold the field, if only as null. */
  held: number;
  /** Rows with a value. */
  present: number;
  readonly types: Record<ValueType, number>;
  /** Numbers outside the range that the settings give. */
  outOfRange: number;
  /** Texts and how often; undefined once there are too many to be categories. */
  categories: Map<string, number> | undefined;
}

export function typeOf(value: Exclude<FieldValue, null>): ValueType {
  switch (typeof value) {
    case 'number':
      return 'number';
    case 'string':
      return 'text';
    case 'boolean':
      return 'boolean';
    default:
      return 'other';
  }
}

function newTally(): FeatureTally {
  return {
    held: 0,
    present: 0,
    types: { number: 0, text: 0, boolean: 0, other: 0 },
    outOfRange: 0,
    categories: new Map(),
  };
}

/** Counts what each feature of a stream of predictions holds, a row at a time; it keeps counts, and no row. */
export class QualityTally {
  readonly features = new Map<string, FeatureTally>();
  /** Rows that hold each of the other fields. */
  readonly own: Record<OwnField, number> = {
    predictionId: 0,
    requestId: 0,
    version: 0,
    role: 0,
    prediction: 0,
    confidence: 0,
    latencyMs: 0,
  };
  rows = 0;
  /** Milliseconds since the epoch, of the latest row. */
  last: number | undefined;

  constructor(private readonly range: (feature: string) => readonly [number, number] | undefined) {}

  add(event: PredictionEvent): void {
    const { features, time } = event;
    this.rows++;
    this.last = Math.max(this.last ?? time, time);
    for (const field of OWN_FIELDS) {
      const value = event[field];
      this.own[field] += value === undefined || value === '' ? 0 : 1;
    }
    for (const [name, value] of Object.entries(features)) {
      let tally = this.features.get(name);
      if (tally === undefined) {
        tally = newTally();
        this.features.set(name, tally);
      }
      tally.held++;
      if (value !== null && !(typeof value === 'number' && Number.isNaN(value))) {
        this.addValue(name, tally, value);
      }
    }
  }

  private addValue(name: string, tally: FeatureTally, value: Exclude<FieldValue, null>): void {
    tally.present++;
    const type = typeOf(value);
    tally.types[type]++;
    if (type === 'number') {
      const range = this.range(name);
      if (range !== undefined && (Number(value) < range[0] || Number(value) > range[1])) {
        tally.outOfRange++;
      }
    } else if (type !== 'other' && tally.categories !== undefined) {
      const category = String(value);
      tally.categories.set(category, (tally.categories.get(category) ?? 0) + 1);
      if (tally.categories.size > MOST_CATEGORIES) {
        tally.categories = undefined;
      }
    }
  }
}

/** The type that most values have; undefined where there is none. */
export function usualType({ types, present }: FeatureTally): ValueType | undefined {
  return present === 0
    ? undefined
    : VALUE_TYPES.reduce((most, type) => (types[type] > types[most] ? type : most), 'number');
}
