import { alignedSteps } from '../question';
import type { Observation, ObservedFeature, ObservedFeatureOverTime, TimeRange } from '../upstream';
import { oddText } from '../loki/words';
import { textOf } from '../values';
import { cutWindows } from '../windows';
import { CategoryCounts } from './categories';
import { Seen } from './seen';
import type { FeatureKind, LoggedFeature } from './subject';

/** Values of numbers that are held at once: 160 MB of them. Beyond it they are counted by size. */
export const MOST_VALUES = 20_000_000;

const MOST_SHOWN = 40;

/** One line, as far as it is asked for. */
export interface FeatureRow {
  /** Milliseconds since the epoch. */
  readonly time: number;
  /** Values of `groupBy`, in its order. */
  readonly group: readonly string[];
  /** The value of the feature at that place of the list. */
  value(place: number): unknown;
}

/**
 * Takes lines in, one by one, and answers what was seen of each feature and group: the raw values of numbers, the
 * counts of categories, and how many values were missing. A value of another kind is counted and left out.
 */
export class FeatureFold {
  private readonly groups = new Map<string, { readonly group: readonly string[]; readonly seen: readonly Seen[] }>();
  private readonly odd: Array<{ count: number; example: string } | undefined>;
  private readonly kinds: Array<FeatureKind | undefined>;
  private taken = 0;
  private reduced = false;

  constructor(
    private readonly features: readonly LoggedFeature[],
    private readonly groupBy: readonly string[],
    private readonly keepTimes: boolean,
    /** So many numbers are held as they are; over time, where each has to be found in its windows, all of them. */
    private readonly mostValues = MOST_VALUES
  ) {
    this.odd = features.map(() => undefined);
    this.kinds = features.map(({ kind }) => kind);
  }

  add(row: FeatureRow): void {
    const { seen } = this.of(row.group);
    const time = this.keepTimes ? row.time : NaN;
    for (let place = 0; place < seen.length; place++) {
      const one = seen[place];
      const value = row.value(place);
      if (one === undefined) {
        continue;
      }
      // What the first group has shown of a feature holds for all of them.
      one.kind ??= this.kinds[place];
      if (!one.take(value, time)) {
        this.noteOdd(place, value);
      }
      this.kinds[place] ??= one.kind;
      this.taken += one.kind === 'numeric' ? 1 : 0;
      if (this.reduced) {
        one.reduce();
      }
    }
    if (!this.reduced && !this.keepTimes && this.taken > this.mostValues) {
      this.reduced = true;
      this.groups.forEach((group) => group.seen.forEach((one) => one.reduce()));
    }
  }

  /** What was seen of all lines together. */
  observed(): readonly ObservedFeature[] {
    return this.each((seen, feature) => this.observation(seen, feature));
  }

  /** The same in windows that end at each step. */
  overTime(range: TimeRange, windowMs: number, stepMs: number): readonly ObservedFeatureOverTime[] {
    return this.each((seen, feature) => this.points(seen, feature, range, windowMs, stepMs)).map(
      ({ observation: points, ...row }) => ({ ...row, points })
    );
  }

  /** The numbers of each numeric feature, of all groups together: what bins are laid on. */
  numbers(): ReadonlyMap<string, Float64Array> {
    const found = new Map<string, Float64Array>();
    this.features.forEach(({ feature }, place) => {
      const parts = [...this.groups.values()].flatMap(({ seen }) => {
        const one = seen[place];
        return one?.kind === 'numeric' ? [one.values.values] : [];
      });
      if (parts.length > 0) {
        const all = new Float64Array(parts.reduce((sum, part) => sum + part.length, 0));
        parts.reduce((at, part) => {
          all.set(part, at);
          return at + part.length;
        }, 0);
        found.set(feature, all);
      }
    });
    return found;
  }

  /** What has to be said of values that are not of their feature's kind, and of features that no line has. */
  notices(): readonly string[] {
    return this.features.flatMap(({ feature }, place) => {
      const odd = this.odd[place];
      if (odd === undefined) {
        return [];
      }
      const what = this.kinds[place] === 'numeric' ? 'not a number' : 'neither a text nor a number';
      return [oddText(feature, odd.count, what, odd.example)];
    });
  }

  /** Features of which no line had a value. */
  neverSeen(): readonly string[] {
    return this.features.flatMap(({ feature }, place) => {
      const any = [...this.groups.values()].some((group) => group.seen[place]?.any() === true);
      const seen = this.odd[place] !== undefined || any;
      return seen ? [] : [feature];
    });
  }

  private of(group: readonly string[]): { readonly seen: readonly Seen[] } {
    const key = group.length === 0 ? '' : JSON.stringify(group);
    const known = this.groups.get(key);
    if (known !== undefined) {
      return known;
    }
    const made = { group, seen: this.kinds.map((kind) => new Seen(kind, this.keepTimes)) };
    this.groups.set(key, made);
    return made;
  }

  private each<T>(read: (seen: Seen, feature: string) => T | undefined): ReadonlyArray<{
    readonly feature: string;
    readonly group: Readonly<Record<string, string>>;
    readonly observation: T;
  }> {
    return [...this.groups.values()].flatMap(({ group, seen }) =>
      this.features.flatMap(({ feature }, place) => {
        const one = seen[place];
        const observation = one === undefined ? undefined : read(one, feature);
        return observation === undefined
          ? []
          : [
              {
                feature,
                group: Object.fromEntries(this.groupBy.map((name, i) => [name, group[i] ?? ''])),
                observation,
              },
            ];
      })
    );
  }

  /** Nothing where no line had a value of it, so that it does not stand as an empty histogram of no kind. */
  private observation(seen: Seen, feature: string): Observation | undefined {
    if (seen.kind === undefined) {
      return undefined;
    }
    if (seen.kind === 'numeric') {
      return seen.numbers();
    }
    return this.categorical(seen, feature, seen.values.values);
  }

  private categorical(seen: Seen, feature: string, places: Float64Array): Observation {
    const counts = new CategoryCounts(seen.categories, feature);
    places.forEach((place) => counts.add(place, 1));
    return counts.observed();
  }

  private points(
    seen: Seen,
    feature: string,
    range: TimeRange,
    windowMs: number,
    stepMs: number
  ): ObservedFeatureOverTime['points'] | undefined {
    const { kind } = seen;
    if (kind === undefined) {
      return undefined;
    }
    const [times, values] = [seen.times.values, seen.values.values];
    if (kind === 'numeric') {
      return cutWindows([{ times, values }], range, windowMs, stepMs).map((window) => ({
        time: window.time,
        observation: { kind: 'samples', values: window.values },
      }));
    }
    const { first, count } = alignedSteps(range, stepMs);
    const counts = new CategoryCounts(seen.categories, feature);
    const points: Array<{ readonly time: number; readonly observation: Observation }> = [];
    // Windows overlap: each is the one before, without what has left it and with what has come.
    let [left, come] = [0, 0];
    for (let step = 0; step < count; step++) {
      const time = first + step * stepMs;
      for (; come < times.length && (times[come] ?? Infinity) <= time; come++) {
        counts.add(values[come] ?? NaN, 1);
      }
      for (; left < come && (times[left] ?? Infinity) <= time - windowMs; left++) {
        counts.add(values[left] ?? NaN, -1);
      }
      if (come > left) {
        points.push({ time, observation: counts.observed() });
      }
    }
    return points;
  }

  private noteOdd(place: number, value: unknown): void {
    const known = this.odd[place];
    if (known !== undefined) {
      known.count += 1;
      return;
    }
    const text = textOf(value);
    const example = JSON.stringify(text.length > MOST_SHOWN ? `${text.slice(0, MOST_SHOWN)}...` : text);
    this.odd[place] = { count: 1, example };
  }
}
