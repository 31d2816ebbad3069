import type { Entry } from './lokiPush';
import { Demo } from './demo';
import type { DemoOptions } from './options';
import { Predictor } from './predict';
import { startServer, type DemoServer } from './server';

const NOW = Date.UTC(2026, 10, 23, 12, 3);
const OPTIONS: DemoOptions = {
  loki: undefined,
  tenant: undefined,
  structuredMetadata: false,
  host: '127.0.0.1',
  port: 0,
  seed: 'tidemark',
  speed: 1,
  start: Date.UTC(2026, 10, 23, 12),
  // After the inputs changed: version 7 is live, and 8 its shadow.
  from: -3_600_000,
};
const entries: Entry[] = [];
const demo = new Demo(OPTIONS, { add: (entry) => void entries.push(entry), room: async () => undefined }, () => NOW);
let server: DemoServer;

beforeAll(async () => {
  server = await startServer(demo, new Predictor(demo, OPTIONS.seed, () => NOW), OPTIONS);
});
afterAll(() => server.close());

async function ask(path: string, body?: unknown): Promise<{ readonly status: number; readonly body: unknown }> {
  const response = await fetch(
    `${server.url}${path}`,
    body === undefined ? {} : { method: 'POST', body: typeof body === 'string' ? body : JSON.stringify(body) }
  );
  const text = await response.text();
  return { status: response.status, body: text.startsWith('{') ? JSON.parse(text) : text };
}

const INPUTS = {
  amount: 2_400,
  country: 'IN',
  payment_method: 'card',
  distance_km: 9,
  account_age_days: 600,
  device_score: 0.7,
  merchant_category: 'fuel',
};

describe('the server of the demo', () => {
  it('answers a request as the live version does, asks the shadow as well, and counts and logs both', async () => {
    const { status, body } = await ask('/predict', { features: INPUTS });
    expect(status).toBe(200);
    // An amount in minor units: the live version takes it as it comes.
    expect(body).toMatchObject({ version: '7', prediction: 'fraud', features: { ...INPUTS, customer_age: null } });
    const lines = entries.map(({ line }) => JSON.parse(line) as Record<string, unknown>);
    expect(lines).toEqual([
      body,
      expect.objectContaining({ version: '8', prediction: 'legit', request_id: lines[0]?.['request_id'] }),
    ]);
    expect((body as { confidence: number }).confidence).toBeGreaterThan(0.95);
    const metrics = String((await ask('/metrics')).body);
    expect(metrics).toContain(
      'model_predictions_total{model="fraud",version="7",role="live",country="IN",prediction="fraud"} 1'
    );
    expect(metrics).toContain(
      'model_predictions_total{model="fraud",version="8",role="shadow",country="IN",prediction="legit"} 1'
    );
    // Nobody knows the truth about it.
    expect(metrics).not.toContain('correct=');
  });

  it('gives each request an id of its own, which none of the scenario has', async () => {
    const ids = await Promise.all(
      Array.from(
        { length: 20 },
        async () => ((await ask('/predict', { features: {} })).body as { request_id: string }).request_id
      )
    );
    expect(new Set(ids).size).toBe(20);
  });

  it.each([
    ['no JSON', 400, 'no JSON'],
    [[], 400, 'must be a JSON object'],
    [{ features: 3 }, 400, 'features must be a JSON object'],
    [{ features: { amuont: 3 } }, 400, 'features.amuont is no feature'],
    [{ features: { amount: 'much' } }, 400, 'features.amount must be a number'],
    [{ features: { country: 'XX' } }, 400, 'must be one of US, DE, FR, IN'],
    [{ model: 'frod' }, 404, 'There is no model "frod"'],
  ])('refuses %j with %d, and says why', async (body, status, message) => {
    const answer = await ask('/predict', body);
    expect(answer).toEqual({ status, body: { error: expect.stringContaining(message) } });
  });

  it('says that it lives, and what else there is', async () => {
    expect(await ask('/healthz')).toEqual({ status: 200, body: { status: 'ok' } });
    expect((await ask('/')).status).toBe(404);
    expect(await ask('/predict')).toMatchObject({ status: 405, body: { error: 'Use POST.' } });
    expect((await ask('/predict', 'x'.repeat(70_000))).status).toBe(400);
  });
});
