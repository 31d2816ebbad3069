import { type Answer, answered, noAnswer } from '../answer';
import { faultOfNamedCounts } from '../proportion/counts';

/** How two models did on the same labelled requests. */
export interface PairedOutcomes {
  readonly bothRight: number;
  readonly onlyLiveRight: number;
  readonly onlyShadowRight: number;
  readonly bothWrong: number;
}

/** The number of labelled pairs. */
export function labelledPairs(outcomes: PairedOutcomes): number {
  return outcomes.bothRight + outcomes.onlyLiveRight + outcomes.onlyShadowRight + outcomes.bothWrong;
}

/** The fault of outcomes, or null. */
export function faultOfOutcomes(outcomes: PairedOutcomes): ReturnType<typeof faultOfNamedCounts> {
  const { bothRight, onlyLiveRight, onlyShadowRight, bothWrong } = outcomes;
  const fault = faultOfNamedCounts({ bothRight, onlyLiveRight, onlyShadowRight, bothWrong });
  return (
    fault ??
    (labelledPairs(outcomes) > 0
      ? null
      : noAnswer('no_labels', 'No pair has a label yet: wait for labels, or compare agreement, which needs none.'))
  );
}

/**
 * Outcomes from rows. A row without a label (null) takes no part; unequal columns give no answer. O(rows).
 *
 * @example
 * outcomesFromRows(['a', 'b'], ['a', 'a'], ['a', 'a']).value // => { bothRight: 1, onlyLiveRight: 0, onlyShadowRight: 1, bothWrong: 0 }
 */
export function outcomesFromRows(
  live: readonly string[],
  shadow: readonly string[],
  labels: ReadonlyArray<string | null>
): Answer<PairedOutcomes> {
  if (live.length !== shadow.length || live.length !== labels.length) {
    return noAnswer(
      'unequal_lengths',
      `${live.length} live predictions, ${shadow.length} of the shadow and ${labels.length} labels: pair them first.`
    );
  }
  let [bothRight, onlyLiveRight, onlyShadowRight, bothWrong] = [0, 0, 0, 0];
  for (let i = 0; i < live.length; i++) {
    const label = labels[i] as string | null;
    if (label !== null) {
      const right = live[i] === label;
      const shadowRight = shadow[i] === label;
      if (right && shadowRight) {
        bothRight++;
      } else if (right) {
        onlyLiveRight++;
      } else if (shadowRight) {
        onlyShadowRight++;
      } else {
        bothWrong++;
      }
    }
  }
  const outcomes = { bothRight, onlyLiveRight, onlyShadowRight, bothWrong };
  return faultOfOutcomes(outcomes) ?? answered(outcomes);
}
