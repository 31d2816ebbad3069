/** When the process is asked to tidy up. */
export interface Tidiness {
  readonly aboveBytes: number;
  /** A full collection takes some 20 ms; not more often than this, whatever the load. */
  readonly everyMs: number;
  /** Sooner, where the process has grown by so much since the last time; but not within a tenth of a second. */
  readonly orGrownBytes?: number;
  /** How often what was made since the last time is looked through, whatever the size: a millisecond or two. */
  readonly youngEveryMs?: number;
}

const SHORTEST_MS = 100;
/** So that tidying up takes a sixth of the time at most: of a large heap, or on a busy machine, it takes long. */
const TIMES_AS_LONG = 5;

/**
 * After a request: its live data are a few tens of megabytes, the rest is garbage. Nearly all of that is young, and
 * taking it away at once keeps the process a third smaller under load than the rare full collections alone. Every 50 ms
 * was not often enough where a machine is shared: what is let go shows late, and 150 MB were passed.
 */
export const AFTER_REQUESTS: Tidiness = { aboveBytes: 105e6, everyMs: 1_000, orGrownBytes: 8e6, youngEveryMs: 20 };

/**
 * While lines of a log pass through: what is kept of a million of them is some 150 MB, and each second of reading leaves
 * as much garbage again, or twice as much where the machine is quick.
 */
export const WHILE_READING: Tidiness = { aboveBytes: 200e6, everyMs: 500, orGrownBytes: 30e6 };

/**
 * While lines are counted as they pass: a page is garbage as soon as it was counted, and numbers are all that is kept. A
 * full collection for every 30 MB took a sixth of the time of such a query.
 */
export const WHILE_COUNTING: Tidiness = { aboveBytes: 260e6, everyMs: 500, orGrownBytes: 40e6 };

export interface Memory {
  /** Collects all garbage, at once. */
  readonly collect: () => void;
  /** Collects what has become garbage since the last collection. */
  readonly collectYoung: () => void;
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
  { collect, collectYoung, residentBytes, now }: Memory,
  { aboveBytes, everyMs, orGrownBytes = Infinity, youngEveryMs = Infinity }: Tidiness = AFTER_REQUESTS
): () => void {
  let last = -Infinity;
  let lastYoung = now();
  let left = 0;
  let shortestMs = SHORTEST_MS;
  return () => {
    if (now() - lastYoung >= youngEveryMs) {
      collectYoung();
      lastYoung = now();
    }
    const since = now() - last;
    if (since < Math.min(everyMs, shortestMs)) {
      return;
    }
    const bytes = residentBytes();
    // The system gets its pages back some time after a collection: what is left of it shows only then.
    left = Math.min(left, bytes);
    if (bytes > aboveBytes && (since >= everyMs || bytes - left >= orGrownBytes)) {
      const began = now();
      collect();
      last = now();
      shortestMs = Math.max(SHORTEST_MS, TIMES_AS_LONG * (last - began));
      left = residentBytes();
    }
  };
}

/** The process itself. On another engine than Bun's (in tests) nothing is collected by hand. */
export function processMemory(): Memory {
  const { Bun } = globalThis as { Bun?: { gc(all: boolean): void } };
  const engine = process.getBuiltinModule('bun:jsc') as { edenGC(): number } | undefined;
  return {
    collect: () => Bun?.gc(true),
    collectYoung: () => engine?.edenGC(),
    residentBytes: () => process.memoryUsage.rss(),
    now: () => performance.now(),
  };
}
