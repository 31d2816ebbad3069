import { type Answer, answered, noAnswer } from '../answer';
import type { Repair } from '../repair';
import { addUp } from './rebin';
import { sharedEdges } from './sharedEdges';
import { faultOfHistogram } from './validate';
import type { CategoricalHistogram, Histogram, NumericHistogram } from './histogram';

function mergeNumeric(histograms: readonly NumericHistogram[]): Answer<NumericHistogram> {
  const edges = histograms.map((one) => one.edges).reduce(sharedEdges);
  const widest = histograms.reduce((most, one) => Math.max(most, one.edges.length), 0);
  if (edges.length === 0 && widest > 0) {
    return noAnswer('no_shared_bounds', 'The histograms share no bucket bound: give the exporters the same buckets.');
  }
  const counts = new Array<number>(edges.length + 1).fill(0);
  for (const one of histograms) {
    addUp(one, edges).counts.forEach((count, i) => {
      counts[i] = (counts[i] as number) + count;
    });
  }
  const repairs: Repair[] =
    widest > edges.length ? [{ kind: 'merged_on_shared_bounds', shared: edges.length, most: widest }] : [];
  return answered<NumericHistogram>({ kind: 'numeric', edges: [...edges], counts }, repairs);
}

function mergeCategorical(histograms: readonly CategoricalHistogram[]): Answer<CategoricalHistogram> {
  const counts = new Map<string, number>();
  for (const one of histograms) {
    one.categories.forEach((category, i) => {
      counts.set(category, (counts.get(category) ?? 0) + (one.counts[i] as number));
    });
  }
  return answered<CategoricalHistogram>({
    kind: 'categorical',
    categories: [...counts.keys()],
    counts: [...counts.values()],
  });
}

/**
 * The sum of histograms of one kind: of pods, of segments, of hours.
 *
 * Numeric ones of other bounds are added on the bounds they all share, exactly, and it is said; sharing none is no
 * answer. Categories are united, in the order first met. O(bins of all).
 *
 * @example
 * merge([
 *   { kind: 'numeric', edges: [10], counts: [1, 2] },
 *   { kind: 'numeric', edges: [10], counts: [3, 4] },
 * ]).value // => { kind: 'numeric', edges: [10], counts: [4, 6] }
 */
export function merge<H extends Histogram>(histograms: readonly H[]): Answer<H> {
  if (histograms.length === 0) {
    return noAnswer('no_buckets', 'There is no histogram to add up: check the selector and the window.');
  }
  for (const one of histograms) {
    const fault = faultOfHistogram(one);
    if (fault !== null) {
      return fault;
    }
  }
  const numeric = histograms.filter((one): one is H & NumericHistogram => one.kind === 'numeric');
  const categorical = histograms.filter((one): one is H & CategoricalHistogram => one.kind === 'categorical');
  if (numeric.length > 0 && categorical.length > 0) {
    return noAnswer(
      'kind_mismatch',
      'Numeric and categorical counts cannot be added: declare the kind of the feature.'
    );
  }
  const merged: Answer<Histogram> = numeric.length > 0 ? mergeNumeric(numeric) : mergeCategorical(categorical);
  if (!merged.ok) {
    return merged;
  }
  // Known of the sum only where it is known of each.
  const missing = histograms.every((one) => one.missing !== undefined)
    ? { missing: histograms.reduce((all, one) => all + (one.missing ?? 0), 0) }
    : {};
  const whole: Histogram = { ...merged.value, ...missing };
  return faultOfHistogram(whole) ?? (answered(whole, merged.repairs) as Answer<H>);
}
