/**
 * Tells the demo's whole story at once: its log into Loki, and its counters as OpenMetrics text, of which Prometheus makes
 * blocks. A program of its own, because in the sandbox that tests run in it would take several times as long.
 *
 * `bun tests/grafana/tellStory.ts '{"loki": "http://127.0.0.1:3100", "metrics": "history.om", ...}'`
 */
import { createWriteStream } from 'node:fs';
import { once } from 'node:events';
import { entryOf } from '../../demo/demo';
import { LokiPush } from '../../demo/lokiPush';
import { DemoMetrics } from '../../demo/metrics';
import { before, MODELS, play, SEED, SLOT_MS } from '../../src/scenario';

/** What is told; instants in milliseconds since the epoch. */
export interface TellOptions {
  readonly loki: string;
  /** The file that is written. */
  readonly metrics: string;
  readonly from: number;
  readonly to: number;
  /** Where the story ends: its change is a day before, less an hour. */
  readonly end: number;
  /** When the inputs are as they were again. */
  readonly healed: number;
  /** All is stamped so much later than it happens. */
  readonly later: number;
  /** Of so many requests one is told: counts are smaller, shares are the same. */
  readonly oneIn: number;
  /** Stretches of which the counters are kept. */
  readonly kept: ReadonlyArray<readonly [from: number, to: number]>;
}

const {
  loki,
  metrics: file,
  from,
  to,
  end,
  healed,
  later,
  oneIn,
  kept,
} = JSON.parse(process.argv[2] ?? '{}') as TellOptions;
const models = MODELS.map((model) => ({ ...model, rate: model.rate / oneIn }));
const story = { seed: SEED, models, end, from, healed: healed - end };
const log = new LokiPush({ url: loki, say: (text) => console.error(text) });
const counted = new DemoMetrics(SEED);
/** How often counters are read. */
const SAMPLE_MS = 3 * SLOT_MS;
const never = new AbortController().signal;

/** Samples by series, so that each family is written in one piece. */
const series = new Map<string, Map<string, string[]>>();
async function sample(time: number): Promise<void> {
  for (const { name, values } of await counted.registry.getMetricsAsJSON()) {
    const family = series.get(name) ?? new Map<string, string[]>();
    series.set(name, family);
    for (const one of values) {
      const { value, labels } = one;
      const own = 'metricName' in one && typeof one.metricName === 'string' ? one.metricName : name;
      const text = Object.entries(labels).map(([label, said]) => `${label}=${JSON.stringify(String(said))}`);
      const key = `${own}{${text.join(',')}}`;
      const points = family.get(key) ?? [];
      family.set(key, points);
      points.push(`${value} ${(time + later) / 1000}`);
    }
  }
}

before(story).forEach((happening) => {
  counted.count(happening);
  log.add(entryOf({ happening, stamp: happening.time + later }, false));
});
let slotEnd = from;
for (const happened of play(story)) {
  for (const happening of happened) {
    counted.count(happening);
    log.add(entryOf({ happening, stamp: happening.time + later }, false));
  }
  slotEnd += SLOT_MS;
  if (slotEnd % SAMPLE_MS === 0 && kept.some(([first, last]) => slotEnd >= first && slotEnd <= last)) {
    await sample(slotEnd);
  }
  await log.room(never);
  if (slotEnd >= to) {
    break;
  }
}
const out = createWriteStream(file);
for (const [name, family] of series) {
  for (const [key, points] of family) {
    if (!out.write(points.map((point) => `${key} ${point}\n`).join(''))) {
      await once(out, 'drain');
    }
  }
}
out.end('# EOF\n');
await once(out, 'finish');
await log.close(120_000);
console.log(JSON.stringify(log.counts));
process.exit(0);
