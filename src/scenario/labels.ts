import type { ScenarioModel } from './model';
import { chance, seedAt, seedOf } from './random';
import { quantile } from './shape';
import { DAY, MINUTE } from './time';

// Taken out once: in the sandbox that tests run in, looking up a global costs ten times what the arithmetic does.
const { ceil } = Math;

const SHORTEST = 10 * MINUTE;
/** The longest that a label takes; what takes longer never comes. */
export const LONGEST_LABEL_MS = 2 * DAY;

type Labelled = Pick<ScenarioModel, 'id' | 'labels'>;

/** When the truth about the requests of a slot becomes known: milliseconds after the answer of the live version. */
export function labelDelays(
  base: string,
  { id, labels: { atOnce, never, wait } }: Labelled,
  slot: number
): (row: number) => number | undefined {
  const [ofFate, ofWait] = [seedAt(seedOf(base, id, 'label'), slot), seedAt(seedOf(base, id, 'label wait'), slot)];
  return (row) => {
    const fate = chance(ofFate, row);
    if (fate < atOnce) {
      return 5_000 + ceil(85_000 * chance(ofWait, row));
    }
    if (fate >= 1 - never) {
      return undefined;
    }
    const waited = SHORTEST + ceil(quantile(wait, chance(ofWait, row)));
    return waited <= LONGEST_LABEL_MS ? waited : undefined;
  };
}

/** Whether the truth about a request is known at once, so that the service can count right and wrong by itself. */
export function knownAtOnce(base: string, { id, labels }: Labelled, slot: number): (row: number) => boolean {
  const ofFate = seedAt(seedOf(base, id, 'label'), slot);
  return (row) => chance(ofFate, row) < labels.atOnce;
}
