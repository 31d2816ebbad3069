import { takingTurns } from '../../events/turns';
import { numbersOf, settled } from './columns';
import type { ShadowComparison } from './comparison';
import { pairedNumbers } from './pairedNumbers';
import type { Judging } from './plan';
import { slide, type Slots } from './slots';
import type { Study } from './study';
import { emptyTally, mergeTallies } from './tally';

/** The numbers of each window, from the first in which anything was seen to the last. */
export async function windowsOf(
  study: Study,
  slots: Slots | undefined,
  judging: Judging,
  signal: AbortSignal
): Promise<ShadowComparison['windows']> {
  if (slots === undefined) {
    return [];
  }
  const turn = takingTurns(signal);
  const windows: Array<ShadowComparison['windows'][number] & { readonly seen: boolean }> = [];
  const sums = slide(slots.windows, (slot) => study.slotTally(slot), { merge: mergeTallies, empty: emptyTally });
  const names = numbersOf('over_time', { task: study.task, basis: 'pairs' });
  for (const { time, sum } of sums) {
    windows.push({
      time,
      numbers: settled(pairedNumbers(sum, study.task, judging), names),
      seen: sum.pairs + sum.unpairedLive + sum.unpairedShadow > 0,
    });
    await turn();
  }
  // A service that is new has no gap before it began.
  const first = windows.findIndex(({ seen }) => seen);
  const last = windows.map(({ seen }) => seen).lastIndexOf(true);
  return first < 0 ? [] : windows.slice(first, last + 1);
}
