/** What a replay says, beside what Prometheus and Alertmanager themselves make of the same. */
import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseSettings, type Inhibition, type ReplayRoute } from '../../src/model';
import {
  alertmanagerConfig,
  alertmanagerRoute,
  compilePack,
  INHIBITIONS,
  prometheusRules,
  type Pack,
} from '../../src/pack';
import { Alertmanager, PrometheusReplay, type Element, type ReplayResult, type SentAlert } from '../../src/replay';
import type { MetricFamily, MetricSeries } from '../../scripts/lib/openMetrics';
import { startPrometheus, type RunningPrometheus } from '../../scripts/lib/prometheus';
import { freePort, startServer } from '../../scripts/lib/server';
import { readReplayCommand } from '../../scripts/replay/options';
import { runReplay } from '../../scripts/replay/run';
import { ALERTMANAGER, ALERTMANAGER_PROGRAM, PROMETHEUS } from '../lib/requirements';
import { describeWith } from '../lib/skip';

const STEP = 600;
const DAYS = 3;
const COUNT = (DAYS * 86_400) / STEP;
/** A midnight; promtool's clock begins at 0. */
const BASE = Math.floor(Date.now() / 86_400_000) * 86_400 - (DAYS + 1) * 86_400;
const EDGES = [10, 20, 50];
const FEATURES = ['amount', 'age', 'distance'];

const SETTINGS = {
  prometheus: { url: 'http://localhost:9090' },
  loki: { url: 'http://localhost:3100' },
  models: [
    {
      id: 'fraud',
      owner: 'risk',
      reference: { kind: 'offset', offset: '1d' },
      absurd: { budget: 0.01 },
      shadow: { margin: 0.01 },
    },
  ],
  profiles: [
    {
      name: 'train',
      model: 'fraud',
      features: FEATURES.map((name) => ({ name, edges: EDGES, counts: [60, 300, 120, 12] })),
    },
  ],
  teams: [{ id: 'risk', contactPoint: 'risk' }],
  alerting: {
    contactPoints: [{ name: 'risk', type: 'webhook', url: { env: 'RISK_URL' } }],
    window: '1h',
    interval: '10m',
    for: '20m',
    keepFiring: '40m',
  },
};

function packOf(): Pack {
  const settings = parseSettings(SETTINGS);
  const packed = settings.ok ? compilePack(settings.value, 'tidemark') : settings;
  if (!packed.ok) {
    throw new Error(JSON.stringify(packed.problems));
  }
  return packed.pack;
}

function seeded(start: number): () => number {
  let seed = start;
  return () => ((seed = (seed * 16_807) % 2_147_483_647) - 1) / 2_147_483_646;
}

type Labels = Readonly<Record<string, string>>;
/** A counter's value at each step; undefined where it is not there. */
type Values = ReadonlyArray<number | undefined>;

interface Told {
  readonly metric: string;
  readonly labels: Labels;
  readonly values: Values;
}

/** A counter that grows by what each step gives; once it has begun. */
function counter(metric: string, labels: Labels, growth: (step: number) => number | undefined): Told {
  let total = 0;
  const values = Array.from({ length: COUNT }, (_, step) => {
    const more = growth(step);
    total += more ?? 0;
    return more === undefined ? undefined : Math.round(total);
  });
  return { metric, labels: { model: 'fraud', ...labels }, values };
}

/** Something that changes every one to twenty steps, between `low` and `high`: around thresholds, so that alerts flap. */
function mood(random: () => number, low: number, high: number): readonly number[] {
  const values: number[] = [];
  while (values.length < COUNT) {
    const value = random() < 0.5 ? low : low + random() * (high - low);
    const steps = 1 + Math.floor(random() ** 2 * 20);
    values.push(...new Array<number>(steps).fill(value));
  }
  return values.slice(0, COUNT);
}

/** Three days of a model to which much happens. */
function story(): readonly Told[] {
  const random = seeded(20_261_126);
  const traffic = mood(random, 1000, 50);
  // Nothing at all for some hours of the last day.
  const gone = (step: number): boolean => step >= 350 && step < 366;
  const features = FEATURES.flatMap((feature) => {
    const moved = mood(random, 0, 1);
    const missing = mood(random, 2, 400);
    const share = (edge: number, step: number): number => {
      const still = [0.2, 0.6, 0.9, 1][edge] ?? 1;
      const other = [0.05, 0.3, 0.7, 1][edge] ?? 1;
      return still + (other - still) * (step < 144 ? 0 : (moved[step] ?? 0));
    };
    return [
      ...[...EDGES.map(String), '+Inf'].map((le, edge) =>
        counter('model_feature_bucket', { role: 'live', feature, le }, (step) => 1000 * share(edge, step))
      ),
      counter('model_feature_count', { role: 'live', feature }, () => 1000),
      counter('model_feature_missing_total', { role: 'live', feature }, (step) => missing[step]),
    ];
  });
  const outputs = ['live', 'shadow'].flatMap((role) => {
    const wrong = mood(random, 20, 300);
    return (['true', 'false'] as const).flatMap((correct) => {
      const of = (step: number): number => (correct === 'true' ? 1000 - (wrong[step] ?? 0) : (wrong[step] ?? 0));
      const labels = { role, correct, prediction: 'legit' };
      return [
        counter('model_prediction_confidence_count', labels, of),
        counter('model_prediction_confidence_bucket', { ...labels, le: '0.95' }, (step) => of(step) * 0.4),
      ];
    });
  });
  return [
    ...features,
    ...outputs,
    counter('model_predictions_total', { role: 'live', prediction: 'legit' }, (step) =>
      gone(step) ? undefined : traffic[step]
    ),
  ];
}

const text = (metric: string, labels: Labels): string =>
  `${metric}{${Object.entries(labels)
    .map(([name, value]) => `${name}=${JSON.stringify(value)}`)
    .join(', ')}}`;

/** As blocks are made of; buckets as counters, since each family is written as it is. */
function families(told: readonly Told[]): readonly MetricFamily[] {
  const byMetric = new Map<string, MetricSeries[]>();
  for (const { metric, labels, values } of told) {
    const points = values.flatMap((value, step) => (value === undefined ? [] : [[BASE + step * STEP, value] as const]));
    byMetric.set(metric, [...(byMetric.get(metric) ?? []), { labels, points }]);
  }
  return [...byMetric].map(([name, series]) => ({ name, type: 'gauge', series }));
}

interface Series {
  readonly metric: Labels;
  readonly values: ReadonlyArray<readonly [number, string]>;
}

async function queryRange(url: string, query: string): Promise<readonly Series[]> {
  const body = new URLSearchParams({
    query,
    start: String(BASE),
    end: String(BASE + (COUNT - 1) * STEP),
    step: String(STEP),
  });
  const response = await fetch(`${url}/api/v1/query_range`, { method: 'POST', body });
  const answer = (await response.json()) as { status: string; error?: string; data: { result: readonly Series[] } };
  if (answer.status !== 'success') {
    throw new Error(`${query}: ${answer.error ?? ''}`);
  }
  return answer.data.result;
}

interface Recorded {
  readonly record: string;
  readonly expr: string;
  readonly labels?: Labels;
}

/** Recording rules by what they rest on: first those that read no other. */
function levels(recordings: readonly Recorded[]): ReadonlyArray<readonly Recorded[]> {
  const found: Recorded[][] = [];
  const done = new Set<string>();
  let rest = [...recordings];
  while (rest.length > 0) {
    const open = new Set(rest.map(({ record }) => record).filter((record) => !done.has(record)));
    const needs = ({ expr }: Recorded): readonly string[] =>
      [...open].filter((name) => new RegExp(`${name}\\b`).test(expr));
    const level = rest.filter((rule) => needs(rule).length === 0);
    if (level.length === 0) {
      throw new Error(`these rest on one another: ${[...open].join(', ')}`);
    }
    found.push(level);
    level.forEach(({ record }) => done.add(record));
    rest = rest.filter((rule) => !level.includes(rule));
  }
  return found;
}

const seconds = (duration: string | undefined): number => {
  const minutes = [...(duration ?? '0m').matchAll(/(\d+)([hm])/g)].map(
    ([, count, unit]) => Number(count) * (unit === 'h' ? 60 : 1)
  );
  return minutes.reduce((sum, one) => sum + one, 0) * 60;
};

describeWith(PROMETHEUS, 'alerts of Prometheus', () => {
  jest.setTimeout(120_000);
  const pack = packOf();
  const rules = prometheusRules(pack);
  const groups = [...rules.scores, ...rules.groups];
  const all = groups.flatMap((group) => group.rules);
  const recordings = all.flatMap((rule): Recorded[] => ('record' in rule ? [rule] : []));
  const alerts = all.flatMap((rule) => ('alert' in rule ? [rule] : []));
  const told = story();
  let folder: string;
  let prometheus: RunningPrometheus | undefined;

  beforeAll(async () => {
    folder = mkdtempSync(join(tmpdir(), 'tidemark-replay-'));
    // Recorded in history as rules would have recorded it: level by level, since each reads the one before.
    const known: MetricFamily[] = [...families(told)];
    for (const level of [...levels(recordings), []]) {
      await prometheus?.stop();
      prometheus = await startPrometheus({ history: known });
      const { url } = prometheus;
      for (const { record, expr, labels = {} } of level) {
        const series = (await queryRange(url, expr)).map(({ metric, values }): MetricSeries => {
          const { __name__: _, ...own } = metric;
          // What is no number is recorded, too.
          return {
            labels: { ...own, ...labels },
            points: values.map(([time, value]) => [time, Number(value)] as const),
          };
        });
        const family = known.findIndex(({ name }) => name === record);
        if (family >= 0) {
          known[family] = { name: record, type: 'gauge', series: [...(known[family]?.series ?? []), ...series] };
        } else if (series.length > 0) {
          known.push({ name: record, type: 'gauge', series });
        }
      }
    }
  });
  afterAll(async () => {
    await prometheus?.stop();
    rmSync(folder, { recursive: true, force: true });
  });

  /** The replay of all alerts, fed with what Prometheus answers to their expressions; instants from 0 on. */
  async function replayed() {
    const rule = pack.rules[0];
    const route = rule === undefined ? undefined : alertmanagerRoute(pack, rule);
    if (prometheus === undefined || route === undefined) {
      throw new Error('nothing was set up');
    }
    const replay = new PrometheusReplay(
      alerts.map(({ alert, labels, ...one }) => ({
        uid: alert,
        alert,
        labels,
        interval: STEP,
        for: seconds(one.for),
        keepFiring: seconds(one.keep_firing_for),
        route,
      })),
      { inhibitions: INHIBITIONS }
    );
    const states: Array<Array<{ labels: string; value: number }>> = Array.from({ length: COUNT }, () => []);
    const fired = new Map<string, number>();
    for (const { alert, expr } of alerts) {
      const series = await queryRange(prometheus.url, expr);
      const elements = Array.from({ length: COUNT }, (): Element[] => []);
      for (const { metric, values } of series) {
        for (const [time, value] of values) {
          elements[Math.round((time - BASE) / STEP)]?.push({ labels: metric, value: Number(value) });
        }
      }
      elements.forEach((own, step) => {
        for (const { labels, to } of replay.evaluate(alert, step * STEP * 1000, own).transitions) {
          if (to !== 'inactive') {
            states[step]?.push({ labels: text('ALERTS', { ...labels, alertstate: to }), value: 1 });
            fired.set(alert, (fired.get(alert) ?? 0) + (to === 'firing' ? 1 : 0));
          }
        }
      });
    }
    return { replay, states, fired };
  }

  it('are in the same states at the same instants as a replay says, evaluation by evaluation', async () => {
    const { states, fired } = await replayed();
    // A story in which nothing fires would agree with anything.
    expect(
      [...fired]
        .filter(([, count]) => count > 3)
        .map(([alert]) => alert)
        .sort()
    ).toEqual([
      'TidemarkBurnLong',
      'TidemarkBurnSlow',
      'TidemarkDatasetDrift',
      'TidemarkFeatureDrift',
      'TidemarkQuality',
      'TidemarkRealised',
      'TidemarkShadowWorse',
      'TidemarkUnreadable',
      'TidemarkVolume',
    ]);
    writeFileSync(join(folder, 'rules.yml'), JSON.stringify({ groups }));
    writeFileSync(
      join(folder, 'test.yml'),
      JSON.stringify({
        rule_files: ['rules.yml'],
        evaluation_interval: `${STEP}s`,
        group_eval_order: groups.map(({ name }) => name),
        tests: [
          {
            interval: `${STEP}s`,
            input_series: told.map(({ metric, labels, values }) => ({
              series: text(metric, labels),
              values: values.map((value) => value ?? '_').join(' '),
            })),
            promql_expr_test: states.map((exp_samples, step) => ({
              expr: 'ALERTS',
              eval_time: `${step * STEP}s`,
              exp_samples,
            })),
          },
        ],
      })
    );
    const ran = spawnSync('promtool', ['test', 'rules', 'test.yml'], { cwd: folder, encoding: 'utf8' });
    expect(`${ran.stdout}${ran.stderr}`.slice(0, 4000)).toMatch(/SUCCESS/);
    expect(ran.status).toBe(0);
  });

  /** `npm run replay` with these settings, at this Prometheus, over the whole story. */
  function fromTheCommandLine(url: string, ...more: readonly string[]) {
    const source = join(folder, 'settings.json');
    writeFileSync(source, JSON.stringify({ ...SETTINGS, prometheus: { url } }));
    const at = (step: number): string => new Date((BASE + step * STEP) * 1000).toISOString();
    const span = ['--from', at(0), '--to', at(COUNT - 1)];
    const command = readReplayCommand([source, ...span, '--step', '10m', ...more], Date.now());
    return runReplay(command, {}, { signal: new AbortController().signal, progress: () => undefined });
  }

  it('are replayed from the command line, with who would have been told', async () => {
    const outcome = await fromTheCommandLine(prometheus?.url ?? '', '--without-grafana');
    if (!outcome.ok) {
      throw new Error(outcome.problems.join('\n'));
    }
    const end = (COUNT - 1) * STEP * 1000;
    const expected = (await replayed()).replay.result(end);
    const { result, sums } = outcome.report;
    const plain = (all: typeof result.firings, base: number) =>
      all
        .map(({ labels, from, to }) =>
          [text('', labels), from - base, to === undefined ? 'goes on' : to - base].join(' ')
        )
        .sort();
    expect(plain(result.firings, BASE * 1000)).toEqual(plain(expected.firings, 0));
    expect(result.notifications.map(({ at, receiver, kind }) => [at - BASE * 1000, receiver, kind])).toEqual(
      expected.notifications.map(({ at, receiver, kind }) => [at, receiver, kind])
    );
    expect(sums.pages).toBeGreaterThan(5);
  });

  it('are replayed as those of any rule file, told as a configuration of Alertmanager says, and with another threshold', async () => {
    const write = (name: string, content: unknown): string => {
      writeFileSync(join(folder, name), JSON.stringify(content));
      return join(folder, name);
    };
    const { config } = alertmanagerConfig(pack, { secret: () => '', smarthost: '', templates: '' });
    const from = async (file: string, ...more: string[]) => {
      const outcome = await fromTheCommandLine(
        prometheus?.url ?? '',
        ...['--rules', file, '--alertmanager', write('alertmanager.json', config)],
        ...more
      );
      if (!outcome.ok) {
        throw new Error(outcome.problems.join('\n'));
      }
      return outcome.report;
    };
    const told = ({ notifications }: ReplayResult) =>
      notifications.map(({ at, receiver, kind, firing }) => [at, receiver, kind, firing.length]);
    const given = await from(write('given.json', { groups }));
    const ofPack = await fromTheCommandLine(prometheus?.url ?? '', '--without-grafana');
    expect(told(given.result)).toEqual(ofPack.ok ? told(ofPack.report.result) : []);

    const moved = write('moved.json', {
      groups: groups.map((group) => ({
        ...group,
        rules: group.rules.map((rule) => ({ ...rule, expr: rule.expr.replace(/< 0\.3$/, '< 0.7') })),
      })),
    });
    const tried = await from(write('given.json', { groups }), '--alert', 'TidemarkVolume', '--threshold', '0.7');
    const expected = await from(moved, '--alert', 'TidemarkVolume');
    expect(tried.otherwise?.sums).toEqual(expected.sums);
    expect(tried.otherwise?.sums).not.toEqual(tried.sums);
  });

  it('stay silent in a replay where nothing was recorded, and that is said', async () => {
    const empty = await startPrometheus();
    const outcome = await fromTheCommandLine(empty.url, '--without-grafana', '--check', 'quality').finally(empty.stop);
    expect(outcome).toMatchObject({
      ok: true,
      notes: [
        expect.stringMatching(
          /^Nothing was recorded in this time of .*tidemark:.*: alerts that rest on it stay silent/
        ),
      ],
      report: { sums: { incidents: 0 } },
    });
    expect(await fromTheCommandLine(prometheus?.url ?? '', '--without-grafana', '--check', 'job_late')).toMatchObject({
      ok: false,
      problems: [expect.stringContaining('No alert is so: there are the checks')],
    });
  });
});

interface Message {
  readonly at: number;
  readonly receiver: string;
  readonly firing: string;
  readonly resolved: string;
}

describeWith(ALERTMANAGER, 'messages of Alertmanager', () => {
  jest.setTimeout(120_000);
  const SECOND = 1000;
  const route = (receiver: string): ReplayRoute => ({
    key: receiver,
    receiver,
    groupBy: ['model'],
    groupWait: 1,
    groupInterval: 3,
    repeatInterval: 8,
  });
  const inhibitions: readonly Inhibition[] = [
    { source: { check: ['job_late'] }, target: { check: ['drift'] }, equal: ['model'] },
  ];

  /** Half seconds away from every flush, so that no latency decides. Each alert: from when on, until when it is repeated. */
  const alerts = [
    { name: 'a', model: 'fraud', team: 'risk', check: 'drift', from: 0, to: 26 },
    { name: 'b', model: 'fraud', team: 'risk', check: 'drift', from: 2.5, to: 9.5 },
    { name: 'c', model: 'fraud', team: 'risk', check: 'drift', from: 8.5, to: 26 },
    { name: 'd', model: 'eta', team: 'data', check: 'job_late', from: 0.5, to: 11 },
    { name: 'e', model: 'eta', team: 'data', check: 'drift', from: 3, to: 26 },
    { name: 'f', model: 'eta', team: 'risk', check: 'drift', from: 0.5, to: 26 },
  ];
  /** What is said when: each alert every two seconds while it fires, and once when it is over. */
  const said: ReadonlyArray<SentAlert & { readonly team: string }> = alerts
    .flatMap(({ name, model, team, check, from, to }) =>
      [...Array.from({ length: 14 }, (_, i) => from + i * 2).filter((at) => at < to), to].map((at) => ({
        at: at * SECOND,
        labels: { alertname: name, model, team, check },
        startsAt: from * SECOND,
        endsAt: at === to ? at * SECOND : (at + 60) * SECOND,
        team,
      }))
    )
    .sort((x, y) => x.at - y.at);
  const END = 25 * SECOND;

  let folder: string;
  let server: Server;
  const heard: Message[] = [];
  beforeAll(async () => {
    folder = mkdtempSync(join(tmpdir(), 'tidemark-messages-'));
    server = createServer((request, response) => {
      let body = '';
      request.on('data', (chunk: Buffer) => (body += chunk.toString()));
      request.on('end', () => {
        const list = (JSON.parse(body) as { alerts: ReadonlyArray<{ status: string; labels: Labels }> }).alerts;
        const names = (status: string): string =>
          list
            .filter((one) => one.status === status)
            .map(({ labels }) => labels['alertname'])
            .sort()
            .join();
        heard.push({
          at: Date.now(),
          receiver: (request.url ?? '').slice(1),
          firing: names('firing'),
          resolved: names('resolved'),
        });
        response.end('ok');
      });
    });
    await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
  });
  afterAll(() => {
    server.close();
    rmSync(folder, { recursive: true, force: true });
  });

  it('are those that a replay says, at those times', async () => {
    const receivers = ['risk', 'data'];
    const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
    writeFileSync(
      join(folder, 'alertmanager.yml'),
      JSON.stringify({
        route: {
          receiver: 'risk',
          group_by: ['model'],
          group_wait: '1s',
          group_interval: '3s',
          repeat_interval: '8s',
          routes: receivers.map((receiver) => ({ receiver, matchers: [`team="${receiver}"`] })),
        },
        inhibit_rules: [
          { source_matchers: ['check="job_late"'], target_matchers: ['check="drift"'], equal: ['model'] },
        ],
        receivers: receivers.map((name) => ({
          name,
          webhook_configs: [{ url: `${url}/${name}`, send_resolved: true }],
        })),
      })
    );
    const port = await freePort();
    const address = `http://127.0.0.1:${port}`;
    const alertmanager = await startServer({
      name: 'Alertmanager',
      program: ALERTMANAGER_PROGRAM ?? '',
      args: [
        '--config.file=alertmanager.yml',
        '--storage.path=data',
        `--web.listen-address=127.0.0.1:${port}`,
        '--cluster.listen-address=',
      ],
      folder,
      ready: async () => (await fetch(`${address}/-/ready`).catch(() => undefined))?.ok === true,
    });
    const expected = new Alertmanager(inhibitions);
    try {
      const start = Date.now() + 500;
      for (const { team: _, ...alert } of said.filter(({ at }) => at < END)) {
        await new Promise((done) => setTimeout(done, Math.max(0, start + alert.at - Date.now())));
        const iso = (at: number): string => new Date(start + at).toISOString();
        const body = JSON.stringify([
          { labels: alert.labels, startsAt: iso(alert.startsAt), endsAt: iso(alert.endsAt) },
        ]);
        const headers = { 'content-type': 'application/json' };
        await fetch(`${address}/api/v2/alerts`, { method: 'POST', headers, body });
      }
      await new Promise((done) => setTimeout(done, Math.max(0, start + END - Date.now())));
      for (const { team, ...alert } of said.filter(({ at }) => at < END)) {
        expected.put(alert, route(team));
      }
      expected.advance(END);
      const names = (list: readonly Labels[]): string =>
        list
          .map((labels) => labels['alertname'])
          .sort()
          .join();
      const byReceiver = <T extends { readonly receiver: string; readonly at: number }>(
        list: readonly T[]
      ): readonly T[] =>
        [...list].sort((a, b) => (a.receiver < b.receiver ? -1 : a.receiver > b.receiver ? 1 : a.at - b.at));
      const foretold = byReceiver(expected.notifications).map(({ receiver, firing, resolved }) => [
        receiver,
        names(firing),
        names(resolved),
      ]);
      expect(byReceiver(heard).map(({ receiver, firing, resolved }) => [receiver, firing, resolved])).toEqual(foretold);
      expect(foretold).toHaveLength(10);
      byReceiver(heard).forEach(({ at }, i) => {
        expect(Math.abs(at - start - (byReceiver(expected.notifications)[i]?.at ?? NaN))).toBeLessThan(1500);
      });
    } finally {
      await alertmanager.stop();
    }
  });
});
