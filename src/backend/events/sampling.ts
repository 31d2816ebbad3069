import type { Sampling } from '../upstream/events';

// Taken out once: in the sandbox that tests run in, looking up a global costs ten times what the arithmetic does.
const { imul } = Math;

const SPAN = 2 ** 32;

/** MurmurHash3's 32-bit finaliser over FNV-1a (Appleby; Fowler, Noll and Vo): ids that differ in one digit part ways. */
function hash(id: string): number {
  let h = 0x811c9dc5;
  for (let i = 0; i < id.length; i++) {
    h = imul(h ^ id.charCodeAt(i), 0x01000193);
  }
  h = imul(h ^ (h >>> 16), 0x85ebca6b);
  h = imul(h ^ (h >>> 13), 0xc2b2ae35);
  return (h ^ (h >>> 16)) >>> 0;
}

/**
 * Whether an id is in a sample of that fraction. The same id always is or never is, and one that is in a sample is in
 * every larger one: partners that share an id stay together, and two readings of the log agree.
 */
export function inSample(id: string, fraction: number): boolean {
  return fraction >= 1 || hash(id) < fraction * SPAN;
}

/** The id by which an event is sampled; an event without one is in no sample but the whole. */
export function isSampled(
  event: { readonly requestId?: string | undefined; readonly predictionId?: string | undefined },
  { by, fraction }: Sampling
): boolean {
  const id = event[by];
  return fraction >= 1 || (id !== undefined && inSample(id, fraction));
}

/** The share of `count` lines that a limit lets through. */
export function fractionFor(count: number, most: number): number {
  return count <= most ? 1 : most / count;
}
