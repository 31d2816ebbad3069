import { type Answer, answered, noAnswer } from '../answer';
import type { Repair } from '../repair';
import { addUp } from './rebin';
import { meetNative } from './meetNative';
import {
  type CustomHistogram,
  type ExponentialHistogram,
  type NativeHistogram,
  faultOfNative,
  tidyBuckets,
  tidyNative,
} from './nativeHistogram';
import { sharedEdges } from './sharedEdges';

function mergeCustom(given: readonly CustomHistogram[]): Answer<CustomHistogram> {
  const bounds = given.map((one) => one.bounds).reduce(sharedEdges);
  const most = given.reduce((widest, one) => Math.max(widest, one.bounds.length), 0);
  if (bounds.length === 0 && most > 0) {
    return noAnswer('no_shared_bounds', 'The histograms share no custom bound: give the exporters the same buckets.');
  }
  const counts = new Array<number>(bounds.length + 1).fill(0);
  for (const one of given) {
    addUp({ kind: 'numeric', edges: one.bounds, counts: one.counts }, bounds).counts.forEach((count, i) => {
      counts[i] = (counts[i] as number) + count;
    });
  }
  const count = given.reduce((all, one) => all + one.count, 0);
  const repairs: Repair[] =
    most > bounds.length ? [{ kind: 'merged_on_shared_bounds', shared: bounds.length, most }] : [];
  const sparse = given.some((one) => one.sparse === true) ? { sparse: true } : {};
  return answered<CustomHistogram>({ kind: 'custom', bounds: [...bounds], counts, count, ...sparse }, repairs);
}

/**
 * The sum of native histograms, as Prometheus adds them: in the coarsest of their schemas, with the largest of their
 * zero buckets (grown until it cuts no populated bucket), or on the custom bounds that all share. Exact, and what became
 * coarser is said. Exponential and custom buckets have nothing in common: no answer. O(buckets of all).
 *
 * @example
 * mergeNative([
 *   { kind: 'exponential', schema: 1, zeroThreshold: 0, zeroCount: 1, positive: [[3, 4]], negative: [], count: 5 },
 *   { kind: 'exponential', schema: 0, zeroThreshold: 0, zeroCount: 2, positive: [[2, 6]], negative: [], count: 8 },
 * ]).value
 * // => { kind: 'exponential', schema: 0, zeroThreshold: 0, zeroCount: 3, positive: [[2, 10]], negative: [], count: 13 }
 */
export function mergeNative(histograms: readonly NativeHistogram[]): Answer<NativeHistogram> {
  if (histograms.length === 0) {
    return noAnswer('no_buckets', 'There is no histogram to add up: check the selector and the window.');
  }
  const repairs: Repair[] = [];
  const tidied: NativeHistogram[] = [];
  for (const one of histograms) {
    const tidy = tidyNative(one);
    if (!tidy.ok) {
      return tidy;
    }
    // That some were NaN is still to be read off the sum.
    repairs.push(...tidy.repairs.filter(({ kind }) => kind !== 'nan_observations'));
    tidied.push(tidy.value.native);
  }
  const exponential = tidied.filter((one): one is ExponentialHistogram => one.kind === 'exponential');
  const custom = tidied.filter((one): one is CustomHistogram => one.kind === 'custom');
  if (exponential.length > 0 && custom.length > 0) {
    return noAnswer(
      'kind_mismatch',
      'Exponential and custom buckets cannot be added: give the exporters the same kind of native histogram.'
    );
  }
  if (custom.length > 0) {
    const merged = mergeCustom(custom);
    return merged.ok
      ? (faultOfNative(merged.value) ?? answered<NativeHistogram>(merged.value, [...repairs, ...merged.repairs]))
      : merged;
  }
  const met = meetNative(exponential);
  const [first] = met.all;
  const sum: ExponentialHistogram = {
    kind: 'exponential',
    schema: first?.schema ?? 0,
    zeroThreshold: first?.zeroThreshold ?? 0,
    zeroCount: met.all.reduce((all, one) => all + one.zeroCount, 0),
    positive: tidyBuckets(met.all.flatMap((one) => one.positive)),
    negative: tidyBuckets(met.all.flatMap((one) => one.negative)),
    count: met.all.reduce((all, one) => all + one.count, 0),
  };
  return faultOfNative(sum) ?? answered<NativeHistogram>(sum, [...repairs, ...met.repairs]);
}
