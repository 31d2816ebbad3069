import type { ShadowFrame, ShadowNumber } from '../../../model';
import { LabelIndex } from '../../events/labels';
import { MOST_EVENTS } from '../../events/limits';
import { fractionFor } from '../../events/sampling';
import { takingTurns } from '../../events/turns';
import type { EventQuestion, EventUpstream, Sampling } from '../../upstream/events';
import type { TimeRange } from '../../upstream/upstream';
import type { ShadowPlan } from './plan';
import { counted, few, inPercent } from './said';

/** Frames that say who was right, and so need labels. */
const NEED_LABELS: ReadonlySet<ShadowFrame> = new Set(['summary', 'metrics', 'flips', 'segments', 'over_time', 'rows']);

/** Numbers of a rule that do. */
const NUMBERS_OF_LABELS: ReadonlySet<ShadowNumber> = new Set([
  'labelled_pairs',
  'accuracy_live',
  'accuracy_shadow',
  'accuracy_difference',
  'mcnemar_p',
  'mae_live',
  'mae_shadow',
  'mae_difference',
  'mae_p',
  'shadow_worse',
  'shadow_better',
]);

export function needsLabels({ asksForNumbers, numbers, causes, frames }: ShadowPlan): boolean {
  // A rule that names no number gets one that rests on labels.
  return asksForNumbers
    ? causes.length > 0 || (numbers?.some((name) => NUMBERS_OF_LABELS.has(name)) ?? true)
    : [...frames].some((frame) => NEED_LABELS.has(frame));
}

export interface Labels {
  readonly index: LabelIndex;
  readonly executed: readonly string[];
  readonly notices: readonly string[];
}

/**
 * All labels from the start of the reading up to now, however late they came, before any prediction: each pair then
 * knows at once who was right, and need not be held.
 */
export async function readLabels(
  events: EventUpstream,
  question: EventQuestion<'label'>,
  range: TimeRange,
  signal: AbortSignal
): Promise<Labels> {
  const count = await events.count(question, range, { signal });
  const fraction = fractionFor(count.value, MOST_EVENTS);
  const sampling: Sampling = { by: 'predictionId', fraction };
  const index = new LabelIndex();
  const turn = takingTurns(signal);
  const reading = events.read(question, range, { signal }, fraction < 1 ? { sampling } : {});
  for await (const batch of reading) {
    batch.forEach((event) => index.add(event));
    await turn();
  }
  const { executed, notices } = reading.report();
  return {
    index,
    executed,
    notices: [
      ...count.notices,
      ...notices,
      ...(fraction < 1
        ? [
            `${counted(count.value)} labels are more than the ${counted(MOST_EVENTS)} that are read at once: who was right rests on a sample of ${inPercent(fraction)} of them.`,
          ]
        : []),
      ...few(index.corrections, 'Predictions whose labels differ, of which the latest holds'),
      ...few(index.withoutUse, 'Label lines that name no prediction or hold no label, which are left out'),
    ],
  };
}
