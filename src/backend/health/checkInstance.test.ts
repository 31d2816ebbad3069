import { createBackend } from '../backend';
import { PATIENT, pluginContext, recordingLog } from '../testing/requests';
import { json, startServer } from '../upstream/testing/server';
import { checkInstance } from './checkInstance';

const check = (jsonData: unknown) =>
  checkInstance(createBackend({ log: recordingLog(), now: Date.now }), pluginContext({ jsonData }), PATIENT);

describe('checkInstance', () => {
  it('says who answered, how fast, and what is configured', async () => {
    const { ok, message, details } = await check({
      models: [{ id: 'a' }, { id: 'b' }],
      profiles: [{ name: 'p', features: [] }],
    });
    expect(ok).toBe(true);
    expect(message).toMatch(/^Built-in sample \S+ answered in \d+ ms; 2 models configured, 1 profile configured\.$/);
    expect(details).toMatchObject({ product: 'Built-in sample' });
  });

  it('says that models are found by themselves where none is configured', async () => {
    expect((await check({})).message).toContain('no models configured: those that the metrics show are offered');
  });

  it('lists wrong settings', async () => {
    const report = await check({ models: [{ id: '' }] });
    expect(report).toMatchObject({ ok: false, message: expect.stringContaining('models[0].id: give the model an id') });
  });

  it('lists names that name nothing, a line each', async () => {
    const report = await check({
      models: [{ id: 'a', owner: 'x', reference: { kind: 'profile', name: 'p' } }],
      teams: [{ id: 'risk' }],
    });
    expect(report.ok).toBe(false);
    expect(String(report.details['verboseMessage']).split('\n')).toEqual([
      'models[0].owner: no team "x"; there is risk',
      'models[0].reference.name: no profile "p"; there is none',
    ]);
  });

  it('says that the upstream does not answer', async () => {
    const report = await check({ prometheus: { url: 'http://127.0.0.1:1' } });
    expect(report).toMatchObject({ ok: false, details: { code: 'upstream_unreachable' } });
    // Below the message it would stand a second time.
    expect(report.details).not.toHaveProperty('verboseMessage');
  });

  it('says who answers of the metrics and of the log, and that there is no log where none is set', async () => {
    const prometheus = await startServer((_, response) =>
      json(response, { status: 'success', data: { version: '3.7.0' } })
    );
    const loki = await startServer((_, response) => json(response, { status: 'success', data: [], version: '3.7.6' }));
    try {
      const at = { prometheus: { url: prometheus.url } };
      const report = await check({ ...at, loki: { url: loki.url } });
      expect(report.message).toMatch(
        /^Prometheus 3\.7\.0 answered in \d+ ms, Loki 3\.7\.6 answered in \d+ ms; no models/
      );
      expect(report.details).toMatchObject({ version: '3.7.0', logProduct: 'Loki', logVersion: '3.7.6' });
      expect((await check(at)).message).toMatch(/^Prometheus 3\.7\.0 answered in \d+ ms; no log configured, no models/);
    } finally {
      await Promise.all([prometheus.close(), loki.close()]);
    }
  });

  it('names no version where the upstream tells none', async () => {
    const loki = await startServer((_, response) => json(response, { status: 'success', data: [] }));
    try {
      const { message } = await check({ prometheus: { sample: true }, loki: { url: loki.url } });
      expect(message).toMatch(/, Loki answered in \d+ ms/);
    } finally {
      await loki.close();
    }
  });

  it('says that the log does not answer, and below it that the metrics do', async () => {
    const report = await check({ loki: { url: 'http://127.0.0.1:1' } });
    expect(report).toMatchObject({
      ok: false,
      message: expect.stringMatching(/^Loki at http:\/\/127\.0\.0\.1:1 refuses the connection.*loki\.url/),
      details: { code: 'upstream_unreachable' },
    });
    expect(report.details['verboseMessage']).toMatch(/^Built-in sample \S+ answered in \d+ ms\.$/);
    const neither = await check({ prometheus: { url: 'http://127.0.0.1:1' }, loki: { url: 'http://127.0.0.1:1' } });
    expect(neither.message).toContain('prometheus.url');
    expect(neither.details['verboseMessage']).toMatch(/^Loki at .*loki\.url[^\n]*$/);
  });
});
