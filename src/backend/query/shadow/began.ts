import { CAUSE_LABELS } from '../../../model';
import type { TimeRange } from '../../upstream/upstream';
import { Onset } from '../onset';
import { instant } from '../since';
import type { Judging } from './plan';
import type { Observed, Tally } from './tally';

/** When a shadow began to be worse than live: in what it says, by failing, or by taking longer. */
export class Began {
  private readonly wrong: Onset;
  private readonly failed: Onset;
  private readonly late: Onset;
  private readonly further: Onset;
  private first = Infinity;

  constructor(range: TimeRange) {
    this.wrong = new Onset(range);
    this.failed = new Onset(range);
    this.late = new Onset(range);
    this.further = new Onset(range);
  }

  add({ live, shadow, right, numbers, label }: Observed): void {
    const { time } = live;
    this.first = Math.min(this.first, time);
    this.failed.add(time, Number(shadow.failed) - Number(live.failed));
    if (right !== undefined) {
      this.wrong.add(time, Number(right.live) - Number(right.shadow));
    }
    const longer = shadow.latencyMs - live.latencyMs;
    if (Number.isFinite(longer)) {
      this.late.add(time, longer);
    }
    const truth = Number(label);
    const further = Math.abs(numbers.shadow - truth) - Math.abs(numbers.live - truth);
    if (label !== undefined && Number.isFinite(further)) {
      this.further.add(time, further);
    }
  }

  /** Of the first of these that is beyond its margin, since when. */
  worse(
    { outcomes, answers, pairs, latencyMs, absoluteError }: Tally,
    { margin, latencyMarginMs = Infinity }: Judging,
    isRegression: boolean
  ): Readonly<Record<string, string>> {
    const labelled = outcomes.bothRight + outcomes.onlyLiveRight + outcomes.onlyShadowRight + outcomes.bothWrong;
    const less = (outcomes.onlyLiveRight - outcomes.onlyShadowRight) / labelled;
    const more = (answers.onlyLiveRight - answers.onlyShadowRight) / pairs;
    const further = absoluteError.difference.mean;
    const found = isRegression
      ? further > margin * absoluteError.live.mean
        ? this.further.labels(further)
        : undefined
      : less > margin
        ? this.wrong.labels(less)
        : undefined;
    return (
      found ??
      (more > margin
        ? this.failed.labels(more)
        : latencyMs.difference.mean > latencyMarginMs
          ? this.late.labels(latencyMs.difference.mean)
          : {})
    );
  }

  /** Since when both have answered the same requests, as far as was read. */
  compared(): Readonly<Record<string, string>> {
    return Number.isFinite(this.first) ? { [CAUSE_LABELS.since]: instant(this.first) } : {};
  }
}
