import http from 'node:http';
import { Counter, Histogram, Registry } from 'prom-client';

/** A model service with real metrics, which can be killed and started again on its port. */
export interface Exporter {
  readonly port: number;
  /** One row: a value and a category. */
  predict(amount: number, channel: string): void;
  /** How often Prometheus has read it. */
  scrapes(): number;
  /** Refuses connections, and forgets its counters. */
  crash(): Promise<void>;
  start(): Promise<void>;
  /** Answers errors instead of metrics. */
  failing: boolean;
}

export const BOUNDS = [10, 20, 50, 100];

export function exporter(port: number): Exporter {
  let server: http.Server | undefined;
  let registry = new Registry();
  let amounts: Histogram | undefined;
  let channels: Counter | undefined;
  let scrapes = 0;
  const self: Exporter = {
    port,
    failing: false,
    predict: (amount, channel) => {
      amounts?.labels({ model: 'fraud', feature: 'amount' }).observe(amount);
      channels?.labels({ model: 'fraud', feature: 'channel', category: channel }).inc();
    },
    scrapes: () => scrapes,
    crash: async () => {
      const dying = server;
      server = undefined;
      await new Promise((resolve) => {
        dying?.close(resolve);
        dying?.closeAllConnections();
      });
    },
    start: async () => {
      registry = new Registry();
      const registers = [registry];
      const labelNames = ['model', 'feature'] as const;
      amounts = new Histogram({ name: 'model_feature', help: 'amount', labelNames, buckets: BOUNDS, registers });
      channels = new Counter({
        name: 'model_feature_category_total',
        help: 'channel',
        labelNames: [...labelNames, 'category'],
        registers,
      });
      // A counter that is there from the start, at zero, loses nothing of its first minute.
      amounts.zero({ model: 'fraud', feature: 'amount' });
      for (const category of ['web', 'app']) {
        channels.inc({ model: 'fraud', feature: 'channel', category }, 0);
      }
      server = http.createServer((_, response) => {
        scrapes += 1;
        if (self.failing) {
          response.writeHead(500).end();
          return;
        }
        void registry
          .metrics()
          .then((text) => response.writeHead(200, { 'content-type': registry.contentType }).end(text));
      });
      const starting = server;
      await new Promise<void>((resolve) => starting.listen(port, '127.0.0.1', resolve));
    },
  };
  return self;
}
