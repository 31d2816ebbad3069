import { formatDuration, type ModelSettings } from '../../../model';
import type { EventQuestion, EventUpstream } from '../../upstream/events';
import type { CallContext } from '../../upstream/upstream';
import type { PerformanceReference } from './plan';

const MINUTE_MS = 60_000;
const HOUR_MS = 60 * MINUTE_MS;
const DAY_MS = 24 * HOUR_MS;

/** So many predictions teach all that can be learned of calibration; the lines of more would only cost time. */
const MOST_LEARNED = 100_000;
/** Their labels need time to come: where the settings do not say how much, so many times the length of what is learned from. */
const WAIT_FOR_LABELS = 2;

/**
 * As much as is worth reading of a reference that nobody asked for, where all of it would be too much. It lies a while
 * before its end, so that labels have had time to come; all labels since then have to be read, too.
 */
export async function affordable(
  reference: PerformanceReference,
  question: EventQuestion<'prediction'>,
  { events, model, context }: { events: EventUpstream; model: Pick<ModelSettings, 'labels'>; context: CallContext }
): Promise<PerformanceReference> {
  if (!reference.isDefault) {
    return reference;
  }
  const { from, to } = reference.range;
  const { value } = await events.count(question, reference.range, context);
  if (value <= MOST_LEARNED) {
    return reference;
  }
  const length = Math.ceil(((to - from) * MOST_LEARNED) / value);
  const wait = model.labels === undefined ? Math.min(WAIT_FOR_LABELS * length, to - from - length) : 0;
  return {
    ...reference,
    range: { from: to - wait - length, to: to - wait },
    text: `${formatDuration(roughly(length))} of ${reference.text}`,
  };
}

/** A length that can be read: whole minutes, or hours where it is days. */
function roughly(lengthMs: number): number {
  const unit = lengthMs > DAY_MS ? HOUR_MS : MINUTE_MS;
  return Math.max(unit, Math.round(lengthMs / unit) * unit);
}
