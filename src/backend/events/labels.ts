import type { LabelEvent } from '../upstream/events';

/** The truth about one prediction, and when it became known. */
export interface KnownLabel {
  readonly label: string | number;
  /** Milliseconds since the epoch, of the first label that told of this prediction: how late labels are. */
  readonly firstTime: number;
}

interface Kept extends KnownLabel {
  readonly time: number;
}

/**
 * Labels by prediction id, in whatever order they come. A label that comes again is counted once; where labels differ,
 * the latest in time holds, because a correction follows what it corrects.
 */
export class LabelIndex {
  private readonly byPrediction = new Map<string, Kept>();
  private readonly corrected = new Set<string>();
  private unusable = 0;

  add({ predictionId, label, time }: LabelEvent): void {
    if (predictionId === undefined || predictionId === '' || label === undefined) {
      this.unusable++;
      return;
    }
    const known = this.byPrediction.get(predictionId);
    if (known === undefined) {
      this.byPrediction.set(predictionId, { label, time, firstTime: time });
      return;
    }
    if (known.label !== label) {
      this.corrected.add(predictionId);
    }
    // At the same instant the order of arrival must not decide, or two readings of one log would differ.
    const newer = time > known.time || (time === known.time && String(label) > String(known.label));
    this.byPrediction.set(predictionId, {
      ...(newer ? { label, time } : { label: known.label, time: known.time }),
      firstTime: Math.min(known.firstTime, time),
    });
  }

  of(predictionId: string | undefined): KnownLabel | undefined {
    return predictionId === undefined ? undefined : this.byPrediction.get(predictionId);
  }

  /** Predictions for which a label is known. */
  get size(): number {
    return this.byPrediction.size;
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
