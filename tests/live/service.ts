import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';

/** What a service of the test does, from one second to the next; each can go wrong by itself, and be well again. */
export interface Mood {
  /** The amount has moved. */
  amount: boolean;
  /** A country appears that nobody knew. */
  country: boolean;
  /** The fraud model answers below zero, which is impossible; and so does the other. */
  outputs: boolean;
  /** The job that feeds the other model does not come to its end, and what it feeds moves. */
  job: boolean;
}

const EDGES = [10, 20, 50];
const CALM = [30, 40, 20, 10];
const MOVED = [10, 20, 30, 40];
const PROFILE_ROWS = 600;

/** Features that always stay as they are: two of six that move are not the model as a whole. */
const STEADY = ['age', 'distance', 'score', 'hour'] as const;

/** What the models were trained on. */
export const PROFILES = [
  {
    name: 'cards',
    model: 'cards',
    features: [
      ...['amount', ...STEADY].map((name) => ({
        name,
        edges: EDGES,
        counts: CALM.map((count) => count * PROFILE_ROWS),
        missing: 0,
      })),
      { name: 'country', categories: { DE: 60 * PROFILE_ROWS, FR: 40 * PROFILE_ROWS }, missing: 0 },
    ],
  },
  {
    name: 'eta',
    model: 'eta',
    features: ['route', 'stops', 'load'].map((name) => ({
      name,
      edges: EDGES,
      counts: CALM.map((count) => count * PROFILE_ROWS),
      missing: 0,
    })),
  },
];

type Counts = Map<string, number>;

function add(counts: Counts, key: string, by: number): void {
  counts.set(key, (counts.get(key) ?? 0) + by);
}

function observe(counts: Counts, model: string, feature: string, each: readonly number[]): void {
  const labels = `model="${model}",role="live",version="7",feature="${feature}"`;
  let below = 0;
  [...EDGES.map(String), '+Inf'].forEach((le, i) => {
    below += each[i] ?? 0;
    add(counts, `model_feature_bucket{${labels},le="${le}"}`, below);
  });
  add(counts, `model_feature_count{${labels}}`, below);
}

export interface Service {
  /** `127.0.0.1:9000`, for Prometheus. */
  readonly target: string;
  readonly mood: Mood;
  readonly close: () => Promise<void>;
}

/**
 * Two models that answer a hundred times a second, alike each second, with metrics for Prometheus and a log in Loki. What is
 * calm is exactly the profile, so that whatever fires does so for what the test has made go wrong.
 */
export async function startService(loki: string): Promise<Service> {
  const mood: Mood = { amount: false, country: false, outputs: false, job: false };
  const counts: Counts = new Map();
  let runs = 0;

  const log = async (model: string, event: string, lines: readonly object[]): Promise<void> => {
    const now = BigInt(Date.now()) * 1_000_000n;
    const values = lines.map((line, i) => [String(now + BigInt(i)), JSON.stringify(line)]);
    await fetch(`${loki}/loki/api/v1/push`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ streams: [{ stream: { model, event, role: 'live' }, values }] }),
    });
  };
  const second = (): void => {
    observe(counts, 'cards', 'amount', mood.amount ? MOVED : CALM);
    STEADY.forEach((feature) => observe(counts, 'cards', feature, CALM));
    ['route', 'stops', 'load'].forEach((feature) =>
      observe(counts, 'eta', feature, mood.job && feature === 'route' ? MOVED : CALM)
    );
    const countries = mood.country ? { DE: 48, FR: 32, XK: 20 } : { DE: 60, FR: 40 };
    Object.entries(countries).forEach(([category, count]) =>
      add(
        counts,
        `model_feature_category_total{model="cards",role="live",version="7",feature="country",category="${category}"}`,
        count
      )
    );
    runs++;
    const predictions = (model: string): object[] =>
      [1, 2, 3, 4].map((i) => ({
        prediction_id: `${model}-${runs}-${i}`,
        version: '7',
        prediction: mood.outputs && i === 1 ? -5 : 5,
        features: { amount: 12 },
      }));
    const told = [log('cards', 'prediction', predictions('cards')), log('eta', 'prediction', predictions('eta'))];
    const run = (job: string): object[] => [
      { job, run_id: `${job}-${runs}`, status: 'succeeded', duration_s: 1, rows: 100 },
    ];
    if (!mood.job) {
      told.push(log('eta', 'pipeline', run('routes_sync')));
    }
    told.push(log('cards', 'pipeline', run('enrich')));
    // A log that is not there yet loses a second; nothing of the test hangs on one.
    void Promise.allSettled(told);
  };
  second();
  const timer = setInterval(second, 1000);
  const server = createServer((_, response) => {
    response.setHeader('content-type', 'text/plain; version=0.0.4');
    const types = [
      '# TYPE model_feature histogram',
      ...[...counts].filter(
        ([name]) => name.startsWith('model_feature_bucket') || name.startsWith('model_feature_count')
      ),
    ];
    const categories = [...counts].filter(([name]) => name.startsWith('model_feature_category_total'));
    const text = (line: string | readonly [string, number]): string =>
      typeof line === 'string' ? line : line.join(' ');
    response.end(`${[...types, '# TYPE model_feature_category_total counter', ...categories].map(text).join('\n')}\n`);
  });
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
  return {
    target: `127.0.0.1:${(server.address() as AddressInfo).port}`,
    mood,
    close: () =>
      new Promise((done) => {
        clearInterval(timer);
        server.close(() => done());
        server.closeAllConnections();
      }),
  };
}
