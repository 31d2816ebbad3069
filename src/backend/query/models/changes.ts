import type { FieldValue } from '../../upstream/events';
import type { Period } from './periods';

/** One thing in which a version differs from the one that served before it. */
export interface Change {
  readonly time: number;
  readonly role: string;
  readonly from: string;
  readonly to: string;
  readonly what: string;
  /** As text; undefined where it was not there. */
  readonly before: string | undefined;
  readonly after: string | undefined;
}

/** A value of the log as text: plain ones as they are, lists and objects as JSON with their keys in order. */
export function asText(value: FieldValue | undefined): string | undefined {
  if (value === undefined || value === null) {
    return undefined;
  }
  return typeof value === 'object' ? JSON.stringify(sorted(value)) : String(value);
}

/** Services write the keys of an object in any order; another order is no change. */
function sorted(value: unknown): unknown {
  if (Array.isArray(value)) {
    return value.map(sorted);
  }
  if (typeof value === 'object' && value !== null) {
    const record = value as Readonly<Record<string, unknown>>;
    return Object.fromEntries(
      Object.keys(record)
        .sort()
        .map((key) => [key, sorted(record[key])])
    );
  }
  return value;
}

function textsOf({ hyperparameters, trainingData, runUrl }: Period): ReadonlyMap<string, string> {
  const all: ReadonlyArray<readonly [string, FieldValue | undefined]> = [
    ...Object.entries(hyperparameters).map(([name, value]) => [`hyperparameters.${name}`, value] as const),
    ['training_data', trainingData],
    ['run_url', runUrl],
  ];
  return new Map(
    all.flatMap(([what, value]) => {
      const text = asText(value);
      return text === undefined ? [] : [[what, text] as const];
    })
  );
}

/** What differs between two versions, however long ago either served, and in whichever role. */
export function differencesOf(earlier: Period, later: Period): readonly Change[] {
  const was = textsOf(earlier);
  const is = textsOf(later);
  return [...new Set([...was.keys(), ...is.keys()])]
    .sort()
    .filter((what) => was.get(what) !== is.get(what))
    .map((what) => ({
      time: later.since,
      role: later.role,
      from: earlier.version,
      to: later.version,
      what,
      before: was.get(what),
      after: is.get(what),
    }));
}

/** What changed with each period, against the one that served its role before. */
export function changesOf(periods: readonly Period[]): readonly Change[] {
  const before = new Map<string, Period>();
  return periods.flatMap((period) => {
    const earlier = before.get(period.role);
    before.set(period.role, period);
    return earlier === undefined || earlier.version === period.version ? [] : differencesOf(earlier, period);
  });
}
