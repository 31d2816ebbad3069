import { CAUSE_LABELS } from '../../model';
import type { TimeRange } from '../upstream/upstream';
import { instant } from './since';

/** So many slots of a range tell when it began well enough for a message. */
const SLOTS = 240;
/** What went wrong belongs to what is seen now from half as often on. */
const BELONGS = 0.5;

/**
 * When something began to be as frequent as it is now, of what was counted in slots of a time range: the slot from which on
 * it exceeds half of today's rate by most, which is where a cumulative sum has its last lowest point (Page, Biometrika 41,
 * 1954).
 */
export class Onset {
  private readonly hits = new Float64Array(SLOTS);
  private readonly all = new Float64Array(SLOTS);

  constructor(private readonly range: TimeRange) {}

  /** @param weight how much it was that went wrong, where it is not once. */
  add(time: number, weight: number): void {
    const { from, to } = this.range;
    const slot = Math.min(SLOTS - 1, Math.floor(((time - from) / (to - from)) * SLOTS));
    if (slot >= 0) {
      this.all[slot] = (this.all[slot] as number) + 1;
      this.hits[slot] = (this.hits[slot] as number) + weight;
    }
  }

  /** The label of a cause, or none: of what never went wrong, nothing began. @param rate the share that goes wrong now. */
  labels(rate: number | null): Readonly<Record<string, string>> {
    if (rate === null || !(rate > 0)) {
      return {};
    }
    let [sum, best, first] = [0, 0, -1];
    for (let slot = SLOTS - 1; slot >= 0; slot--) {
      sum += (this.hits[slot] as number) - BELONGS * rate * (this.all[slot] as number);
      // It begins with something that was counted.
      if ((this.all[slot] as number) > 0 && sum > best) {
        [best, first] = [sum, slot];
      }
    }
    if (first < 0) {
      return {};
    }
    const isFirst = this.all.findIndex((count) => count > 0) === first;
    const { from, to } = this.range;
    return {
      [CAUSE_LABELS.since]: isFirst
        ? `before ${instant(from)}`
        : `about ${instant(from + (first / SLOTS) * (to - from))}`,
    };
  }
}
