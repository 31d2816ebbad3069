import type { WaitingRoom } from '../../events/pairs';
import { codes, Column, Outcomes, reals, Texts } from '../../events/columns';
import type { Kept } from './kept';

/**
 * Where predictions wait for their partners, as columns of numbers: of a million lines most may wait, because a shadow
 * often gets but a part of the traffic, and some 50 bytes each are a fifth of what objects and their texts take.
 */
export function keptRoom(): WaitingRoom<Kept> {
  const texts = new Texts();
  const [times, confidences, latencies] = [reals(), reals(), reals()];
  const [versions, segments] = [codes(), codes()];
  const [predictions, labels] = [new Outcomes(texts), new Outcomes(texts)];
  const failures = new Column(Uint8Array);
  const free: number[] = [];
  let places = 0;
  return {
    enter: (kept) => {
      const place = free.pop() ?? places++;
      times.set(place, kept.time);
      confidences.set(place, kept.confidence);
      latencies.set(place, kept.latencyMs);
      versions.set(place, texts.codeOf(kept.version));
      segments.set(place, kept.segment);
      predictions.set(place, kept.prediction);
      labels.set(place, kept.label);
      failures.set(place, kept.failed ? 1 : 0);
      return place;
    },
    leave: (place) => {
      free.push(place);
      return {
        requestId: undefined,
        time: times.get(place),
        version: texts.textOf(versions.get(place)),
        segment: segments.get(place),
        prediction: predictions.get(place),
        confidence: confidences.get(place),
        latencyMs: latencies.get(place),
        failed: failures.get(place) === 1,
        label: labels.get(place),
      };
    },
  };
}
