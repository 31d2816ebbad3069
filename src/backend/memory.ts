/** When the process is asked to tidy up. */
export interface Tidiness {
  readonly aboveBytes: number;
  /** A full collection takes some 20 ms; not more often than this, whatever the load. */
  readonly everyMs: number;
}

/** After a request: its live data are a few tens of megabytes, the rest is garbage. */
const AFTER_REQUESTS: Tidiness = { aboveBytes: 115e6, everyMs: 2_000 };

/**
 * While lines of a log pass through: what is kept of a million of them is some 150 MB, and each second of reading leaves
 * as much garbage again.
 */
export const WHILE_READING: Tidiness = { aboveBytes: 200e6, everyMs: 500 };

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
 * @returns what to call when a request has ended, or now and then while it runs.
 */
export function createHousekeeping(
  { collect, residentBytes, now }: Memory,
  { aboveBytes, everyMs }: Tidiness = AFTER_REQUESTS
): () => void {
  let last = -Infinity;
  return () => {
    if (now() - last >= everyMs && residentBytes() > aboveBytes) {
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
