import { type Answer, answered } from '../answer';
import { pInWords } from '../pInWords';
import { type Hits, shareDifference } from '../proportion/shareDifference';
import type { Recommended } from './recommend';
import { count, percent, settle, tooFewLabels, type Vote } from './votes';

const UNPAIRED =
  'nothing is paired, so a difference of traffic between the two counts as one of the models; log both with the same request_id to promote';

/**
 * What counts alone can say of a shadow, where nobody knows which answers belong to the same request: `roll_back` where
 * its accuracy is shown to lie below live's by more than the margin, else `hold`, and never `promote`.
 *
 * Newcombe's interval of the difference of two independent shares, with confidence 1 - 2 alpha. No labels are `hold`;
 * counts that are no counts give no answer. O(1).
 *
 * @example
 * recommendUnpaired({ hits: 950, n: 1000 }, { hits: 850, n: 1000 }).value.recommendation // => 'roll_back'
 */
export function recommendUnpaired(
  live: Hits,
  shadow: Hits,
  {
    margin = 0.01,
    alpha = 0.05,
    smallest = 100,
  }: { readonly margin?: number; readonly alpha?: number; readonly smallest?: number } = {}
): Answer<Recommended> {
  const fewest = Math.min(live.n, shadow.n);
  if (fewest < smallest) {
    const few = tooFewLabels(fewest, smallest, 'predictions');
    const vote: Vote = { ...few, reason: `${few.reason} And ${UNPAIRED}.` };
    return answered({ ...settle([vote]), pairsStillNeeded: null });
  }
  const difference = shareDifference(live, shadow, { confidence: 1 - 2 * alpha });
  if (!difference.ok) {
    return difference;
  }
  const { value, lower = value, upper = value, pValue } = difference.value;
  const measured = `the shadow is right on ${percent(shadow.hits / shadow.n)} of ${count(shadow.n)} labelled predictions, live on ${percent(live.hits / live.n)} of ${count(live.n)} (difference ${percent(lower)} to ${percent(upper)}, ${pInWords(pValue)})`;
  const vote: Vote =
    upper < -margin
      ? { level: 'roll_back', reason: `Worse: ${measured}, beyond the margin of ${percent(margin)}; but ${UNPAIRED}.` }
      : { level: 'hold', reason: `Not settled: ${measured}, and ${UNPAIRED}.` };
  return answered({ ...settle([vote]), pairsStillNeeded: null });
}
