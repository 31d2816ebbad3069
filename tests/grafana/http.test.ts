import { UNSIGNED_PLUGINS } from '../../scripts/lib/grafana';
import { NO_LOG_STATUS } from '../../src/model';
import { eventually } from '../lib/eventually';
import { describeWith } from '../lib/skip';
import { PROMETHEUS } from '../lib/requirements';
import { Api, rowsOf } from './api';
import { KNOWN } from './history';
import { GRAFANA, installedGrafana } from './installed';
import { backendsOf, setStage, type Stage } from './setup';

/** Only Linux tells in files which processes a process has started. */
const onLinux = process.platform === 'linux' ? it : it.skip;

describeWith(GRAFANA, 'the built plugin in a real Grafana, over HTTP', () => {
  let stage: Stage;
  let api: Api;

  beforeAll(async () => {
    stage = await setStage(installedGrafana());
    api = new Api(stage.grafana.url);
  }, 240_000);
  afterAll(() => stage?.close(), 60_000);

  it.each(UNSIGNED_PLUGINS)('lets in %s', async (id) => {
    const { status, body } = await api.get(`/api/plugins/${id}/settings`);
    expect(status).toBe(200);
    expect(body).toMatchObject({ id, signature: 'unsigned' });
  });

  it('has the app enabled by the provisioned file', async () => {
    const { body } = await api.get('/api/plugins/tidemark-drift-app/settings');
    expect(body).toMatchObject({ enabled: true });
  });

  it('logs no error of the plugin at its start', () => {
    const complaints = stage.grafana
      .log()
      .split('\n')
      .filter((line) => line.includes('level=error') && line.includes('tidemark'));
    expect(complaints).toEqual([]);
  });

  it('answers drift as a table, a row a feature, with what was asked of the upstream', async () => {
    const { status, results } = await api.query('tidemark', [
      { refId: 'A', queryType: 'drift', model: 'fraud', format: 'table', scores: ['psi', 'js'] },
    ]);
    expect(status).toBe(200);
    const [frame] = results['A']?.frames ?? [];
    expect(frame?.schema.meta?.executedQueryString).toContain('increase(');
    const rows = rowsOf(frame);
    expect(rows.find(({ feature }) => feature === 'amount')).toMatchObject({
      verdict: 'drift',
      psi: expect.any(Number),
      js: expect.any(Number),
      reason: expect.any(String),
    });
    expect(rows.find(({ feature }) => feature === 'customer_age')).toMatchObject({ verdict: 'ok' });
  });

  it('answers drift for alerts as one numeric frame a feature and score', async () => {
    const { results } = await api.query('tidemark', [
      { refId: 'A', queryType: 'drift', model: 'fraud', format: 'alert', scores: ['psi'] },
    ]);
    const frames = results['A']?.frames ?? [];
    expect(frames.length).toBeGreaterThan(5);
    for (const { schema } of frames) {
      expect(schema.meta).toMatchObject({ type: 'numeric-multi', typeVersion: [0, 1] });
      expect(schema.fields).toEqual([
        expect.objectContaining({
          name: 'psi',
          type: 'number',
          labels: { model: 'fraud', feature: expect.any(String), score: 'psi' },
        }),
      ]);
    }
  });

  it('answers a distribution whose proportions sum to one, and names our panel for it', async () => {
    const { results } = await api.query('tidemark', [
      { refId: 'A', queryType: 'distribution', model: 'fraud', features: ['amount'] },
    ]);
    const [frame] = results['A']?.frames ?? [];
    const rows = rowsOf(frame);
    const sum = (name: string) => rows.reduce((all, row) => all + Number(row[name]), 0);
    expect(sum('reference')).toBeCloseTo(1, 9);
    expect(sum('current')).toBeCloseTo(1, 9);
    expect(frame?.schema.meta?.preferredVisualisationPluginId).toBe('tidemark-distribution-panel');
  });

  it('answers drift over time as series with times', async () => {
    const { results } = await api.query('tidemark', [
      { refId: 'A', queryType: 'drift_over_time', model: 'fraud', features: ['amount'], scores: ['psi'], window: '1h' },
    ]);
    const [frame] = results['A']?.frames ?? [];
    expect(frame?.schema.meta?.type).toBe('timeseries-multi');
    expect(frame?.schema.fields.map(({ type }) => type)).toEqual(['time', 'number']);
    expect(frame?.data.values[0]?.length).toBeGreaterThan(10);
  });

  it('leaves the neighbours of a bad query whole, and gives it its own status, source and words', async () => {
    const { results } = await api.query('tidemark', [
      { refId: 'A', queryType: 'drift', model: 'fraud', format: 'table' },
      { refId: 'B', queryType: 'drift', model: 'no-such-model' },
      { refId: 'C', queryType: 'no_such_kind', model: 'fraud' },
    ]);
    expect(results['A']).toMatchObject({ status: 200 });
    expect(results['B']).toMatchObject({
      status: 404,
      errorSource: 'plugin',
      error: expect.stringContaining('no-such-model'),
    });
    expect(results['C']).toMatchObject({
      status: 400,
      errorSource: 'plugin',
      error: expect.stringContaining('no_such_kind'),
    });
  });

  it('is healthy on the sample, and says which upstream answered', async () => {
    const { status, body } = await api.get('/api/datasources/uid/tidemark/health');
    expect(status).toBe(200);
    expect(body).toMatchObject({ status: 'OK', message: expect.stringContaining('sample') });
  });

  it('is not healthy where nobody answers, and says what to look at', async () => {
    await api.send('POST', '/api/datasources', {
      name: 'Nobody',
      uid: 'nobody',
      type: 'tidemark-drift-datasource',
      access: 'proxy',
      jsonData: { prometheus: { url: 'http://127.0.0.1:9' } },
    });
    const { status, body } = await api.get('/api/datasources/uid/nobody/health');
    expect(status).toBe(400);
    expect(body).toMatchObject({ status: 'ERROR', message: expect.stringContaining('127.0.0.1:9') });
  });

  it('serves its resources, and refuses what is none', async () => {
    const models = await api.get('/api/datasources/uid/tidemark/resources/models');
    expect(models.body).toEqual([
      expect.objectContaining({ id: 'fraud', title: 'Card fraud', owner: 'risk' }),
      expect.objectContaining({ id: 'parcel_eta', title: 'Parcel delivery time', owner: 'logistics' }),
    ]);
    const features = await api.get('/api/datasources/uid/tidemark/resources/features?model=fraud');
    expect(features.body).toContainEqual({ name: 'amount', kind: 'numeric' });
    const none = await api.get('/api/datasources/uid/tidemark/resources/no-such-path');
    expect(none.status).toBe(404);
    expect(none.body).toMatchObject({ message: expect.any(String) });
  });

  it("serves its own metrics beside Grafana's", async () => {
    const { status, body } = await api.get('/metrics/plugins/tidemark-drift-datasource');
    expect(status).toBe(200);
    expect(body).toMatch(/^tidemark_queries_total\{kind="drift",status="ok"\} [1-9]/m);
  });

  it('imports the dashboard of the app', async () => {
    const dashboard = await eventually(
      () => api.get('/api/dashboards/uid/tidemark-model-drift'),
      ({ status }) => status === 200
    );
    expect(dashboard.body).toMatchObject({ dashboard: { title: 'Model drift' } });
  });

  onLinux('comes back within seconds when its backend is killed', async () => {
    const before = backendsOf(stage.grafana.pid);
    expect(before).toHaveLength(1);
    const [first = Number.NaN] = before;
    process.kill(first, 'SIGKILL');
    const [second] = await eventually(
      () => backendsOf(stage.grafana.pid),
      (pids) => pids.some((pid) => pid !== first)
    );
    expect(second).not.toBe(first);
    const answer = await eventually(
      () => api.query('tidemark', [{ refId: 'A', queryType: 'drift', model: 'fraud', format: 'table' }]),
      ({ status }) => status === 200
    );
    expect(answer.results['A']?.status).toBe(200);
  });

  describeWith(PROMETHEUS, 'on a real Prometheus', () => {
    const versions = {
      refId: 'A',
      queryType: 'drift',
      model: 'fraud',
      format: 'table',
      filters: { version: '7' },
      reference: { kind: 'labels', labels: { version: '6' } },
      scores: Object.keys(KNOWN),
    };
    const expectKnown = (row: Readonly<Record<string, unknown>> | undefined) => {
      for (const [score, value] of Object.entries(KNOWN)) {
        expect(row?.[score]).toBeCloseTo(value, 5);
      }
    };

    it('says its version in the health check', async () => {
      const { body } = await api.get('/api/datasources/uid/tidemark-prometheus/health');
      expect(body).toMatchObject({ status: 'OK', message: expect.stringMatching(/Prometheus \d+\.\d+/) });
    });

    it('hands on by a status of its own that only a log could answer, and that there is none', async () => {
      const { results } = await api.query('tidemark-prometheus', [
        { refId: 'A', queryType: 'pipeline', model: 'fraud' },
      ]);
      expect(results['A']).toMatchObject({ status: NO_LOG_STATUS, error: expect.stringContaining('loki.url') });
    });

    it('computes the scores of Yurdakul & Naranjo (2020), table 1, from version to version', async () => {
      const { results } = await api.query('tidemark-prometheus', [versions], 'now-1h');
      expect(results['A']?.error).toBeUndefined();
      expectKnown(rowsOf(results['A']?.frames?.[0]).find(({ feature }) => feature === 'amount'));
    });

    it("reads the same through a data source of this Grafana, with a service account's token", async () => {
      const account = await api.send('POST', '/api/serviceaccounts', { name: 'tidemark', role: 'Viewer' });
      const { id } = account.body as { id: number };
      const token = await api.send('POST', `/api/serviceaccounts/${id}/tokens`, { name: 'tidemark' });
      const created = await api.send('POST', '/api/datasources', {
        name: 'Through Grafana',
        uid: 'through-grafana',
        type: 'tidemark-drift-datasource',
        access: 'proxy',
        jsonData: { prometheus: { datasourceUid: 'prometheus' }, models: [{ id: 'fraud' }] },
        secureJsonData: { grafanaToken: (token.body as { key: string }).key },
      });
      expect(created.status).toBe(200);
      const { results } = await api.query('through-grafana', [versions], 'now-1h');
      expect(results['A']?.error).toBeUndefined();
      expectKnown(rowsOf(results['A']?.frames?.[0]).find(({ feature }) => feature === 'amount'));
    });
  });
});
