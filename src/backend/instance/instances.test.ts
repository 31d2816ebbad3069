import { createMetrics } from '../metrics';
import { pluginContext, recordingLog } from '../testing/requests';
import { Instances } from './instances';

const instances = () => new Instances({ now: () => 0, log: recordingLog(), observer: createMetrics() });

describe('Instances', () => {
  it('reads settings once, as long as nothing in them changes', () => {
    const all = instances();
    const jsonData = { models: [{ id: 'fraud' }] };
    const first = all.get(pluginContext({ jsonData }));
    expect(all.get(pluginContext({ jsonData }))).toBe(first);
    expect(first.settings.models?.[0]?.id).toBe('fraud');
  });

  it.each([
    ['the settings', { jsonData: { models: [{ id: 'b' }] } }],
    ['a secret', { secrets: { prometheusPassword: 'x' } }],
    ['the instant of the change', { updated: 2 }],
    ['the address of Grafana', { appUrl: 'http://grafana' }],
  ])('reads them again when %s changed', (_what, change) => {
    const all = instances();
    const first = all.get(pluginContext());
    expect(all.get(pluginContext(change))).not.toBe(first);
    expect(all.size).toBe(1);
  });

  it('keeps data sources apart, and forgets those that were not asked for long', () => {
    const all = instances();
    const first = all.get(pluginContext({ uid: 'first' }));
    for (let i = 0; i < 99; i++) {
      all.get(pluginContext({ uid: `other-${i}` }));
    }
    expect(all.get(pluginContext({ uid: 'first' }))).toBe(first);
    all.get(pluginContext({ uid: 'one more' }));
    expect(all.size).toBe(100);
    expect(all.get(pluginContext({ uid: 'first' }))).toBe(first);
  });

  it('names every setting that needs a change', () => {
    const jsonData = { prometheus: { url: 'prometheus:9090' }, models: [{ id: '' }] };
    expect(() => instances().get(pluginContext({ jsonData }))).toThrow(
      /prometheus.*models\[0\]\.id: give the model an id/
    );
    expect(() => instances().get(pluginContext({ jsonData: '{"models":' }))).toThrow('jsonData: is not JSON');
  });

  it('refuses a request without a data source', () => {
    expect(() => instances().get(undefined)).toThrow('names no data source');
  });

  it('waits as long as the settings say, and never longer than 25 seconds', () => {
    const timeout = (prometheus?: object) =>
      instances().get(pluginContext({ jsonData: prometheus === undefined ? {} : { prometheus } })).timeoutMs;
    expect([timeout(), timeout({ url: 'http://p', timeoutSeconds: 3 })]).toEqual([25_000, 3_000]);
  });
});
