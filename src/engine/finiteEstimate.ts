import { type Answer, answered, noAnswer } from './answer';
import type { Estimate } from './metric';
import type { Repair } from './repair';

/**
 * Lets an estimate out only if every number in it is finite, with the interval inside the range that the metric has.
 *
 * @example
 * finiteEstimate({ value: 0.5, lower: -0.1, upper: 0.8, n: 4 }, { min: 0, max: 1 }).value.lower // => 0
 */
export function finiteEstimate(
  estimate: Estimate,
  range: { readonly min: number | null; readonly max: number | null } = { min: null, max: null },
  repairs?: readonly Repair[]
): Answer<Estimate> {
  const { value, lower, upper, n } = estimate;
  if (![value, lower ?? 0, upper ?? 0, n].every(Number.isFinite)) {
    return noAnswer(
      'overflow',
      'The numbers are too large to compute with: look for a wrong unit or a broken exporter.'
    );
  }
  const within = (bound: number): number => Math.max(range.min ?? -Infinity, Math.min(range.max ?? Infinity, bound));
  return answered(
    {
      value,
      ...(lower === undefined ? {} : { lower: Math.min(value, within(lower)) }),
      ...(upper === undefined ? {} : { upper: Math.max(value, within(upper)) }),
      n,
    },
    repairs
  );
}
