import { type NoAnswer, noAnswer } from '../answer';
import type { Repair } from '../repair';
import { sum } from '../special/sum';
import type { Histogram } from './histogram';

/** Edges must be finite and strictly rising, or there are no bins. O(edges). */
export function faultOfEdges(edges: readonly number[]): NoAnswer | null {
  for (let i = 0; i < edges.length; i++) {
    const edge = edges[i] as number;
    if (!Number.isFinite(edge)) {
      return noAnswer(
        'invalid_edges',
        `Edge ${i + 1} is ${edge}: give finite numbers; the outer bins are open anyway.`
      );
    }
    if (i > 0 && edge <= (edges[i - 1] as number)) {
      return noAnswer(
        'invalid_edges',
        `Edge ${i + 1} (${edge}) is not above the one before: give them in rising order.`
      );
    }
  }
  return null;
}

/** Counts must be finite, and add up to a finite number. O(counts). */
export function faultOfCounts(counts: readonly number[]): NoAnswer | null {
  if (Number.isFinite(sum(counts))) {
    return null;
  }
  const at = counts.findIndex((count) => !Number.isFinite(count));
  return at < 0
    ? noAnswer('invalid_count', 'The counts are too large to add up: look for a wrong unit or a broken exporter.')
    : noAnswer('invalid_count', `Count ${at + 1} is ${counts[at]}: look for a broken exporter or a stored profile.`);
}

/** Counts below zero are taken as zero. Returns the counts untouched where there are none. */
export function clipNegative(counts: readonly number[]): { counts: readonly number[]; repairs: readonly Repair[] } {
  let bins = 0;
  let below = 0;
  for (const count of counts) {
    if (count < 0) {
      bins++;
      below += count;
    }
  }
  if (bins === 0) {
    return { counts, repairs: [] };
  }
  return {
    counts: counts.map((count) => (count < 0 ? 0 : count)),
    repairs: [{ kind: 'negative_counts_clipped', bins, total: below }],
  };
}

/** What is wrong with a histogram that was not made by this engine, or null. O(bins). */
export function faultOfHistogram(histogram: Histogram): NoAnswer | null {
  if (histogram.missing !== undefined && !Number.isFinite(histogram.missing)) {
    return noAnswer(
      'invalid_count',
      `The count of missing values is ${histogram.missing}: look for a broken exporter or a stored profile.`
    );
  }
  if (histogram.kind === 'numeric') {
    if (histogram.counts.length !== histogram.edges.length + 1) {
      return noAnswer(
        'invalid_edges',
        `${histogram.edges.length} edges need ${histogram.edges.length + 1} counts (the outer two bins are open), and there are ${histogram.counts.length}.`
      );
    }
    return faultOfEdges(histogram.edges) ?? faultOfCounts(histogram.counts);
  }
  if (histogram.counts.length !== histogram.categories.length) {
    return noAnswer(
      'invalid_count',
      `${histogram.categories.length} categories need as many counts, and there are ${histogram.counts.length}.`
    );
  }
  return faultOfCounts(histogram.counts);
}
