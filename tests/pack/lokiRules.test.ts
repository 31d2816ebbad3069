import { startLoki, type RunningLoki } from '../../scripts/lib/loki';
import { parseSettings } from '../../src/model';
import { compilePack, lokiRules } from '../../src/pack';
import { LOKI } from '../lib/requirements';
import { describeWith } from '../lib/skip';

const SETTINGS = {
  loki: { url: 'http://localhost:3100' },
  models: [
    {
      id: 'fraud',
      owner: 'risk',
      pipelines: [
        { job: 'enrich', every: '30m', minRows: 10 },
        { job: 'export', every: '10m' },
      ],
      absurd: {
        rules: [
          { name: 'negative', when: 'features.amount < 0' },
          { name: 'huge', when: 'features.amount > 1000' },
        ],
      },
    },
  ],
  teams: [{ id: 'risk', contactPoint: 'risk' }],
  alerting: { contactPoints: [{ name: 'risk', type: 'email', addresses: ['risk@example.com'] }] },
};

const MINUTE = 60_000_000_000n;

describeWith(LOKI, "the rules of the pack for Loki's ruler", () => {
  let loki: RunningLoki;
  const now = BigInt(Date.now()) * 1_000_000n;

  beforeAll(async () => {
    loki = await startLoki();
    const line = (minutes: number, text: object) => [now - BigInt(minutes) * MINUTE, JSON.stringify(text)] as const;
    await loki.push([
      {
        labels: { model: 'fraud', event: 'pipeline' },
        lines: [
          line(20, { job: 'enrich', run_id: '1', status: 'failed', error: 'disk full' }),
          line(15, { job: 'enrich', run_id: '2', status: 'succeeded', rows: 2 }),
          line(40, { job: 'export', run_id: '1', status: 'succeeded', rows: 500 }),
        ],
      },
      {
        labels: { model: 'fraud', event: 'prediction' },
        lines: [
          line(3, { prediction: 'legit', features: { amount: -4 } }),
          line(2, { prediction: 'legit', features: { amount: 12 } }),
          line(1, { prediction: 'legit', features: { amount: 'n/a' } }),
        ],
      },
    ]);
  }, 120_000);
  afterAll(() => loki?.stop());

  test('fire, as expressions that Loki evaluates, on what happened, and on nothing else', async () => {
    const settings = parseSettings(SETTINGS);
    const packed = settings.ok ? compilePack(settings.value, 'tidemark') : settings;
    const rules = packed.ok ? lokiRules(packed.pack).groups.flatMap((group) => group.rules) : [];
    const fired: string[] = [];
    const quiet: string[] = [];
    for (const rule of rules) {
      const body = new URLSearchParams({ query: String(rule['expr']), time: String(now) });
      const response = await fetch(`${loki.url}/loki/api/v1/query`, { method: 'POST', body });
      const text = await response.text();
      expect([rule['expr'], response.status, response.ok ? '' : text]).toEqual([rule['expr'], 200, '']);
      const { data } = JSON.parse(text) as { data: { result: ReadonlyArray<{ value: readonly [number, string] }> } };
      const labels = rule['labels'] as Readonly<Record<string, string>>;
      const about = `${labels['check']} ${labels['job'] ?? labels['rule']}`;
      if (data.result.length > 0) {
        fired.push(`${about} ${Number(data.result[0]?.value[1]).toFixed(2)}`);
      } else {
        quiet.push(about);
      }
    }
    expect(rules).toHaveLength(8);
    // The failure, the two rows of which ten are the least, the export that is 25 minutes late, a third of the outputs.
    expect(fired).toEqual([
      'job_failed enrich 1.00',
      'job_empty enrich 2.00',
      'job_late export 0.00',
      'impossible negative 0.33',
    ]);
    // Each kind of rule has one that is quiet, too.
    expect(quiet).toEqual(['job_late enrich', 'job_failed export', 'job_empty export', 'impossible huge']);
  }, 90_000);
});
