import { type Answer, answered, noAnswer } from '../answer';
import { align } from '../distribution/align';
import type { CategoricalHistogram, Histogram, NumericHistogram } from '../distribution/histogram';
import { merge } from '../distribution/merge';
import type { AlignedPair } from '../distribution/pair';
import { addUp, interpolate } from '../distribution/rebin';
import { sharedEdges } from '../distribution/sharedEdges';
import { clipNegative, faultOfHistogram } from '../distribution/validate';
import type { Repair } from '../repair';

/** Where a part of the traffic comes from: a segment, a version, or both. */
export interface PartName {
  readonly segment?: string;
  readonly version?: string;
}

/** A part of a feature's traffic, before it is put on the bins of the whole. */
export interface PartHistograms extends PartName {
  readonly current?: Histogram;
  /** Absent where the part is new, or where the reference is not split at all. */
  readonly reference?: Histogram;
}

/** A part's counts on the bins of the whole. */
export interface PartCounts extends PartName {
  readonly current: readonly number[];
  /** Absent where the reference is not split: the whole reference is then what is expected of each part. */
  readonly reference?: readonly number[];
}

/** A whole, and the parts that add up to it. */
export interface SplitPair {
  readonly pair: AlignedPair;
  readonly parts: readonly PartCounts[];
}

function clipped<H extends Histogram>(histogram: H, repairs: Repair[]): H {
  const { counts, repairs: more } = clipNegative(histogram.counts);
  repairs.push(...more);
  return more.length === 0 ? histogram : { ...histogram, counts };
}

/** Counts of a part on the edges of the pair, by the same steps that the whole went through. */
function numericCounts(part: NumericHistogram, whole: NumericHistogram, edges: readonly number[]): readonly number[] {
  const own = addUp(part, whole.edges);
  return (sharedEdges(own.edges, edges).length === edges.length ? addUp(own, edges) : interpolate(own, edges)).counts;
}

function categoricalCounts(part: CategoricalHistogram, pair: AlignedPair): readonly number[] {
  const counts = pair.bins.map(() => 0);
  const places = new Map(
    pair.bins.map((bin, i) => ['category' in bin && bin.category !== null ? bin.category : null, i])
  );
  part.categories.forEach((category, i) => {
    const place = places.get(category) ?? places.get(null);
    if (place !== undefined) {
      counts[place] = (counts[place] as number) + (part.counts[i] as number);
    }
  });
  return counts;
}

function countsOf(part: Histogram | undefined, whole: Histogram, pair: AlignedPair): readonly number[] {
  if (part === undefined) {
    return pair.bins.map(() => 0);
  }
  if (part.kind === 'categorical' || whole.kind === 'categorical' || pair.kind === 'categorical') {
    return part.kind === 'categorical' ? categoricalCounts(part, pair) : pair.bins.map(() => 0);
  }
  return numericCounts(
    part,
    whole,
    pair.bins.slice(1).map((bin) => bin.lower)
  );
}

/**
 * Adds the parts of a feature's traffic up to one pair, and puts each part on the bins of that pair: what a
 * decomposition by segment and version starts from.
 *
 * The whole of each side is the sum of its parts (`merge`), the pair is theirs (`align`), and each part goes through the
 * same steps, so the parts' counts add up to the pair's. Give `reference` where the reference is one whole (a stored
 * profile, say): references of the parts are then not read.
 *
 * No parts, a side without any histogram, and whatever cannot be merged or aligned give no answer. Repairs are those of
 * merging and aligning. O(bins of all).
 *
 * @example
 * splitPair([
 *   { segment: 'DE', current: { kind: 'numeric', edges: [10], counts: [3, 1] } },
 *   { segment: 'FR', current: { kind: 'numeric', edges: [10], counts: [1, 3] } },
 * ], { kind: 'numeric', edges: [10], counts: [5, 5] }).value.pair.current // => [4, 4]
 */
export function splitPair(parts: readonly PartHistograms[], reference?: Histogram): Answer<SplitPair> {
  if (parts.length === 0) {
    return noAnswer('no_buckets', 'There is no part to add up: check the segments and the window.');
  }
  const given = parts.flatMap((part) => [part.current, part.reference]).concat(reference);
  for (const histogram of given) {
    const fault = histogram === undefined ? null : faultOfHistogram(histogram);
    if (fault !== null) {
      return fault;
    }
  }
  const repairs: Repair[] = [];
  const own = parts.map((part) => ({
    ...part,
    ...(part.current === undefined ? {} : { current: clipped(part.current, repairs) }),
    ...(part.reference === undefined ? {} : { reference: clipped(part.reference, repairs) }),
  }));
  const currents = own.flatMap(({ current }) => (current === undefined ? [] : [current]));
  const references = own.flatMap((part) => (part.reference === undefined ? [] : [part.reference]));
  if (currents.length === 0) {
    return noAnswer('empty_current', 'No part has a histogram of the window: widen it, or check the segments.');
  }
  const before = reference === undefined && references.length > 0 ? merge(references) : reference;
  if (before === undefined) {
    return noAnswer('empty_reference', 'No part has a reference, and there is none of the whole: choose one.');
  }
  const whole = 'ok' in before ? before : answered(before);
  if (!whole.ok) {
    return whole;
  }
  const now = merge(currents);
  if (!now.ok) {
    return now;
  }
  const pair = align(whole.value, now.value);
  if (!pair.ok) {
    return pair;
  }
  const split = reference === undefined;
  return answered(
    {
      pair: pair.value,
      parts: own.map((part) => ({
        ...(part.segment === undefined ? {} : { segment: part.segment }),
        ...(part.version === undefined ? {} : { version: part.version }),
        current: countsOf(part.current, now.value, pair.value),
        ...(split ? { reference: countsOf(part.reference, whole.value, pair.value) } : {}),
      })),
    },
    [...repairs, ...whole.repairs, ...now.repairs, ...pair.repairs]
  );
}
