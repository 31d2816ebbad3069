import { setImmediate as nextTurn } from 'node:timers/promises';
import { createHousekeeping, processMemory, WHILE_READING } from '../memory';

/** How long to compute before other queries, and a cancellation, get their turn. */
const TURN_MS = 25;

/** Of the process, not of one loop: they share its memory. */
const tidy = createHousekeeping(processMemory(), WHILE_READING);

/**
 * To be awaited in a long loop: lets the others have their turn once enough time has passed, and throws the reason of
 * the signal where it was aborted meanwhile. The garbage that the loop makes is taken away before it piles up.
 */
export function takingTurns(signal: AbortSignal, turnMs = TURN_MS): () => Promise<void> {
  let ends = performance.now() + turnMs;
  return async () => {
    if (performance.now() > ends) {
      await nextTurn();
      signal.throwIfAborted();
      tidy();
      ends = performance.now() + turnMs;
    }
  };
}
