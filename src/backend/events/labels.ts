import type { LabelEvent } from '../upstream/events';
import { IdTable } from './idTable';

/** The truth about one prediction, and when it became known. */
export interface KnownLabel {
  readonly label: string | number;
  /** Milliseconds since the epoch, of the first label that told of this prediction: how late labels are. */
  readonly firstTime: number;
}

/** More different labels than this are no classes, and not worth sharing the texts of. */
const MOST_SHARED = 1_000;

/**
 * Labels by prediction id, in whatever order they come. A label that comes again is counted once; where labels differ,
 * the latest in time holds, because a correction follows what it corrects.
 *
 * A million of them stay under 100 MB: columns instead of an object each, and of an id its hash.
 */
export class LabelIndex {
  private readonly rows = new IdTable();
  private readonly labels: Array<string | number> = [];
  private readonly times: number[] = [];
  private readonly firstTimes: number[] = [];
  /** Every line brings its own copy of the few texts there are. */
  private readonly shared = new Map<string | number, string | number>();
  private readonly corrected = new Set<number>();
  private unusable = 0;

  add({ predictionId, label: given, time }: LabelEvent): void {
    if (predictionId === undefined || predictionId === '' || given === undefined) {
      this.unusable++;
      return;
    }
    const label = this.share(given);
    const row = this.rows.get(predictionId);
    if (row === undefined) {
      this.rows.set(predictionId, this.labels.length);
      this.labels.push(label);
      this.times.push(time);
      this.firstTimes.push(time);
      return;
    }
    const [knownLabel = label, knownTime = time] = [this.labels[row], this.times[row]];
    if (knownLabel !== label) {
      this.corrected.add(row);
    }
    // At the same instant the order of arrival must not decide, or two readings of one log would differ.
    if (time > knownTime || (time === knownTime && String(label) > String(knownLabel))) {
      this.labels[row] = label;
      this.times[row] = time;
    }
    this.firstTimes[row] = Math.min(this.firstTimes[row] ?? time, time);
  }

  of(predictionId: string | undefined): KnownLabel | undefined {
    const row = predictionId === undefined ? undefined : this.rows.get(predictionId);
    const label = row === undefined ? undefined : this.labels[row];
    return row === undefined || label === undefined ? undefined : { label, firstTime: this.firstTimes[row] ?? NaN };
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

  private share(label: string | number): string | number {
    const known = this.shared.get(label);
    if (known === undefined && this.shared.size < MOST_SHARED) {
      this.shared.set(label, label);
    }
    return known ?? label;
  }
}
