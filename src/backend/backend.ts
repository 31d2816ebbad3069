import { Instances } from './instance/instances';
import type { Logger } from './log';
import { createMetrics, type Metrics } from './metrics';

/** What the RPCs share. */
export interface Backend {
  readonly instances: Instances;
  readonly metrics: Metrics;
  readonly log: Logger;
  /** Milliseconds since the epoch; fixed in tests. */
  readonly now: () => number;
}

export function createBackend({ log, now }: { log: Logger; now: () => number }): Backend {
  const metrics = createMetrics();
  return { instances: new Instances({ now, log, observer: metrics }), metrics, log, now };
}
