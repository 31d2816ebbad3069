import { setImmediate as nextTurn } from 'node:timers/promises';
import { createHousekeeping, processMemory, WHILE_COUNTING, WHILE_READING } from '../memory';

/** How long to compute before other queries, and a cancellation, get their turn. */
const TURN_MS = 25;

/** Of the process, not of one loop: they share its memory. */
const TIDY = {
  reading: createHousekeeping(processMemory(), WHILE_READING),
  counting: createHousekeeping(processMemory(), WHILE_COUNTING),
};

/**
 * To be awaited in a long loop: lets the others have their turn once enough time has passed, and throws the reason of
 * the signal where it was aborted meanwhile. The garbage that the loop makes is taken away before it piles up.
 *
 * @param what whether the loop keeps what it reads, or only counts it.
 */
export function takingTurns(
  signal: AbortSignal,
  what: keyof typeof TIDY = 'reading',
  turnMs = TURN_MS
): () => Promise<void> {
  let ends = performance.now() + turnMs;
  return async () => {
    if (performance.now() > ends) {
      await nextTurn();
      signal.throwIfAborted();
      TIDY[what]();
      ends = performance.now() + turnMs;
    }
  };
}
