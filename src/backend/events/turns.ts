import { setImmediate as nextTurn } from 'node:timers/promises';

/** How long to compute before other queries, and a cancellation, get their turn. */
const TURN_MS = 25;

/**
 * To be awaited in a long loop: lets the others have their turn once enough time has passed, and throws the reason of
 * the signal where it was aborted meanwhile.
 */
export function takingTurns(signal: AbortSignal, turnMs = TURN_MS): () => Promise<void> {
  let ends = performance.now() + turnMs;
  return async () => {
    if (performance.now() > ends) {
      await nextTurn();
      signal.throwIfAborted();
      ends = performance.now() + turnMs;
    }
  };
}
