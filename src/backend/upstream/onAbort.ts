const waiting = new WeakMap<AbortSignal, Set<() => void>>();

/**
 * Calls back when the signal is aborted; what it answers takes that back. However many wait for one signal, it has one
 * listener: a query has a question under way for each of its features, and Node takes more than ten for a leak.
 */
export function onAbort(signal: AbortSignal, call: () => void): () => void {
  let calls = waiting.get(signal);
  if (calls === undefined) {
    const all = new Set<() => void>();
    signal.addEventListener('abort', () => [...all].forEach((one) => one()), { once: true });
    waiting.set(signal, all);
    calls = all;
  }
  const all = calls;
  const mine = (): void => call();
  all.add(mine);
  return () => void all.delete(mine);
}
