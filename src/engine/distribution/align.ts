import { type Answer, answered, noAnswer } from '../answer';
import type { Repair } from '../repair';
import { numericBins } from './numericBins';
import { addUp, interpolate } from './rebin';
import { sharedEdges } from './sharedEdges';
import { clipNegative, faultOfHistogram } from './validate';
import type { CategoricalHistogram, Histogram, NumericHistogram } from './histogram';
import type { AlignedPair, CategoricalBin, CategoricalPair, NumericPair } from './pair';

/** The pair that a kind of histogram makes. */
type PairOf<H extends Histogram> = H extends NumericHistogram ? NumericPair : CategoricalPair;

/** Fewer shared bounds than this would leave too little of the distribution to compare. */
const ENOUGH_SHARED = 3;

function pairOf(reference: NumericHistogram, current: NumericHistogram, estimated: boolean): NumericPair {
  return {
    kind: 'numeric',
    bins: numericBins(reference.edges),
    reference: reference.counts,
    current: current.counts,
    estimated,
  };
}

function alignNumeric(
  reference: NumericHistogram,
  current: NumericHistogram,
  repairs: readonly Repair[]
): Answer<NumericPair> {
  const shared = sharedEdges(reference.edges, current.edges);
  const count = shared.length;
  if (count === reference.edges.length && count === current.edges.length) {
    return answered(pairOf(reference, current, false), repairs);
  }
  // The reference's own bounds, where the current side has all of them, are as good as shared bounds can be.
  if (count >= ENOUGH_SHARED || (count > 0 && count === reference.edges.length)) {
    return answered(pairOf(addUp(reference, shared), addUp(current, shared), false), [
      ...repairs,
      {
        kind: 'aligned_on_shared_bounds',
        shared: count,
        reference: reference.edges.length,
        current: current.edges.length,
      },
    ]);
  }
  if (reference.edges.length === 0 || current.edges.length === 0) {
    return noAnswer('too_few_bins', 'One side is a single bin without bounds: give the histogram finite buckets.');
  }
  return answered(pairOf(reference, interpolate(current, reference.edges), true), [
    ...repairs,
    { kind: 'interpolated', shared: count, bounds: reference.edges.length },
  ]);
}

function alignCategorical(
  reference: CategoricalHistogram,
  current: CategoricalHistogram,
  repairs: readonly Repair[]
): Answer<CategoricalPair> {
  const place = new Map<string, number>();
  const bins: CategoricalBin[] = [];
  const before: number[] = [];
  const now: number[] = [];
  reference.categories.forEach((category, i) => {
    const count = reference.counts[i] as number;
    const known = place.get(category);
    if (known !== undefined) {
      before[known] = (before[known] as number) + count;
      return;
    }
    place.set(category, bins.length);
    bins.push({ label: category, category, role: 'known' });
    before.push(count);
    now.push(0);
  });

  const unseen = new Map<string, number>();
  current.categories.forEach((category, i) => {
    const count = current.counts[i] as number;
    const known = place.get(category);
    if (known !== undefined) {
      now[known] = (now[known] as number) + count;
    } else if (count > 0) {
      unseen.set(category, (unseen.get(category) ?? 0) + count);
    }
  });
  if (unseen.size === 0) {
    return answered({ kind: 'categorical', bins, reference: before, current: now, estimated: false }, repairs);
  }

  const categories = [...unseen].map(([category, count]) => ({ category, count })).sort((a, b) => b.count - a.count);
  const count = categories.reduce((all, one) => all + one.count, 0);
  bins.push({ label: '(unseen)', category: null, role: 'unseen', categories });
  before.push(0);
  now.push(count);
  return answered({ kind: 'categorical', bins, reference: before, current: now, estimated: false }, [
    ...repairs,
    { kind: 'unseen_categories_folded', categories: categories.length, count },
  ]);
}

/** Missing values are compared where both sides counted them. */
function withMissing<P extends AlignedPair>(answer: Answer<P>, reference: Histogram, current: Histogram): Answer<P> {
  if (!answer.ok || reference.missing === undefined || current.missing === undefined) {
    return answer;
  }
  const missing = { reference: Math.max(0, reference.missing), current: Math.max(0, current.missing) };
  return answered({ ...answer.value, missing }, answer.repairs);
}

function clipped<H extends Histogram>(histogram: H, repairs: Repair[]): H {
  const clip = clipNegative(histogram.counts);
  repairs.push(...clip.repairs);
  return clip.repairs.length === 0 ? histogram : { ...histogram, counts: clip.counts };
}

/**
 * Puts two histograms on the same bins, those of the reference as far as it goes.
 *
 * - same bounds: as they are
 * - other bounds: exactly, on the bounds they share, where three are shared or the reference loses none
 * - else: the current side is interpolated linearly onto the reference's bounds (see `rebin`), and the pair is marked
 *   `estimated`
 * - categories: those of the reference, in its order, with 0 where they vanished; all others together in one `unseen`
 *   bin at the end, which names them and is there only when there are any
 *
 * Counts of missing values go along where both sides have them; below zero they are taken as zero.
 *
 * Empty histograms align (the scores then say which side is empty). Counts below zero are taken as zero and said. NaN,
 * infinities, edges that do not rise, and a numeric against a categorical histogram give no answer. O(bins).
 *
 * @example
 * align(
 *   { kind: 'categorical', categories: ['DE', 'FR'], counts: [6, 4] },
 *   { kind: 'categorical', categories: ['DE', 'XX'], counts: [5, 1] }
 * ).value.current // => [5, 0, 1]
 */
export function align<H extends Histogram>(reference: H, current: Histogram): Answer<PairOf<H>> {
  return alignAny(reference, current) as Answer<PairOf<H>>;
}

function alignAny(reference: Histogram, current: Histogram): Answer<AlignedPair> {
  const fault = faultOfHistogram(reference) ?? faultOfHistogram(current);
  if (fault !== null) {
    return fault;
  }
  const repairs: Repair[] = [];
  const before = clipped(reference, repairs);
  const now = clipped(current, repairs);
  if (before.kind === 'numeric' && now.kind === 'numeric') {
    return withMissing(alignNumeric(before, now, repairs), before, now);
  }
  if (before.kind === 'categorical' && now.kind === 'categorical') {
    return withMissing(alignCategorical(before, now, repairs), before, now);
  }
  return noAnswer(
    'kind_mismatch',
    `The reference is ${before.kind} and the current side ${now.kind}: declare the kind of the feature.`
  );
}
