/** Above this the process is asked to tidy up: its live data are a few tens of megabytes, the rest is garbage. */
const TIDY_ABOVE_BYTES = 115e6;
/** A full collection takes some 20 ms; not more often than this, whatever the load. */
const TIDY_EVERY_MS = 2_000;

export interface Memory {
  /** Collects all garbage, at once. */
  readonly collect: () => void;
  readonly residentBytes: () => number;
  readonly now: () => number;
}

/**
 * Bun's engine lets garbage stand as long as the machine has memory to spare, some 50 MB of it under load. A plugin
 * lives beside Grafana and should be a small guest.
 *
 * @returns what to call when a request has ended.
 */
export function createHousekeeping({ collect, residentBytes, now }: Memory): () => void {
  let last = -Infinity;
  return () => {
    if (now() - last >= TIDY_EVERY_MS && residentBytes() > TIDY_ABOVE_BYTES) {
      last = now();
      collect();
    }
  };
}

/** The process itself. On another engine than Bun's (in tests) nothing is collected by hand. */
export function processMemory(): Memory {
  const { Bun } = globalThis as { Bun?: { gc(all: boolean): void } };
  return {
    collect: () => Bun?.gc(true),
    residentBytes: () => process.memoryUsage.rss(),
    now: () => performance.now(),
  };
}
