import { describeWith } from '../lib/skip';
import { Api } from './api';
import { GRAFANA, installedGrafana } from './installed';
import { eventually, setStage, type Stage } from './setup';

interface Rule {
  readonly name: string;
  readonly state: string;
  readonly health: string;
  readonly lastError?: string;
  readonly alerts?: ReadonlyArray<{ readonly state: string; readonly labels: Readonly<Record<string, string>> }>;
}

describeWith(GRAFANA, "the built plugin under a real Grafana's alerting", () => {
  let stage: Stage;
  let api: Api;

  beforeAll(async () => {
    stage = await setStage(installedGrafana());
    api = new Api(stage.grafana.url);
  }, 240_000);
  afterAll(() => stage?.close(), 60_000);

  async function rule(name: string): Promise<Rule | undefined> {
    const { body } = await api.get('/api/prometheus/grafana/api/v1/rules');
    const { groups } = (body as { data: { groups: ReadonlyArray<{ rules: readonly Rule[] }> } }).data;
    return groups.flatMap(({ rules }) => rules).find((one) => one.name === name);
  }

  it('fires one instance for each feature that drifts, and leaves those that stay quiet', async () => {
    const fired = await eventually(
      () => rule('Drift, at once'),
      (found) => found?.state === 'firing',
      60
    );
    expect(fired).toMatchObject({ state: 'firing', health: 'ok' });
    const stateOf = (feature: string) => fired?.alerts?.find(({ labels }) => labels['feature'] === feature)?.state;
    expect(stateOf('amount')).toBe('Alerting');
    expect(stateOf('payment_method')).toBe('Alerting');
    expect(stateOf('customer_age')).toBe('Normal');
  }, 90_000);

  it('reaches the contact point that the rule names, with the labels that say what drifts', async () => {
    const of = (feature: string) => stage.webhook.alerts.find(({ labels }) => labels['feature'] === feature);
    await eventually(
      () => of('amount') ?? of('payment_method'),
      (alert) => alert !== undefined,
      60
    );
    expect(of('amount')).toMatchObject({
      status: 'firing',
      labels: { model: 'fraud', feature: 'amount', score: 'psi', owner: 'risk' },
      annotations: { summary: 'amount of fraud drifts' },
      values: { psi: expect.any(Number) },
    });
    expect(of('amount')?.values?.['psi']).toBeGreaterThan(0.25);
    expect(of('customer_age')).toBeUndefined();
  }, 90_000);

  it('evaluates the rule that the repository provisions', async () => {
    const name = 'A feature of the fraud model drifts';
    const evaluated = await eventually(
      () => rule(name),
      (found) => (found?.alerts?.length ?? 0) > 0,
      75
    );
    expect(evaluated).toMatchObject({ health: 'ok' });
    // It waits five minutes before it fires, so here it is on its way.
    expect(
      evaluated?.alerts?.filter(({ state }) => state === 'Pending').map(({ labels }) => labels['feature'])
    ).toEqual(expect.arrayContaining(['amount', 'payment_method']));
  }, 90_000);

  it("leaves the organisation's notification policies as they were", async () => {
    const { body } = await api.get('/api/v1/provisioning/policies');
    expect((body as { routes?: unknown[] }).routes ?? []).toEqual([]);
  });
});
