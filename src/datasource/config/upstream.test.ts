import type { HttpUpstream } from '../../model';
import { dataSourceOptions as options } from '../testing/options';
import {
  newUpstream,
  upstreamKind,
  withHeaders,
  withoutHeader,
  withoutSecret,
  withSecret,
  withUpstream,
} from './upstream';

describe('where the data is', () => {
  it('is the sample until the settings say otherwise', () => {
    expect(upstreamKind(undefined)).toBe('sample');
    expect((['sample', 'url', 'datasource'] as const).map((kind) => upstreamKind(newUpstream(kind)))).toEqual([
      'sample',
      'url',
      'datasource',
    ]);
  });

  it('changes without touching models or secrets', () => {
    const before = options({ jsonData: { models: [{ id: 'fraud' }] }, secureJsonFields: { prometheusToken: true } });
    const after = withUpstream(before, 'prometheus', { url: 'http://prometheus:9090' });
    expect(after.jsonData).toEqual({ models: [{ id: 'fraud' }], prometheus: { url: 'http://prometheus:9090' } });
    expect(after.secureJsonFields).toEqual({ prometheusToken: true });
  });
});

describe('secrets', () => {
  it('go to secureJsonData alone', () => {
    const after = withSecret(options(), 'prometheusPassword', 'hunter2');
    expect(after.secureJsonData).toEqual({ prometheusPassword: 'hunter2' });
    expect(JSON.stringify(after.jsonData)).not.toContain('hunter2');
  });

  it('are overwritten with nothing when they are reset', () => {
    const after = withoutSecret(options({ secureJsonFields: { prometheusToken: true } }), 'prometheusToken');
    expect(after.secureJsonFields).toEqual({ prometheusToken: false });
    expect(after.secureJsonData).toEqual({ prometheusToken: '' });
  });
});

describe('headers', () => {
  const upstream: HttpUpstream = { url: 'http://prometheus:9090', headers: ['A', 'B', 'C'] };

  it('are not kept as an empty list', () => {
    expect(withHeaders(options(), 'prometheus', upstream, []).jsonData.prometheus).toEqual({
      url: 'http://prometheus:9090',
    });
  });

  it('take the values that were typed here along when one before them goes', () => {
    const typed = ['1', '2', '3'].reduce(
      (all, value, i) => withSecret(all, `prometheusHeader${i + 1}`, `value-${value}`),
      options()
    );
    const after = withoutHeader(typed, 'prometheus', upstream, 0);
    expect(after.jsonData.prometheus).toMatchObject({ headers: ['B', 'C'] });
    expect(after.secureJsonData).toEqual({
      prometheusHeader1: 'value-2',
      prometheusHeader2: 'value-3',
      prometheusHeader3: '',
    });
  });

  it('never give one header the stored value of another', () => {
    const stored = options({
      secureJsonFields: { prometheusHeader1: true, prometheusHeader2: true, prometheusHeader3: true },
    });
    const after = withoutHeader(stored, 'prometheus', upstream, 1);
    expect(after.jsonData.prometheus).toMatchObject({ headers: ['A', 'C'] });
    expect(after.secureJsonFields).toEqual({
      prometheusHeader1: true,
      prometheusHeader2: false,
      prometheusHeader3: false,
    });
    expect(after.secureJsonData).toEqual({ prometheusHeader2: '', prometheusHeader3: '' });
  });
});
