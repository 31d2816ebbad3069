import type { Side } from '../../events/pairs';
import type { Outcome } from '../../events/outcomes';
import type { PredictionEvent } from '../../upstream/events';

/**
 * What is kept of a prediction until its partner comes: of a million lines most may wait, so it is flat, small, and
 * shares its texts with the others.
 */
export interface Kept {
  readonly requestId: string | undefined;
  readonly predictionId: string | undefined;
  readonly time: number;
  readonly version: string;
  /** The place of its segment; of none -1. */
  readonly segment: number;
  readonly prediction: Outcome | undefined;
  /** NaN where the line holds none. */
  readonly confidence: number;
  readonly latencyMs: number;
  readonly failed: boolean;
  readonly label: Outcome | undefined;
}

/** What stood in lines that could not be used as it was. */
export interface Oddities {
  /** Neither a prediction nor an error. */
  withoutPrediction: number;
  /** Confidences that are no chances. */
  confidences: number;
  /** Latencies below 0. */
  latencies: number;
}

/** Texts beyond this many are no names of versions or classes, and are not worth sharing. */
const MOST_SHARED = 10_000;

/** One copy of each text: every line of a log brings its own. */
export class SharedTexts {
  private readonly texts = new Map<string, string>();

  share<T extends Outcome | undefined>(value: T): T {
    if (typeof value !== 'string') {
      return value;
    }
    const known = this.texts.get(value);
    if (known === undefined && this.texts.size < MOST_SHARED) {
      this.texts.set(value, value);
    }
    return (known ?? value) as T;
  }
}

/** The role is what tells the two apart; undefined for any other. */
export function sideOf({ role }: Pick<PredictionEvent, 'role'>): Side | undefined {
  return role === 'live' || role === 'shadow' ? role : undefined;
}

/** The confidence of the class that was predicted, where the line gives probabilities alone. */
function confidenceOf({ confidence, probabilities, prediction }: PredictionEvent): number {
  return confidence ?? probabilities?.[String(prediction)] ?? NaN;
}

/** Takes of an event what a comparison needs, and counts what it cannot use. */
export function keep(
  event: PredictionEvent,
  { texts, segment, label, odd }: { texts: SharedTexts; segment: number; label: Outcome | undefined; odd: Oddities }
): Kept {
  const failed = event.error !== undefined && event.error !== '';
  const confidence = confidenceOf(event);
  const latencyMs = event.latencyMs ?? NaN;
  odd.withoutPrediction += !failed && event.prediction === undefined ? 1 : 0;
  odd.confidences += confidence < 0 || confidence > 1 ? 1 : 0;
  odd.latencies += latencyMs < 0 ? 1 : 0;
  return {
    requestId: event.requestId,
    predictionId: event.predictionId,
    time: event.time,
    version: texts.share(event.version),
    segment,
    prediction: texts.share(event.prediction),
    confidence: confidence >= 0 && confidence <= 1 ? confidence : NaN,
    latencyMs: latencyMs >= 0 && latencyMs < Infinity ? latencyMs : NaN,
    failed,
    label: texts.share(label),
  };
}
