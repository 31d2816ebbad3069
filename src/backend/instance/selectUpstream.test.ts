import { createMetrics } from '../metrics';
import { recordingLog } from '../testing/requests';
import { json, startServer } from '../upstream/testing/server';
import type { Surroundings } from './behindGrafana';
import { selectUpstream } from './selectUpstream';

const deps = { now: () => 0, log: recordingLog(), observer: createMetrics() };
const here: Surroundings = { uid: 'tidemark', secrets: { grafanaToken: 't' }, appUrl: 'http://grafana:3000/' };

describe('selectUpstream', () => {
  it('is the built-in sample until another is set', () => {
    const sample = selectUpstream({ prometheus: { sample: true } }, here, deps).product;
    expect(selectUpstream({}, here, deps).product).toBe(sample);
    expect(selectUpstream({ prometheus: { url: 'http://p' } }, here, deps).product).not.toBe(sample);
  });

  it('refuses to read itself', () => {
    expect(() => selectUpstream({ prometheus: { datasourceUid: 'tidemark' } }, here, deps)).toThrow(
      'the data source itself'
    );
  });

  it('says what is missing to read another data source of Grafana', () => {
    const through = (change: Partial<Surroundings>) => () =>
      selectUpstream({ prometheus: { datasourceUid: 'other' } }, { ...here, ...change }, deps);
    expect(through({ secrets: {} })).toThrow('secureJsonData.grafanaToken');
    expect(through({ appUrl: undefined })).toThrow('root_url');
    expect(through({})).not.toThrow();
  });

  it('names of another data source of Grafana what is set for it, and never a setting that is not', async () => {
    const ask = async (status: number | undefined): Promise<string> => {
      const server = await startServer((_, response) => json(response, { message: 'no' }, status));
      const upstream = selectUpstream(
        { prometheus: { datasourceUid: 'other' } },
        { ...here, appUrl: server.url },
        deps
      );
      if (status === undefined) {
        await server.close();
      }
      const failure = await upstream.health({ signal: new AbortController().signal }).catch(String);
      await (status === undefined ? undefined : server.close());
      return String(failure);
    };
    const said = await Promise.all([401, 403, 404, 302, undefined].map(ask));
    expect(said).toEqual([
      expect.stringContaining('secret grafanaToken'),
      expect.stringContaining('right to query the data source that prometheus.datasourceUid names'),
      expect.stringContaining('check prometheus.datasourceUid'),
      expect.stringContaining('prometheus.datasourceUid names a Prometheus data source'),
      expect.stringContaining('root_url'),
    ]);
    expect(said.join()).not.toMatch(/prometheus\.(url|auth|user|headers)|prometheusToken|prometheusPassword/);
    const broken = () =>
      selectUpstream({ prometheus: { datasourceUid: 'other' } }, { ...here, secrets: { grafanaToken: 'a\nb' } }, deps);
    expect(broken).toThrow('secret grafanaToken holds a line break');
  });
});
