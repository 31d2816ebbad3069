import { secretNamesOf } from '../../src/model';
import { patiently, question, readAll, sourceOf } from '../../src/backend/upstream/testing/loki/ask';
import { HOUR } from '../../src/backend/upstream/testing/loki/log';
import { askLoki } from '../../src/backend/upstream/testing/loki/upstream';
import { startLoki, type RunningLoki } from '../../scripts/lib/loki';
import { LOKI } from '../lib/requirements';
import { describeWith } from '../lib/skip';

const secrets = secretNamesOf('loki');
const start = BigInt(HOUR.from) * 1_000_000n;
const MS = 1_000_000n;

describeWith(LOKI, 'a real Loki of several tenants', () => {
  let loki: RunningLoki;
  const asTenant = (tenant: string) =>
    askLoki({ url: loki.url, headers: ['X-Scope-OrgID'] }, { [secrets.header(1)]: tenant }).upstream;

  beforeAll(async () => {
    loki = await startLoki({ tenants: true });
    for (const tenant of ['red', 'blue']) {
      const line = JSON.stringify({ prediction_id: tenant });
      await loki.push([{ labels: { model: 'm', event: 'prediction' }, lines: [[start + MS, line]] }], tenant);
    }
  });
  afterAll(async () => {
    await loki?.stop();
  });

  it('shows each tenant its own lines', async () => {
    for (const tenant of ['red', 'blue']) {
      const { events } = await readAll(asTenant(tenant), question('prediction', sourceOf('m')));
      expect(events.map(({ predictionId }) => predictionId)).toEqual([tenant]);
    }
    expect(await asTenant('red').health(patiently)).toEqual({
      product: 'Loki',
      version: expect.stringMatching(/^3\./),
    });
  });

  it('tells who names none to set the header, also in "Save & test"', async () => {
    const { upstream } = askLoki({ url: loki.url });
    const refusal = {
      code: 'upstream_refused',
      message: expect.stringMatching(/X-Scope-OrgID.*loki\.headers.*lokiHeader1/),
    };
    await expect(upstream.health(patiently)).rejects.toMatchObject(refusal);
    await expect(readAll(upstream, question('prediction', sourceOf('m')))).rejects.toMatchObject(refusal);
  });
});

describeWith(LOKI, 'a real Loki with its usual limits', () => {
  const MANY = 12_000;
  let loki: RunningLoki;

  beforeAll(async () => {
    loki = await startLoki();
    const line = (i: number): string => JSON.stringify({ prediction_id: `p-${i}`, version: '7', prediction: 'ok' });
    await loki.push([
      {
        labels: { model: 'steady', event: 'prediction' },
        lines: Array.from({ length: 40_000 }, (_, i) => [start + MS + BigInt(i) * 89n * MS, line(i)] as const),
      },
      {
        labels: { model: 'at-once', event: 'prediction' },
        lines: Array.from({ length: MANY }, (_, i) => [start + 60_000n * MS, line(i)] as const),
      },
    ]);
  }, 120_000);
  afterAll(async () => {
    await loki?.stop();
  });

  it('gives 40,000 lines in pages of 5,000, in order, none lost and none twice', async () => {
    const { upstream, exchanges } = askLoki({ url: loki.url });
    const { events, report } = await readAll(upstream, question('prediction', sourceOf('steady')));
    expect(events.map(({ predictionId }) => predictionId)).toEqual(Array.from({ length: 40_000 }, (_, i) => `p-${i}`));
    expect(report.lines).toBe(40_000);
    // Eight full pages are the fewest; the density from the index leaves no more than a few half full.
    expect(exchanges.filter(({ operation }) => operation === 'lines').length).toBeLessThan(20);
  });

  it('gives 12,000 lines of one nanosecond', async () => {
    const { events } = await readAll(askLoki({ url: loki.url }).upstream, question('prediction', sourceOf('at-once')));
    expect(events).toHaveLength(MANY);
    expect(new Set(events.map(({ predictionId }) => predictionId)).size).toBe(MANY);
  });

  it('gives the few deployments of three months, and is asked for lines only where its index has any', async () => {
    const ago = (days: number): number => HOUR.to - days * 86_400_000;
    for (const [version, days] of [
      ['5', 85],
      ['6', 41],
      ['7', 2],
    ] as const) {
      const line = JSON.stringify({ version, stage: 'deployed' });
      await loki.push([{ labels: { model: 'seldom', event: 'model' }, lines: [[BigInt(ago(days)) * MS, line]] }]);
    }
    const { upstream, exchanges } = askLoki({ url: loki.url });
    const { events } = await readAll(
      upstream,
      question('model', sourceOf('seldom', 'model')),
      {},
      {
        from: ago(90),
        to: HOUR.to,
      }
    );
    expect(events.map(({ version }) => version)).toEqual(['5', '6', '7']);
    expect(exchanges.filter(({ operation }) => operation === 'lines')).toHaveLength(3);
    const nobody = await readAll(
      upstream,
      question('model', sourceOf('nobody', 'model')),
      {},
      {
        from: ago(90),
        to: HOUR.to,
      }
    );
    expect(nobody.events).toEqual([]);
    expect(nobody.report.executed).toEqual([expect.stringContaining('model="nobody"')]);
    expect(exchanges.filter(({ operation }) => operation === 'lines')).toHaveLength(3);
  });

  it('is asked for no further page after a cancellation, and neither is it when nobody reads on', async () => {
    const { upstream, exchanges } = askLoki({ url: loki.url });
    const controller = new AbortController();
    const started = performance.now();
    const reading = (async (): Promise<number> => {
      let batches = 0;
      for await (const batch of upstream.read(question('prediction', sourceOf('steady')), HOUR, controller)) {
        batches += batch.length > 0 ? 1 : 0;
        controller.abort(new Error('the panel is gone'));
      }
      return batches;
    })();
    await expect(reading).rejects.toBeDefined();
    const settled = exchanges.length;
    expect(performance.now() - started).toBeLessThan(30_000);
    await new Promise((resolve) => setTimeout(resolve, 1_000));
    expect(exchanges.length - settled).toBeLessThanOrEqual(4);
    expect(exchanges.slice(settled).every(({ outcome }) => outcome === 'cancelled')).toBe(true);

    const left = askLoki({ url: loki.url });
    for await (const _ of left.upstream.read(question('prediction', sourceOf('steady')), HOUR, patiently)) {
      break;
    }
    const asked = left.exchanges.length;
    await new Promise((resolve) => setTimeout(resolve, 1_000));
    expect(left.exchanges.slice(asked).every(({ outcome }) => outcome === 'cancelled')).toBe(true);
  });
});
