import { execFileSync, spawnSync } from 'node:child_process';
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { load } from 'js-yaml';
import { ROOT } from '../../scripts/lib/build';
import { evenGrowth, twoHoursOf, type MetricFamily } from '../../scripts/lib/openMetrics';
import { startPrometheus, type RunningPrometheus } from '../../scripts/lib/prometheus';
import { freePort, startServer } from '../../scripts/lib/server';
import { ALERTMANAGER, ALERTMANAGER_PROGRAM, PROMETHEUS } from '../lib/requirements';
import { describeWith } from '../lib/skip';

const HOUR = 3600;
/** A whole minute that is over. */
const NOW = Math.floor(Date.now() / 60_000) * 60 - 60;
const EDGES = [10, 20, 50];

const SETTINGS = {
  prometheus: { url: 'http://localhost:9090' },
  loki: { url: 'http://localhost:3100' },
  models: [
    {
      id: 'fraud',
      title: 'Card fraud',
      owner: 'risk',
      reference: { kind: 'offset', offset: '1h' },
      pipelines: [{ job: 'enrich', every: '30m', minRows: 10 }],
      absurd: {
        budget: 0.01,
        rules: [
          { name: 'negative', when: 'features.amount < 0' },
          { name: 'twice', when: 'features.amount == features.limit' },
        ],
      },
    },
  ],
  profiles: [
    {
      name: 'train',
      model: 'fraud',
      features: ['amount', 'age', 'distance'].map((name) => ({ name, edges: EDGES, counts: [60, 300, 120, 12] })),
    },
  ],
  teams: [
    { id: 'risk', contactPoint: 'risk', concerns: ['model', 'output'] },
    { id: 'data', contactPoint: 'data', concerns: ['data', 'pipeline'] },
  ],
  alerting: {
    contactPoints: [
      { name: 'risk', type: 'webhook', url: { env: 'RISK_URL' } },
      { name: 'data', type: 'webhook', url: { env: 'DATA_URL' } },
    ],
    window: '1h',
    interval: '2s',
    for: '0s',
    groupWait: '1s',
    groupInterval: '2s',
    muteTimings: [
      {
        name: 'Always',
        teams: ['data'],
        severities: ['info'],
        intervals: [{ times: [{ from: '00:00', to: '24:00' }] }],
      },
    ],
    runbooks: 'https://example.com/runbooks',
  },
};

/** A file for `promtool test rules`, as far as it is read here. */
interface PromtoolFile {
  readonly tests: ReadonlyArray<{
    readonly name: string;
    readonly interval: string;
    readonly input_series: unknown;
    readonly promql_expr_test: ReadonlyArray<{ readonly eval_time: string }>;
  }>;
}

interface Told {
  readonly status: string;
  readonly labels: Readonly<Record<string, string>>;
  readonly annotations: Readonly<Record<string, string>>;
}

/** One server for all teams, each under a path of its own. */
async function startTeams(): Promise<{ url: string; of: (team: string) => readonly Told[]; server: Server }> {
  const told = new Map<string, Told[]>();
  const server = createServer((request, response) => {
    let body = '';
    request.on('data', (chunk: Buffer) => (body += chunk.toString()));
    request.on('end', () => {
      const team = (request.url ?? '').slice(1);
      told.set(team, [...(told.get(team) ?? []), ...(JSON.parse(body) as { alerts: Told[] }).alerts]);
      response.end('ok');
    });
  });
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    of: (team) => told.get(team) ?? [],
    server,
  };
}

async function until(holds: () => boolean, what: string): Promise<void> {
  const end = Date.now() + 60_000;
  while (!holds()) {
    if (Date.now() > end) {
      throw new Error(`Waited for a minute in vain: ${what}`);
    }
    await new Promise((done) => setTimeout(done, 250));
  }
}

/** Two hours of three features, of which the first moves in the second hour, and of predictions. */
function history(): readonly MetricFamily[] {
  const before = [60, 300, 120, 12];
  const features = ['amount', 'age', 'distance'].flatMap((feature) =>
    twoHoursOf(
      { model: 'fraud', role: 'live', feature },
      EDGES,
      { before, now: feature === 'amount' ? [...before].reverse() : before },
      NOW
    )
  );
  const predictions = {
    labels: { model: 'fraud', role: 'live', prediction: 'legit' },
    points: evenGrowth(NOW - 2 * HOUR, NOW, 60, 1000),
  };
  return [
    { name: 'model_feature', type: 'histogram', series: features },
    { name: 'model_predictions_total', type: 'counter', series: [predictions] },
  ];
}

describeWith([PROMETHEUS, ALERTMANAGER], 'the alert pack without Grafana', () => {
  let folder: string;
  let teams: Awaited<ReturnType<typeof startTeams>>;
  let notes: string;

  beforeAll(async () => {
    folder = mkdtempSync(join(tmpdir(), 'tidemark-without-'));
    teams = await startTeams();
    writeFileSync(join(folder, 'settings.json'), JSON.stringify(SETTINGS));
    const bun = join(ROOT, 'node_modules', 'bun', 'bin', 'bun.exe');
    const { status, stderr } = spawnSync(
      bun,
      [join(ROOT, 'scripts/pack.ts'), 'settings.json', '--without-grafana', 'out'],
      {
        cwd: folder,
        encoding: 'utf8',
        env: { ...process.env, RISK_URL: `${teams.url}/risk`, DATA_URL: `${teams.url}/data` },
      }
    );
    expect([status, stderr]).toEqual([0, expect.stringContaining('rules for 2 teams')]);
    notes = stderr;
  });
  afterAll(async () => {
    teams?.server.closeAllConnections();
    await new Promise((done) => (teams === undefined ? done(undefined) : teams.server.close(done)));
    rmSync(folder, { recursive: true, force: true });
  });

  const out = (name: string): string => join(folder, 'out', name);

  test('promtool finds every alert firing where it must and quiet where it must, and amtool every route right', () => {
    const said = execFileSync('sh', [out('check.sh')], { encoding: 'utf8', stdio: ['ignore', 'pipe', 'pipe'] });
    expect(said.match(/SUCCESS/g)?.length).toBeGreaterThan(5);
    const checks = readFileSync(out('check.sh'), 'utf8');
    expect(checks).toContain(`--verify.receivers='data' 'team=data' 'model=fraud' 'concern=data'`);
    expect(checks).toContain(`--verify.receivers='risk' 'team=risk' 'model=fraud' 'concern=output'`);
  });

  test('a test of promtool fails where a threshold is another', () => {
    const file = out('prometheus.rules.yml');
    const rules = readFileSync(file, 'utf8');
    writeFileSync(file, rules.replaceAll('> bool 0.25', '> bool 25'));
    const { status, stderr } = spawnSync('sh', [out('check.sh')], { encoding: 'utf8' });
    writeFileSync(file, rules);
    expect(status).not.toBe(0);
    expect(stderr).toContain('TidemarkFeatureDrift');
  });

  test('every alert says in words of what it is, and since when, as promtool finds it firing', () => {
    const words = readdirSync(out('.'))
      // Nine days, minute by minute, are for who has time; the words are those of the shorter burns.
      .filter((name) => name.endsWith('.test.yml') && !name.includes('.120m.'))
      .map((name) => {
        const { tests, ...rest } = load(readFileSync(out(name), 'utf8')) as PromtoolFile;
        const firing = tests
          .filter((one) => one.name.endsWith(' fires'))
          .map(({ name: title, interval, input_series, promql_expr_test: [first] }) => ({
            interval,
            input_series,
            // What it says stands in the answer to who expects nothing.
            alert_rule_test: [{ eval_time: first?.eval_time, alertname: title.split(' ')[0], exp_alerts: [] }],
          }));
        // As often as a series counts as current, or it cannot say since when.
        writeFileSync(out(`${name}.words`), JSON.stringify({ ...rest, evaluation_interval: '4m', tests: firing }));
        return `${name}.words`;
      });
    const { stderr, stdout } = spawnSync('promtool', ['test', 'rules', ...words], { cwd: out('.'), encoding: 'utf8' });
    const said = new Map(
      [...`${stdout}${stderr}`.matchAll(/Labels:\{alertname="(\w+)".*\n\s*Annotations:\{(.*)\}/g)].map(
        ([, alert = '', text = '']) => [alert, text] as const
      )
    );
    const alerts = [...readFileSync(out('prometheus.rules.yml'), 'utf8').matchAll(/- alert: (\w+)/g)].map(
      ([, name]) => name
    );
    expect([...said.keys()].sort()).toEqual(alerts.filter((name) => name !== 'TidemarkBurnLong').sort());
    for (const [alert, text] of said) {
      expect([alert, text]).toEqual([
        alert,
        expect.stringMatching(/It has been beyond its threshold since \d+ Jan \d\d:\d\d UTC\./),
      ]);
      expect([alert, text]).toEqual([alert, expect.stringContaining('Card fraud')]);
    }
    expect(said.get('TidemarkFeatureDrift')).toMatch(/49\.45% of it lies in 10 – 20\..*summary="amount of Card fraud/);
    // In that trial all features move alike, and none of them comes first.
    const [, most = ''] = /The most: (.*?)\. So many/.exec(said.get('TidemarkDatasetDrift') ?? '') ?? [];
    expect(most.split(', ').sort()).toEqual(['age', 'amount', 'distance']);
    expect(said.get('TidemarkQuality')).toContain('amount of Card fraud has more missing values: 15.68%');
    expect(said.get('TidemarkRealised')).toContain('its accuracy has lost 15%');
  }, 60_000);

  test('says what it cannot write: a rule that LogQL does not know', () => {
    expect(notes).toContain('LogQL cannot say the rule "twice"');
  });

  describe('under a real Prometheus and a real Alertmanager', () => {
    let prometheus: RunningPrometheus;
    let alertmanager: Awaited<ReturnType<typeof startServer>>;
    let port: number;

    beforeAll(async () => {
      port = await freePort();
      alertmanager = await startServer({
        name: 'Alertmanager',
        program: ALERTMANAGER_PROGRAM ?? 'alertmanager',
        args: [
          '--config.file=alertmanager.yml',
          '--storage.path=data',
          `--web.listen-address=127.0.0.1:${port}`,
          '--cluster.listen-address=',
        ],
        folder: join(folder, 'out'),
        ready: () =>
          fetch(`http://127.0.0.1:${port}/-/ready`).then(
            ({ ok }) => ok,
            () => false
          ),
      });
      const files = ['prometheus.scores.yml', 'prometheus.rules.yml'];
      prometheus = await startPrometheus({
        history: history(),
        files: Object.fromEntries(files.map((name) => [name, readFileSync(out(name), 'utf8')])),
        rules: { files, interval: '2s', alertmanager: `127.0.0.1:${port}` },
        // It finds its Alertmanager only seconds after the first alert, and would tell it again after a minute.
        flags: ['--rules.alert.resend-delay=2s'],
      });
    }, 120_000);
    afterAll(async () => {
      await prometheus?.stop();
      await alertmanager?.stop();
    });

    test('the feature that moved is told to the team that has its concern, with its score in words', async () => {
      await until(() => teams.of('data').some(({ labels }) => labels['check'] === 'feature_drift'), 'drift of amount');
      const [drift] = teams.of('data').filter(({ labels }) => labels['check'] === 'feature_drift');
      expect(drift).toMatchObject({
        status: 'firing',
        labels: {
          feature: 'amount',
          model: 'fraud',
          owner: 'risk',
          team: 'data',
          concern: 'data',
          severity: 'warning',
        },
        annotations: {
          summary: expect.stringMatching(/^amount of Card fraud has drifted: PSI is [\d.]+$/),
          // The bins in the middle trade places, and carry as much of it.
          description: expect.stringMatching(/^3\d(\.\d+)?% of it lies in (10 – 20|20 – 50)\. The last 1h differ from/),
          runbook_url: 'https://example.com/runbooks#feature_drift',
        },
      });
      expect(new Set(teams.of('data').map(({ labels }) => labels['feature']))).toEqual(new Set(['amount']));
      expect(teams.of('risk')).toEqual([]);
    }, 90_000);

    test('a broken job keeps quiet the drift that it explains, and that of its own model alone', async () => {
      const alert = (model: string, check: string, concern: string) => ({
        labels: { alertname: check, model, check, concern, team: 'data', severity: 'critical' },
      });
      const answer = await fetch(`http://127.0.0.1:${port}/api/v2/alerts`, {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify([
          alert('eta', 'job_late', 'pipeline'),
          alert('eta', 'feature_drift', 'data'),
          alert('price', 'feature_drift', 'data'),
        ]),
      });
      expect(answer.status).toBe(200);
      const of = (model: string) =>
        teams
          .of('data')
          .filter(({ labels }) => labels['model'] === model)
          .map(({ labels }) => labels['check']);
      await until(() => of('eta').length > 0 && of('price').length > 0, 'both models');
      expect(new Set(of('eta'))).toEqual(new Set(['job_late']));
      expect(new Set(of('price'))).toEqual(new Set(['feature_drift']));
    }, 90_000);

    test('a mute timing holds back what is muted and nothing else, and what stays is repeated after twelve hours', async () => {
      const send = (...alerts: ReadonlyArray<readonly [model: string, severity: string]>) =>
        fetch(`http://127.0.0.1:${port}/api/v2/alerts`, {
          method: 'POST',
          headers: { 'content-type': 'application/json' },
          body: JSON.stringify(
            alerts.map(([model, severity]) => ({
              labels: { alertname: 'quality', model, check: 'quality', concern: 'data', team: 'data', severity },
            }))
          ),
        });
      const toldOf = (model: string) => teams.of('data').filter(({ labels }) => labels['model'] === model);
      await send(['loan', 'info'], ['rent', 'warning']);
      await until(() => toldOf('rent').length > 0, 'what is not muted');
      // Whoever came later waits as long, so that by then the other's time had come.
      await send(['lease', 'warning']);
      await until(() => toldOf('lease').length > 0, 'what came later');
      expect(toldOf('loan')).toEqual([]);
      const status = await (await fetch(`http://127.0.0.1:${port}/api/v2/status`)).text();
      expect(status).toContain('repeat_interval: 12h');
    }, 90_000);
  });
});
