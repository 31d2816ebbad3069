import type { Side } from '../../events/pairs';
import type { Outcome } from '../../events/outcomes';
import type { PredictionEvent } from '../../upstream/events';

/** What is kept of a prediction until its partner comes. Its ids and inputs are read again for the few that are shown. */
export interface Kept {
  /** Of one that waited it is not known any more: that of its partner is the same. */
  readonly requestId: string | undefined;
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

/** The role is what tells the two apart; undefined for any other. */
export function sideOf({ role }: Pick<PredictionEvent, 'role'>): Side | undefined {
  return role === 'live' || role === 'shadow' ? role : undefined;
}

/** The confidence of the class that was predicted, where the line gives probabilities alone. */
function confidenceOf({ confidence, probabilities, prediction }: PredictionEvent): number {
  return confidence ?? probabilities?.[String(prediction)] ?? NaN;
}

/** Takes of an event what a comparison needs, and counts what it cannot use. */
export function keep(event: PredictionEvent, segment: number, label: Outcome | undefined, odd: Oddities): Kept {
  const failed = event.error !== undefined && event.error !== '';
  const confidence = confidenceOf(event);
  const latencyMs = event.latencyMs ?? NaN;
  odd.withoutPrediction += !failed && event.prediction === undefined ? 1 : 0;
  odd.confidences += confidence < 0 || confidence > 1 ? 1 : 0;
  odd.latencies += latencyMs < 0 ? 1 : 0;
  return {
    requestId: event.requestId,
    time: event.time,
    version: event.version,
    segment,
    prediction: event.prediction,
    confidence: confidence >= 0 && confidence <= 1 ? confidence : NaN,
    latencyMs: latencyMs >= 0 && latencyMs < Infinity ? latencyMs : NaN,
    failed,
    label,
  };
}
