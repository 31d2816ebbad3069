/** A rule that Grafana really evaluates, beside what a replay says of it afterwards, over the same data. */
import { cpSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { ReplayAnswer, ReplayRule, RuleNode } from '../../src/model';
import { rulesOfRuler } from '../../src/replay';
import { ROOT } from '../../scripts/lib/build';
import { startGrafana, type RunningGrafana } from '../../scripts/lib/grafana';
import { histogramSeries, type MetricFamily } from '../../scripts/lib/openMetrics';
import { startPrometheus, type RunningPrometheus } from '../../scripts/lib/prometheus';
import { freePort } from '../../scripts/lib/server';
import { Api } from '../grafana/api';
import { GRAFANA, installedGrafana } from '../grafana/installed';
import { eventually } from '../lib/eventually';
import { PROMETHEUS } from '../lib/requirements';
import { describeWith } from '../lib/skip';

const SECOND = 1000;
const TICK = 10 * SECOND;
const EDGES = [10, 20, 50];
const USUAL = [200, 400, 300, 100];
const MOVED = [20, 150, 430, 400];

/** Drift begins that long after the start, and is over that long after it. */
const BEGINS = 20 * SECOND;
const ENDS = 50 * SECOND;
/** By then everything has happened: half a minute of drift, a window, the time it keeps firing, and the last message. */
const OVER = 110 * SECOND;

const NODES: readonly RuleNode[] = [
  {
    refId: 'psi',
    datasourceUid: 'tidemark',
    relativeTimeRange: { from: 20, to: 0 },
    model: {
      refId: 'psi',
      format: 'alert',
      queryType: 'drift',
      model: 'fraud',
      scores: ['psi'],
      filters: { version: '7' },
      reference: { kind: 'labels', labels: { version: '6' } },
    },
  },
  {
    refId: 'fires',
    datasourceUid: '__expr__',
    model: {
      refId: 'fires',
      type: 'threshold',
      expression: 'psi',
      conditions: [{ evaluator: { type: 'gt', params: [0.25] }, unloadEvaluator: { type: 'lt', params: [0.1] } }],
    },
  },
];

const RULE: ReplayRule = {
  uid: 'replayed',
  title: 'Card fraud',
  interval: 10,
  for: 10,
  keepFiring: 20,
  noData: 'KeepLast',
  onError: 'KeepLast',
  labels: { team: 'risk' },
  condition: 'fires',
  nodes: NODES,
  route: { key: 'team', receiver: 'team', groupBy: ['model'], groupWait: 3, groupInterval: 7, repeatInterval: 3600 },
};

function writeProvisioning(folder: string, webhook: string, prometheus: string): void {
  for (const part of ['datasources', 'alerting', 'dashboards']) {
    mkdirSync(join(folder, part), { recursive: true });
  }
  cpSync(join(ROOT, 'provisioning', 'plugins'), join(folder, 'plugins'), { recursive: true });
  const write = (file: string, content: unknown): void => writeFileSync(join(folder, file), JSON.stringify(content));
  write('datasources/tidemark.yaml', {
    apiVersion: 1,
    datasources: [
      {
        name: 'Tidemark',
        uid: 'tidemark',
        type: 'tidemark-drift-datasource',
        access: 'proxy',
        jsonData: { prometheus: { url: prometheus }, models: [{ id: 'fraud' }] },
      },
    ],
  });
  const { groupBy, groupWait, groupInterval, repeatInterval, receiver } = RULE.route;
  write('alerting/replayed.yaml', {
    apiVersion: 1,
    contactPoints: [
      { orgId: 1, name: 'team', receivers: [{ uid: 'team', type: 'webhook', settings: { url: webhook } }] },
    ],
    groups: [
      {
        orgId: 1,
        name: 'replayed',
        folder: 'Tidemark',
        interval: '10s',
        rules: [
          {
            uid: RULE.uid,
            title: RULE.title,
            condition: RULE.condition,
            for: `${RULE.for}s`,
            keepFiringFor: `${RULE.keepFiring}s`,
            noDataState: RULE.noData,
            execErrState: RULE.onError,
            labels: RULE.labels,
            notification_settings: {
              receiver,
              group_by: ['grafana_folder', 'alertname', ...groupBy],
              group_wait: `${groupWait}s`,
              group_interval: `${groupInterval}s`,
              repeat_interval: `${repeatInterval}s`,
            },
            data: NODES,
          },
        ],
      },
    ],
  });
}

/** Of two versions, one of which moves for half a minute; known in advance, so that no reading comes late. */
function history(start: number): readonly MetricFamily[] {
  const step = 5;
  const from = start / SECOND - 600;
  const count = (600 + OVER / SECOND + 60) / step;
  const version = (name: string, moves: boolean) => {
    const totals = EDGES.concat(Infinity).map(() => 0);
    const points = totals.map((): Array<readonly [number, number]> => []);
    for (let i = 0; i <= count; i += 1) {
      const at = from + i * step;
      const ms = at * SECOND - start;
      const counts = moves && ms > BEGINS && ms <= ENDS ? MOVED : USUAL;
      let below = 0;
      totals.forEach((total, bin) => {
        below += counts[bin] ?? 0;
        totals[bin] = total + below;
        points[bin]?.push([at, totals[bin] ?? 0]);
      });
    }
    const labels = { model: 'fraud', role: 'live', version: name, feature: 'amount' };
    return histogramSeries(labels, EDGES, USUAL, () => []).map((series, bin) => ({
      ...series,
      points: points[bin] ?? [],
    }));
  };
  return [{ name: 'model_feature', type: 'histogram', series: [...version('6', false), ...version('7', true)] }];
}

/** Rules as a person makes them in Grafana: one of a series that is reduced, one of classic conditions, both of their own. */
const PSI_OVER_TIME: RuleNode = {
  refId: 'A',
  datasourceUid: 'tidemark',
  relativeTimeRange: { from: 30, to: 0 },
  model: {
    refId: 'A',
    intervalMs: 5000,
    maxDataPoints: 43_200,
    queryType: 'drift_over_time',
    model: 'fraud',
    scores: ['psi'],
    window: '20s',
    filters: { version: '7' },
    reference: { kind: 'labels', labels: { version: '6' } },
  },
};
const OWN_RULES = [
  {
    title: 'Reduced',
    condition: 'C',
    data: [
      PSI_OVER_TIME,
      {
        refId: 'B',
        datasourceUid: '__expr__',
        model: { refId: 'B', type: 'reduce', expression: 'A', reducer: 'max', settings: { mode: 'dropNN' } },
      },
      {
        refId: 'C',
        datasourceUid: '__expr__',
        model: {
          refId: 'C',
          type: 'threshold',
          expression: 'B',
          conditions: [{ evaluator: { type: 'gt', params: [0.25] } }],
        },
      },
    ],
  },
  {
    title: 'Classic',
    condition: 'C',
    data: [
      PSI_OVER_TIME,
      {
        refId: 'C',
        datasourceUid: '__expr__',
        model: {
          refId: 'C',
          type: 'classic_conditions',
          conditions: [
            {
              evaluator: { type: 'gt', params: [0.25] },
              operator: { type: 'and' },
              query: { params: ['A'] },
              reducer: { type: 'last' },
            },
          ],
        },
      },
    ],
  },
].map(({ title, condition, data }) => ({
  for: '10s',
  labels: { made: 'by hand' },
  grafana_alert: { title, condition, data, no_data_state: 'OK', exec_err_state: 'OK' },
}));

interface Message {
  readonly at: number;
  readonly status: string;
  readonly alerts: ReadonlyArray<{ readonly status: string; readonly labels: Readonly<Record<string, string>> }>;
}

describeWith([GRAFANA, PROMETHEUS], 'a rule of a real Grafana', () => {
  let folder: string;
  let server: Server;
  let grafana: RunningGrafana | undefined;
  let prometheus: RunningPrometheus | undefined;
  let api: Api;
  const messages: Message[] = [];

  beforeAll(async () => {
    folder = mkdtempSync(join(tmpdir(), 'tidemark-replayed-'));
    const plugins = join(folder, 'plugins');
    mkdirSync(plugins);
    cpSync(join(ROOT, 'dist'), join(plugins, 'tidemark-drift-app'), { recursive: true });
    server = createServer((request, response) => {
      let body = '';
      request.on('data', (chunk: Buffer) => (body += chunk.toString()));
      request.on('end', () => {
        messages.push({ ...(JSON.parse(body) as Omit<Message, 'at'>), at: Date.now() });
        response.end('ok');
      });
    });
    await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
    const port = await freePort();
    const provisioning = join(folder, 'provisioning');
    writeProvisioning(
      provisioning,
      `http://127.0.0.1:${(server.address() as AddressInfo).port}/`,
      `http://127.0.0.1:${port}`
    );
    grafana = await startGrafana({
      grafana: installedGrafana(),
      folder,
      plugins,
      provisioning,
      port: await freePort(),
      settings: { GF_UNIFIED_ALERTING_MIN_INTERVAL: '10s' },
    });
    api = new Api(grafana.url);
    const { body: folders } = await api.get('/api/folders');
    const [own] = folders as ReadonlyArray<{ readonly uid: string }>;
    await api.send('POST', `/api/ruler/grafana/api/v1/rules/${own?.uid ?? ''}`, {
      name: 'by hand',
      interval: '10s',
      rules: OWN_RULES,
    });
    start = Math.ceil((Date.now() + 5 * SECOND) / TICK) * TICK;
    prometheus = await startPrometheus({ history: history(start), port });
  }, 240_000);
  afterAll(async () => {
    await grafana?.stop();
    await prometheus?.stop();
    server?.close();
    rmSync(folder, { recursive: true, force: true });
  }, 60_000);
  let start = 0;

  /** From when on a rule was in which state, by what Grafana has noted. */
  async function noted(
    alertId: (one: { readonly alertId?: number; readonly alertName?: string }) => boolean,
    count: number
  ) {
    return eventually(
      async () => {
        const { body: kept } = await api.get(
          `/api/annotations?type=alert&from=${start}&to=${start + OVER + 60 * SECOND}&limit=100`
        );
        return (
          (
            kept as ReadonlyArray<{
              readonly alertName?: string;
              readonly time: number;
              readonly prevState: string;
              readonly newState: string;
            }>
          )
            .filter(alertId)
            .map(({ time, prevState, newState }) => [time, prevState, newState] as const)
            // While there was no Prometheus yet, there was nothing to be in a state.
            .filter(([, previous, current]) => !/Error|NoData|MissingSeries/.test(`${previous}${current}`))
            .sort(([x], [y]) => x - y)
        );
      },
      (found) => found.length >= count
    );
  }

  it('was in the states, at the instants, and sent the messages that a replay says', async () => {
    await new Promise((done) => setTimeout(done, Math.max(0, start + OVER - Date.now())));
    const to = start + OVER;
    const { status, body } = await api.send('POST', '/api/datasources/uid/tidemark/resources/replay', {
      from: start,
      to,
      rules: [RULE],
      folder: 'Tidemark',
    });
    expect([status, body]).toEqual([200, expect.anything()]);
    const answer = body as ReplayAnswer;
    expect(answer.courses[0]?.errors).toEqual([]);
    const [firing, second] = answer.firings;
    expect(second).toBeUndefined();
    // It waits an evaluation, fires, recovers for two, and is over.
    const foretold = [
      [firing?.since, 'Normal', 'Pending'],
      [firing?.from, 'Pending', 'Alerting'],
      [firing?.recovering, 'Alerting', 'Recovering'],
      [firing?.to, 'Recovering', 'Normal'],
    ];

    const happened = await noted(({ alertName }) => alertName === RULE.title, foretold.length);
    expect(happened).toEqual(foretold);

    const said = answer.notifications.map(({ kind, firing: on, resolved }) => [
      kind === 'resolved' ? 'resolved' : 'firing',
      on.map((labels) => labels['feature']),
      resolved.map((labels) => labels['feature']),
    ]);
    const heard = () =>
      messages
        .filter(({ at }) => at >= start)
        .map(({ status: how, alerts }) => [
          how,
          alerts.filter((one) => one.status === 'firing').map(({ labels }) => labels['feature']),
          alerts.filter((one) => one.status === 'resolved').map(({ labels }) => labels['feature']),
        ]);
    // The last one is due about now.
    expect(await eventually(heard, ({ length }) => length >= said.length)).toEqual(said);
    expect(said).toEqual([
      ['firing', ['amount'], []],
      ['resolved', [], ['amount']],
    ]);
    // A machine that does much besides is late, and never early. Where it was late to begin, its group is looked after at
    // intervals from then on.
    const [first = NaN, last = NaN] = messages.map(({ at }) => at).filter((at) => at >= start);
    expect(first).toBeGreaterThan((answer.notifications[0]?.at ?? NaN) - 200);
    const interval = RULE.route.groupInterval * SECOND;
    const due = first + interval * Math.ceil(((firing?.to ?? NaN) - first) / interval);
    expect(last).toBeGreaterThan(due - 200);
  }, 240_000);

  it.each(['Reduced', 'Classic'])(
    'that somebody made, here one called %s, is read from Grafana and did what a replay says',
    async (title) => {
      await new Promise((done) => setTimeout(done, Math.max(0, start + OVER - Date.now())));
      const { body: rules } = await api.get('/api/ruler/grafana/api/v1/rules');
      const given = rulesOfRuler(rules, 'tidemark').find((one) => one.title === title);
      expect(given).toMatchObject({ ok: true, folder: 'Tidemark' });
      const { status, body } = await api.send('POST', '/api/datasources/uid/tidemark/resources/replay', {
        from: start,
        to: start + OVER,
        rules: given?.ok === true ? [given.rule] : [],
      });
      expect([status, body]).toEqual([200, expect.anything()]);
      const { firings } = body as ReplayAnswer;
      const foretold = firings.flatMap(({ since, from, to }) => [
        [since, 'Normal', 'Pending'],
        [from, 'Pending', 'Alerting'],
        ...(to === undefined ? [] : [[to, 'Alerting', 'Normal']]),
      ]);
      expect(foretold).toHaveLength(3);
      expect(await noted(({ alertName }) => alertName === title, foretold.length)).toEqual(foretold);
    },
    240_000
  );
});
