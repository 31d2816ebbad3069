import { Demo } from '../../demo/demo';
import { LokiPush } from '../../demo/lokiPush';
import { Predictor } from '../../demo/predict';
import { startServer } from '../../demo/server';
import { MINUTE, OFFSETS, SEED, tickAt } from '../../src/scenario';

export interface PlayedDemo {
  readonly stop: () => Promise<void>;
}

/** An hour of the story in a minute: what a window of half a minute holds is then half an hour of payments. */
const SPEED = 60;
const CALM_MS = 40 * MINUTE;
const CHANGED_MS = 80 * MINUTE;

/**
 * Plays the demo's own story: some calm, then its inputs change, and a while later they are as they were again.
 *
 * It begins now, where `npm run demo` begins with the half hour: a test may not hang on what the clock says.
 */
export async function playDemo({ port, loki }: { port: number; loki: string }): Promise<PlayedDemo> {
  const start = Date.now();
  const end = tickAt(start + CALM_MS - OFFSETS.changed);
  const options = {
    loki,
    tenant: undefined,
    structuredMetadata: false,
    host: '127.0.0.1',
    port,
    seed: SEED,
    speed: SPEED,
    start,
    from: start - end,
    healed: OFFSETS.changed + CHANGED_MS,
  };
  const log = new LokiPush({ url: loki, say: () => undefined });
  const demo = new Demo(options, log);
  const server = await startServer(demo, new Predictor(demo, SEED), options);
  const stopping = new AbortController();
  const running = demo.run(stopping.signal);
  return {
    stop: async () => {
      stopping.abort();
      await running;
      await Promise.all([log.close(), server.close()]);
    },
  };
}
