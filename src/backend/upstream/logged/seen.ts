import { collector, type Collector } from '../../../engine';
import type { Observation } from '../upstream';
import { isAbsent, numberOf, textOf } from '../values';
import { MOST_CATEGORIES } from './categories';
import { Growing } from './growing';
import type { FeatureKind } from './subject';

/** What was seen of one feature in one group; NaN stands for a value that is missing. */
export class Seen {
  kind: FeatureKind | undefined;
  readonly times = new Growing();
  /** Numbers, or the places of categories. */
  readonly values = new Growing();
  readonly categories = new Map<string, number>();
  /** Takes the place of the values where there are too many to hold. */
  private sketch: Collector | undefined;

  constructor(
    kind: FeatureKind | undefined,
    private readonly keepTimes: boolean
  ) {
    this.kind = kind;
  }

  /** Whether the value is one of the feature's kind. */
  take(value: unknown, time: number): boolean {
    if (isAbsent(value)) {
      this.push(NaN, time);
      return true;
    }
    this.kind ??= typeof value === 'number' ? 'numeric' : 'categorical';
    if (this.kind === 'numeric') {
      const number = numberOf(value);
      if (number === undefined) {
        return false;
      }
      this.push(number, time);
      return true;
    }
    if (typeof value === 'object') {
      return false;
    }
    this.push(this.placeOf(textOf(value)), time);
    return true;
  }

  /** Lets go of the single numbers, and keeps how many there are of each size. */
  reduce(): void {
    if (this.kind === 'numeric' && this.sketch === undefined) {
      this.sketch = collector({ limit: 0 });
      this.sketch.add(this.values.values);
      this.values.clear();
    }
  }

  /** Whether any line had a value of it. */
  any(): boolean {
    const found = this.sketch?.collected();
    return (
      (found?.kind === 'sketch' && found.histogram.count > 0) ||
      this.values.values.some((value) => !Number.isNaN(value))
    );
  }

  /** What is known of the numbers of a numeric feature. */
  numbers(): Observation {
    const found = this.sketch?.collected();
    if (found?.kind !== 'sketch') {
      return { kind: 'samples', values: this.values.values };
    }
    const missing = found.repairs.reduce((all, one) => all + (one.kind === 'not_finite_left_out' ? one.values : 0), 0);
    const { histogram, relativeError } = found;
    return {
      kind: 'native',
      native: { ...histogram, count: histogram.count + missing },
      sketched: { kind: 'sketched', values: histogram.count, relativeError },
    };
  }

  private push(value: number, time: number): void {
    if (this.sketch !== undefined) {
      this.sketch.add([value]);
      return;
    }
    this.values.push(value);
    if (this.keepTimes) {
      this.times.push(time);
    }
  }

  private placeOf(category: string): number {
    const known = this.categories.get(category);
    if (known !== undefined) {
      return known;
    }
    const place = this.categories.size;
    // Beyond the limit nothing will be shown of it: what it is does not matter any more.
    if (place <= MOST_CATEGORIES) {
      this.categories.set(category, place);
    }
    return place;
  }
}
