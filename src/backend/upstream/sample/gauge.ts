import { SLOT_MS } from '../../../scenario';
import type { TimeRange } from '../upstream';
import type { Samples } from '../windows';
import type { Series } from './series';
import { slotsIn, type Slots } from './slots';
import { lastAt, SCRAPE_MS, SCRAPES } from './tally';

/** What a gauge showed at each scrape in `(from, to]`. Its slots have been counted. */
export function samplesOf(
  { model, role, content, from, to }: Series,
  range: TimeRange,
  slots: Slots,
  now: number
): Samples {
  const times: number[] = [];
  const values: number[] = [];
  const inside = { from: Math.max(from, range.from), to: Math.min(to, range.to) };
  const own = slots.of(model);
  for (const slot of slotsIn(inside, now)) {
    const { last } = own.tally(slot, now);
    for (let scrape = 0; scrape < SCRAPES; scrape += 1) {
      const time = slot * SLOT_MS + (scrape + 1) * SCRAPE_MS;
      const value = content.kind === 'last' ? last[lastAt(model.features.length, role, content.feature) + scrape] : 1;
      // No row has come yet, or the last one had no value.
      if (value !== undefined && !Number.isNaN(value) && time > inside.from && time <= inside.to) {
        times.push(time);
        values.push(value);
      }
    }
  }
  return { times, values };
}
