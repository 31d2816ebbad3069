import { eventually } from '../lib/eventually';
import { describeWith } from '../lib/skip';
import { Api } from './api';
import { GRAFANA, installedGrafana } from './installed';
import { setStage, type Stage } from './setup';

interface Rule {
  readonly name: string;
  readonly state: string;
  readonly health: string;
  readonly lastError?: string;
  readonly alerts?: ReadonlyArray<{ readonly state: string; readonly labels: Readonly<Record<string, string>> }>;
}

interface Group {
  readonly name: string;
  readonly file: string;
  /** Seconds. */
  readonly interval: number;
  readonly rules: readonly Rule[];
}

describeWith(GRAFANA, "the built plugin under a real Grafana's alerting", () => {
  let stage: Stage;
  let api: Api;

  beforeAll(async () => {
    stage = await setStage(installedGrafana());
    api = new Api(stage.grafana.url);
  }, 240_000);
  afterAll(() => stage?.close(), 60_000);

  async function groups(): Promise<readonly Group[]> {
    const { body } = await api.get('/api/prometheus/grafana/api/v1/rules');
    return (body as { data: { groups: readonly Group[] } }).data.groups;
  }
  async function rule(name: string): Promise<Rule | undefined> {
    return (await groups()).flatMap(({ rules }) => rules).find((one) => one.name === name);
  }

  it('fires one instance for each feature that drifts, and leaves those that stay quiet', async () => {
    const statesOf = (found: Rule | undefined) =>
      ['amount', 'payment_method', 'customer_age'].map(
        (feature) => found?.alerts?.find(({ labels }) => labels['feature'] === feature)?.state
      );
    const wanted = ['Alerting', 'Alerting', 'Normal'];
    const fired = await eventually(
      () => rule('Drift, at once'),
      (found) => found?.state === 'firing' && statesOf(found).join() === wanted.join(),
      90
    );
    expect(fired).toMatchObject({ state: 'firing', health: 'ok' });
    expect(statesOf(fired)).toEqual(wanted);
  }, 150_000);

  it('reaches the contact point that the rule names, with the labels that say what drifts', async () => {
    const of = (feature: string) => stage.webhook.alerts.find(({ labels }) => labels['feature'] === feature);
    await eventually(
      () => of('amount'),
      (alert) => alert !== undefined
    );
    expect(of('amount')).toMatchObject({
      status: 'firing',
      labels: { model: 'fraud', feature: 'amount', score: 'psi', owner: 'risk' },
      annotations: { summary: 'amount of fraud drifts' },
      values: { psi: expect.any(Number) },
    });
    expect(of('amount')?.values?.['psi']).toBeGreaterThan(0.25);
    expect(of('customer_age')).toBeUndefined();
  }, 150_000);

  it('evaluates the rules that the repository provisions, those that read the log included, without an error', async () => {
    const often = await eventually(
      async () => (await groups()).filter(({ file, interval }) => file === 'Tidemark' && interval <= 60),
      (found) => found.length > 0 && found.every(({ rules }) => rules.every(({ health }) => health !== 'unknown')),
      150
    );
    expect(often.map(({ name }) => name)).toEqual(
      expect.arrayContaining(['fraud: feature drift', 'fraud: data quality', 'fraud: job late', 'parcel_eta: volume'])
    );
    expect(often.flatMap(({ rules }) => rules).filter(({ health }) => health === 'error')).toEqual([]);
    // Each feature has an instance. At hours when a job of the model is broken that explains the drift, and it is normal.
    const drift = often.find(({ name }) => name === 'fraud: feature drift')?.rules[0];
    expect(drift?.alerts?.map(({ labels }) => labels['feature'])).toEqual(
      expect.arrayContaining(['amount', 'payment_method'])
    );
  }, 180_000);

  it("leaves the organisation's notification policies as they were", async () => {
    const { body } = await api.get('/api/v1/provisioning/policies');
    expect((body as { routes?: unknown[] }).routes ?? []).toEqual([]);
  });
});
