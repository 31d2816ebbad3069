import type { LabelEvent } from '../upstream/events';
import { Outcomes, reals } from './columns';
import { IdTable } from './idTable';

/** The truth about one prediction, and when it became known. */
export interface KnownLabel {
  readonly label: string | number;
  /** Milliseconds since the epoch, of the first label that told of this prediction: how late labels are. */
  readonly firstTime: number;
}

/**
 * Labels by prediction id, in whatever order they come. A label that comes again is counted once; where labels differ,
 * the latest in time holds, because a correction follows what it corrects.
 *
 * Columns instead of an object each, and of an id its hash: a million of them take some 50 MB.
 */
export class LabelIndex {
  private readonly rows = new IdTable();
  private readonly labels = new Outcomes();
  private readonly times = reals();
  /** Of predictions with several labels, when the first came. */
  private readonly firstTimes = new Map<number, number>();
  private readonly corrected = new Set<number>();
  private unusable = 0;

  add({ predictionId, label, time }: LabelEvent): void {
    if (predictionId === undefined || predictionId === '' || label === undefined) {
      this.unusable++;
      return;
    }
    const row = this.rows.get(predictionId);
    if (row === undefined) {
      const added = this.rows.size;
      this.rows.set(predictionId, added);
      this.labels.set(added, label);
      this.times.set(added, time);
      return;
    }
    const [knownLabel = label, knownTime] = [this.labels.get(row), this.times.get(row)];
    if (knownLabel !== label) {
      this.corrected.add(row);
    }
    this.firstTimes.set(row, Math.min(this.firstTimes.get(row) ?? knownTime, time));
    // At the same instant the order of arrival must not decide, or two readings of one log would differ.
    if (time > knownTime || (time === knownTime && String(label) > String(knownLabel))) {
      this.labels.set(row, label);
      this.times.set(row, time);
    }
  }

  of(predictionId: string | undefined): KnownLabel | undefined {
    const row = predictionId === undefined ? undefined : this.rows.get(predictionId);
    const label = row === undefined ? undefined : this.labels.get(row);
    return row === undefined || label === undefined
      ? undefined
      : { label, firstTime: this.firstTimes.get(row) ?? this.times.get(row) };
  }

  /** Predictions for which a label is known. */
  get size(): number {
    return this.rows.size;
  }

  /** Predictions whose labels did not all agree. */
  get corrections(): number {
    return this.corrected.size;
  }

  /** Label events without a prediction's id or without a label. */
  get withoutUse(): number {
    return this.unusable;
  }
}
