/**
 * `npm run demo`: a model service that plays the scenario, with metrics for Prometheus and a log for Loki.
 */
import { Demo } from './demo';
import { LokiPush } from './lokiPush';
import { readOptions, USAGE, UsageError, type DemoOptions } from './options';
import { Predictor } from './predict';
import { startServer } from './server';

const say = (text: string): void => console.log(text);

async function main(options: DemoOptions): Promise<void> {
  const { loki, tenant, seed } = options;
  const log = loki === undefined ? undefined : new LokiPush({ url: loki, tenant, say });
  const demo = new Demo(options, log);
  const server = await startServer(demo, new Predictor(demo, seed), options).catch((thrown: unknown) => {
    throw new UsageError(
      `It cannot listen on ${options.host}:${options.port} (${thrown instanceof Error ? thrown.message : String(thrown)}).`
    );
  });
  const stopping = new AbortController();
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) {
    process.on(signal, () => stopping.abort());
  }
  const at = new Date(options.start).toISOString();
  say(`The demo answers on ${server.url}: /metrics, /healthz, POST /predict.`);
  say(
    `It plays from ${at} at a speed of ${options.speed}, ${loki === undefined ? 'with no log' : `with its log in ${loki}`}.`
  );
  await demo.run(stopping.signal);
  await Promise.all([log?.close(), server.close()]);
  say(log === undefined ? 'Ended.' : `Ended: ${log.counts.pushed} lines pushed, ${log.counts.dropped} let go.`);
}

function fail(thrown: unknown): never {
  if (thrown instanceof UsageError) {
    console.error(thrown.message === '' ? USAGE : `${thrown.message}\nnpm run demo -- --help lists the options.`);
    process.exit(thrown.message === '' ? 0 : 2);
  }
  console.error(thrown);
  process.exit(1);
}

try {
  await main(readOptions(process.argv.slice(2), process.env, Date.now()));
  process.exit(0);
} catch (thrown) {
  fail(thrown);
}
