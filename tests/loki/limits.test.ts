import { startLoki, type RunningLoki } from '../../scripts/lib/loki';
import { patiently, question, readAll, sourceOf } from '../../src/backend/upstream/testing/loki/ask';
import { askLoki } from '../../src/backend/upstream/testing/loki/upstream';
import { LOKI } from '../lib/requirements';
import { describeWith } from '../lib/skip';

const MINUTE_MS = 60_000;
const LINES = 3_000;
/** What has a fresh timestamp is found at once, without a question that the limit would refuse. */
const TO = Date.now() - MINUTE_MS;
const RANGE = { from: TO - 60 * MINUTE_MS, to: TO };

async function push(loki: RunningLoki): Promise<void> {
  const values = Array.from({ length: LINES }, (_, i) => [
    String(BigInt(RANGE.from + (i + 1) * 1_000) * 1_000_000n),
    JSON.stringify({ prediction_id: `p-${i}`, features: { amount: i }, padding: 'x'.repeat(200) }),
  ]);
  const response = await fetch(`${loki.url}/loki/api/v1/push`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ streams: [{ stream: { model: 'm', event: 'prediction' }, values }] }),
  });
  expect(response.status).toBe(204);
}

/** Waits until the index tells of lines: only what it knows of is held against a limit of bytes. */
async function indexed(loki: RunningLoki): Promise<void> {
  await fetch(`${loki.url}/flush`, { method: 'POST' });
  const params = new URLSearchParams({
    query: '{model="m"}',
    start: String(BigInt(RANGE.from) * 1_000_000n),
    end: String(BigInt(RANGE.to) * 1_000_000n),
  });
  for (const until = Date.now() + MINUTE_MS; Date.now() < until;) {
    const response = await fetch(`${loki.url}/loki/api/v1/index/stats?${params.toString()}`);
    if (((await response.json()) as { entries: number }).entries > 0) {
      return;
    }
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
  throw new Error('the index of Loki tells of no line');
}

async function withLimits(limits: Readonly<Record<string, unknown>>, test: (loki: RunningLoki) => Promise<void>) {
  const loki = await startLoki({ limits });
  try {
    await push(loki);
    await test(loki);
  } finally {
    await loki.stop();
  }
}

const read = (loki: RunningLoki) =>
  readAll(askLoki({ url: loki.url }).upstream, question('prediction', sourceOf('m')), {}, RANGE);

const count = (loki: RunningLoki) =>
  askLoki({ url: loki.url }).upstream.count(question('prediction', sourceOf('m')), RANGE, patiently);

describeWith(LOKI, 'a real Loki with a low limit', () => {
  it('of bytes says which one it is, what to change, and is read in smaller pieces where lines are wanted', async () => {
    await withLimits({ max_query_bytes_read: '300KB' }, async (loki) => {
      await indexed(loki);
      await expect(count(loki)).rejects.toMatchObject({
        code: 'upstream_rejected_query',
        message: expect.stringMatching(/would read too many bytes.*limit: 300 .*raise max_query_bytes_read/),
      });
      const { events } = await read(loki);
      expect(new Set(events.map(({ predictionId }) => predictionId)).size).toBe(LINES);
      expect(events).toHaveLength(LINES);
    });
  }, 120_000);

  it('of time says which one it is and what to change', async () => {
    await withLimits({ query_timeout: '1ms' }, async (loki) => {
      for (const ask of [count, read]) {
        await expect(ask(loki)).rejects.toMatchObject({
          code: 'deadline',
          message: expect.stringMatching(/Loki gave up.*too long.*raise query_timeout in its limits_config/),
        });
      }
    });
  }, 120_000);
});
