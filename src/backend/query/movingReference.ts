import type { BinningStrategy } from '../../engine';
import { sawSomething } from '../upstream/observation';
import type { Observation, ObservedFeature, ObservedFeatureOverTime } from '../upstream/upstream';
import { firstOfEach } from './compare';
import { freezeOn, type Pairing } from './pairing';
import type { Side } from './sides';

/** The reference of each feature, as the windows go by: another one at each, or the same at all. */
export interface MovingReference {
  readonly side: Side<{ readonly feature: string; readonly group: Readonly<Record<string, string>> }>;
  readonly saw: boolean;
  pairing(key: string, time: number): Pairing;
  /** What was seen of it, for scores on single values. */
  observation(key: string, time: number): Observation | undefined;
}

export const NOTHING: Pairing = freezeOn(undefined);

/** The same at all windows. */
export function fixedReference(
  side: Side<ObservedFeature>,
  by: readonly string[],
  binning: BinningStrategy | undefined
): MovingReference {
  const rows = firstOfEach(side.rows, by, []);
  const pairings = new Map([...rows].map(([key, { observation }]) => [key, freezeOn(observation, binning)]));
  return {
    side,
    saw: side.rows.some(({ observation }) => sawSomething(observation)),
    pairing: (key) => pairings.get(key) ?? NOTHING,
    observation: (key) => rows.get(key)?.observation,
  };
}

/** Of each window the one that lies as much earlier. */
export function movingReference(
  side: Side<ObservedFeatureOverTime>,
  by: readonly string[],
  shiftMs: number,
  binning: BinningStrategy | undefined
): MovingReference {
  const observations = new Map(
    [...firstOfEach(side.rows, by, [])].map(([key, { points }]) => [
      key,
      new Map(points.map(({ time, observation }) => [time, observation])),
    ])
  );
  const at = (key: string, time: number): Observation | undefined => observations.get(key)?.get(time - shiftMs);
  return {
    side,
    saw: side.rows.some(({ points }) => points.some(({ observation }) => sawSomething(observation))),
    pairing: (key, time) => freezeOn(at(key, time), binning),
    observation: at,
  };
}
