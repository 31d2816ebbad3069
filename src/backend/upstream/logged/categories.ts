import { fromCategoryCounts } from '../../../engine';
import type { Observation } from '../upstream';

/** More different values than this are no categories, but texts, ids or numbers. */
export const MOST_CATEGORIES = 1_000;

export function tooManyCategories(feature: string): string {
  return `${feature} has more than ${MOST_CATEGORIES.toLocaleString('en')} different values, which are no categories: read it as a number, or leave it out.`;
}

/** Counts of categories as an observation, beside those without a value. */
export function observedWithMissing(counts: ReadonlyMap<string, number>, missing: number): Observation {
  const histogram = fromCategoryCounts(counts);
  return histogram.ok
    ? { kind: 'histogram', histogram: { ...histogram.value, missing }, repairs: histogram.repairs }
    : { kind: 'unusable', message: histogram.detail };
}

/** Counts of the categories of a feature by their places; NaN is a value that is missing. */
export class CategoryCounts {
  private readonly counts: Float64Array;
  private missing = 0;

  constructor(
    private readonly categories: ReadonlyMap<string, number>,
    private readonly feature: string
  ) {
    this.counts = new Float64Array(categories.size);
  }

  add(place: number, times: number): void {
    if (Number.isNaN(place)) {
      this.missing += times;
    } else {
      this.counts[place] = (this.counts[place] ?? 0) + times;
    }
  }

  observed(): Observation {
    if (this.categories.size > MOST_CATEGORIES) {
      return { kind: 'unusable', message: tooManyCategories(this.feature) };
    }
    const seen = [...this.categories].map(([category, place]) => [category, this.counts[place] ?? 0] as const);
    return observedWithMissing(new Map(seen.filter(([, count]) => count > 0)), this.missing);
  }
}
