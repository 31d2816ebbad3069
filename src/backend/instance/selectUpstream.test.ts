import { createMetrics } from '../metrics';
import { recordingLog } from '../testing/requests';
import { selectUpstream, type Surroundings } from './selectUpstream';

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
});
