import { chance, seedAt, seedOf } from './random';
import { logNormal, quantile } from './shape';
import { DAY, HOUR, MINUTE } from './time';

// Taken out once: in the sandbox that tests run in, looking up a global costs ten times what the arithmetic does.
const { ceil } = Math;

/** The share of requests whose truth is known within a minute or so, because the customer was asked on the spot. */
const AT_ONCE = 0.12;
/** The share whose truth never comes. */
const NEVER = 0.02;

/** The others wait for a delivery, or for a complaint. */
const WAIT = logNormal(4 * HOUR, 0.85);
const SHORTEST = 10 * MINUTE;
/** The longest that a label takes; what takes longer never comes. */
export const LONGEST_LABEL_MS = 2 * DAY;

/** When the truth about the requests of a slot becomes known: milliseconds after the answer of the live version. */
export function labelDelays(base: string, model: string, slot: number): (row: number) => number | undefined {
  const [ofFate, ofWait] = [
    seedAt(seedOf(base, model, 'label'), slot),
    seedAt(seedOf(base, model, 'label wait'), slot),
  ];
  return (row) => {
    const fate = chance(ofFate, row);
    if (fate < AT_ONCE) {
      return 5_000 + ceil(85_000 * chance(ofWait, row));
    }
    const wait = fate < 1 - NEVER ? SHORTEST + ceil(quantile(WAIT, chance(ofWait, row))) : Infinity;
    return wait <= LONGEST_LABEL_MS ? wait : undefined;
  };
}

/** Whether the truth about a request is known at once, so that the service can count right and wrong by itself. */
export function knownAtOnce(base: string, model: string, slot: number): (row: number) => boolean {
  const ofFate = seedAt(seedOf(base, model, 'label'), slot);
  return (row) => chance(ofFate, row) < AT_ONCE;
}
