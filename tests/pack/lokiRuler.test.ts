import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { readReplayCommand } from '../../scripts/replay/options';
import { runReplay } from '../../scripts/replay/run';
import { startLoki, type RunningLoki } from '../../scripts/lib/loki';
import { freePort, startServer } from '../../scripts/lib/server';
import { parseSettings } from '../../src/model';
import { alertmanagerConfig, compilePack, lokiRules, messageTemplates, yamlText } from '../../src/pack';
import { startWebhook, type Webhook } from '../grafana/webhook';
import { ALERTMANAGER, ALERTMANAGER_PROGRAM, LOKI } from '../lib/requirements';
import { describeWith } from '../lib/skip';

const settingsFor = (url: string, loki = 'http://localhost:3100') => ({
  loki: { url: loki },
  models: [
    {
      id: 'fraud',
      title: 'Card fraud',
      owner: 'risk',
      pipelines: [{ job: 'enrich', every: '30m' }],
      absurd: { rules: [{ name: 'negative', when: 'features.amount < 0' }] },
    },
  ],
  teams: [
    { id: 'risk', contactPoint: 'risk', concerns: ['model', 'output'] },
    { id: 'data', contactPoint: 'data', concerns: ['data', 'pipeline'] },
  ],
  alerting: {
    contactPoints: [
      { name: 'risk', type: 'webhook', url: `${url}risk` },
      { name: 'data', type: 'webhook', url: `${url}data` },
    ],
    interval: '2s',
    for: '0s',
    groupWait: '1s',
    groupInterval: '2s',
  },
});

describeWith([LOKI, ALERTMANAGER], "Loki's own ruler, with the rules of the pack", () => {
  let loki: RunningLoki;
  let alertmanager: Awaited<ReturnType<typeof startServer>>;
  let webhook: Webhook;
  let folder: string;
  let started: number;

  beforeAll(async () => {
    folder = mkdtempSync(join(tmpdir(), 'tidemark-ruler-'));
    webhook = await startWebhook();
    const settings = parseSettings(settingsFor(webhook.url));
    const packed = settings.ok ? compilePack(settings.value, 'tidemark') : settings;
    if (!packed.ok) {
      throw new Error(JSON.stringify(packed.problems));
    }
    const { config } = alertmanagerConfig(packed.pack, {
      secret: () => '',
      smarthost: 'localhost:25',
      templates: 'tidemark.tmpl',
    });
    writeFileSync(join(folder, 'alertmanager.yml'), yamlText(config));
    writeFileSync(join(folder, 'tidemark.tmpl'), messageTemplates('alertmanager'));
    const port = await freePort();
    alertmanager = await startServer({
      name: 'Alertmanager',
      program: ALERTMANAGER_PROGRAM ?? 'alertmanager',
      args: [
        '--config.file=alertmanager.yml',
        '--storage.path=data',
        `--web.listen-address=127.0.0.1:${port}`,
        '--cluster.listen-address=',
      ],
      folder,
      ready: () =>
        fetch(`http://127.0.0.1:${port}/-/ready`).then(
          ({ ok }) => ok,
          () => false
        ),
    });
    // Beside the pack's, one of somebody else, which is over again before long.
    const mine = {
      name: 'mine',
      interval: '2s',
      rules: [
        {
          alert: 'Bursts',
          expr: 'sum by (event) (count_over_time({model="fraud", event="prediction"} [12s])) > 1',
          for: '4s',
          labels: { team: 'risk', check: 'bursts' },
        },
      ],
    };
    const rules = yamlText({ groups: [...lokiRules(packed.pack).groups, mine] });
    writeFileSync(join(folder, 'loki.rules.yml'), rules);
    started = Date.now();
    loki = await startLoki({
      ruler: {
        rules,
        interval: '2s',
        alertmanager: `http://127.0.0.1:${port}`,
      },
    });
    const now = BigInt(Date.now()) * 1_000_000n;
    // What happens is still to come: what is pushed late, a ruler has not seen in time.
    const line = (secondsAgo: number, text: object) =>
      [now - BigInt(secondsAgo) * 1_000_000_000n, JSON.stringify(text)] as const;
    await loki.push([
      {
        labels: { model: 'fraud', event: 'pipeline' },
        lines: [
          line(3000, { job: 'enrich', run_id: '0', status: 'succeeded', rows: 500 }),
          line(-1, { job: 'enrich', run_id: '1', status: 'failed', error: 'disk full' }),
        ],
      },
      {
        labels: { model: 'fraud', event: 'prediction' },
        lines: [
          line(-2, { prediction: 'legit', features: { amount: -4 } }),
          line(-2, { prediction: 'legit', features: { amount: 12 } }),
        ],
      },
    ]);
  }, 180_000);
  afterAll(async () => {
    await loki?.stop();
    await alertmanager?.stop();
    await webhook?.close();
    rmSync(folder, { recursive: true, force: true });
  }, 60_000);

  test('reaches a receiver by a real Alertmanager, with what broke and whose it is', async () => {
    const of = (check: string) => webhook.alerts.find(({ labels }) => labels['check'] === check);
    const until = Date.now() + 90_000;
    while (['job_failed', 'job_late', 'impossible'].some((check) => of(check) === undefined) && Date.now() < until) {
      await new Promise((done) => setTimeout(done, 250));
    }
    expect(of('job_failed')).toMatchObject({
      status: 'firing',
      labels: { alertname: 'TidemarkJobFailed', job: 'enrich', model: 'fraud', owner: 'risk', team: 'data' },
      annotations: {
        summary: 'The job enrich, which feeds Card fraud, failed within the last hour',
        description: expect.stringMatching(
          /^Its error: disk full\. It has failed since \d+ \w+ \d\d:\d\d UTC\. It last succeeded at \d+ \w+ \d\d:\d\d UTC\.$/
        ),
      },
    });
    // It was late before its log was there.
    expect(of('job_late')?.annotations['description']).toMatch(
      /^It (last succeeded at \d+ \w+ \d\d:\d\d UTC|has not succeeded within the last 1d)\.$/
    );
    expect(of('impossible')).toMatchObject({
      labels: { rule: 'negative', team: 'risk', concern: 'output' },
      annotations: {
        summary: expect.stringMatching(/^50% of the outputs of Card fraud break the rule "negative" within 6h$/),
        description: expect.stringMatching(
          /^Most of them \(1\) have the prediction legit\. It began at \d+ \w+ \d\d:\d\d UTC, or before the last 6h\.$/
        ),
      },
    });
  }, 120_000);

  test('tells what a replay of the same rules says afterwards, and whom', async () => {
    const isOver = () =>
      webhook.alerts.some(({ labels, status }) => labels['check'] === 'bursts' && status === 'resolved');
    const patience = Date.now() + 90_000;
    while (!isOver() && Date.now() < patience) {
      await new Promise((done) => setTimeout(done, 250));
    }
    // Its message is due within an interval of the group.
    await new Promise((done) => setTimeout(done, 4_000));
    const file = join(folder, 'settings.yaml');
    writeFileSync(file, JSON.stringify(settingsFor(webhook.url, loki.url)));
    const replayed = async (...args: string[]) => {
      const now = Date.now();
      const range = [
        '--from',
        new Date(started).toISOString(),
        '--step',
        '2s',
        '--to',
        new Date(now - 1000).toISOString(),
      ];
      const command = readReplayCommand([file, ...range, ...args], now);
      const outcome = await runReplay(command, {}, { signal: new AbortController().signal, progress: () => undefined });
      if (!outcome.ok) {
        throw new Error(outcome.problems.join('\n'));
      }
      return outcome;
    };
    const named = (labels: Readonly<Record<string, string>>): string => JSON.stringify(Object.entries(labels).sort());
    const heard = (mine: boolean) =>
      [
        ...new Set(
          webhook.alerts
            .filter(({ labels }) => (labels['alertname'] === 'Bursts') === mine)
            .map(({ labels }) => named(labels))
        ),
      ].sort();

    const ofPack = (await replayed('--without-grafana')).report;
    expect(ofPack.result.firings.map(({ labels }) => named(labels)).sort()).toEqual(heard(false));
    expect(ofPack.incidents.map(({ receiver, group }) => [receiver, group]).sort()).toEqual([
      ['data', { model: 'fraud' }],
      ['risk', { model: 'fraud' }],
    ]);

    const all = ['--loki-rules', join(folder, 'loki.rules.yml'), '--alertmanager', join(folder, 'alertmanager.yml')];
    const { report } = await replayed(...all, '--alert', 'Bursts', '--threshold', '2');
    expect(report.result.firings.map(({ labels }) => named(labels))).toEqual(heard(true));
    expect(report.result.notifications.map(({ receiver, kind }) => [receiver, kind])).toEqual([
      ['risk', 'firing'],
      ['risk', 'resolved'],
    ]);
    // An evaluation of the ruler falls anywhere within its interval, and on a machine that does much besides it is late.
    const [firing] = report.result.firings;
    const [first] = webhook.alerts.filter(({ labels }) => labels['alertname'] === 'Bursts');
    const last = webhook.alerts.filter(({ labels }) => labels['alertname'] === 'Bursts').at(-1);
    expect(Date.parse(first?.startsAt ?? '')).toBeGreaterThan((firing?.from ?? NaN) - 2000);
    expect(Date.parse(last?.endsAt ?? '')).toBeGreaterThan((firing?.to ?? NaN) - 2000);
    // Two lines are not more than two.
    expect(report.otherwise?.compared.missed).toHaveLength(1);
  }, 150_000);
});
