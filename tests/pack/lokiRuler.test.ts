import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { startLoki, type RunningLoki } from '../../scripts/lib/loki';
import { freePort, startServer } from '../../scripts/lib/server';
import { parseSettings } from '../../src/model';
import { alertmanagerConfig, compilePack, lokiRules, messageTemplates, yamlText } from '../../src/pack';
import { startWebhook, type Webhook } from '../grafana/webhook';
import { ALERTMANAGER, ALERTMANAGER_PROGRAM, LOKI } from '../lib/requirements';
import { describeWith } from '../lib/skip';

const settingsFor = (url: string) => ({
  loki: { url: 'http://localhost:3100' },
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
    loki = await startLoki({
      ruler: {
        rules: yamlText({ groups: lokiRules(packed.pack).groups }),
        interval: '2s',
        alertmanager: `http://127.0.0.1:${port}`,
      },
    });
    const now = BigInt(Date.now()) * 1_000_000n;
    const line = (secondsAgo: number, text: object) =>
      [now - BigInt(secondsAgo) * 1_000_000_000n, JSON.stringify(text)] as const;
    await loki.push([
      {
        labels: { model: 'fraud', event: 'pipeline' },
        lines: [
          line(3000, { job: 'enrich', run_id: '0', status: 'succeeded', rows: 500 }),
          line(30, { job: 'enrich', run_id: '1', status: 'failed', error: 'disk full' }),
        ],
      },
      {
        labels: { model: 'fraud', event: 'prediction' },
        lines: [
          line(20, { prediction: 'legit', features: { amount: -4 } }),
          line(10, { prediction: 'legit', features: { amount: 12 } }),
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
});
