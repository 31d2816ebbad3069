import { FieldType, getDefaultTimeRange, toDataFrame, type DataFrame } from '@grafana/data';
import { parseQuery } from '../../model';
import type { TidemarkQuery } from '../types';
import { withLinks } from './withLinks';

const HOME = { uid: 'tidemark', name: 'Tidemark', range: getDefaultTimeRange() };

const table = (columns: readonly string[], meta: DataFrame['meta'] = {}): DataFrame =>
  toDataFrame({
    refId: 'A',
    fields: columns.map((name) => ({ name, type: FieldType.string, values: ['x'] })),
    meta,
  });

const linksOf = (frame: DataFrame, query: TidemarkQuery) =>
  withLinks([frame], [query], HOME)
    .flatMap(({ fields }) => fields)
    .flatMap(({ name, config }) => (config.links ?? []).map(({ title, internal }) => ({ name, title, internal })));

describe('links in the tables of Explore', () => {
  const drift: TidemarkQuery = {
    refId: 'A',
    queryType: 'drift',
    model: 'fraud',
    filters: { country: 'DE' },
    reference: { kind: 'offset', offset: '3d' },
    scores: ['psi'],
    format: 'table',
    groupBy: ['version'],
  };

  it('lead from a feature to its distribution, of the same traffic and against the same reference', () => {
    const [link] = linksOf(table(['feature', 'verdict']), drift);
    expect(link).toEqual({
      name: 'feature',
      title: 'Show its distribution',
      internal: {
        datasourceUid: 'tidemark',
        datasourceName: 'Tidemark',
        range: HOME.range,
        query: {
          refId: 'A',
          queryType: 'distribution',
          model: 'fraud',
          features: ['${__value.raw}'],
          filters: { country: 'DE' },
          reference: { kind: 'offset', offset: '3d' },
          scores: ['psi'],
        },
      },
    });
  });

  it('lead from a version to its deployment, in any answer but that of the deployments themselves', () => {
    const links = linksOf(table(['feature', 'version']), drift);
    expect(links[1]).toMatchObject({
      title: 'Show its deployment',
      internal: {
        query: {
          queryType: 'models',
          model: 'fraud',
          filters: { version: '${__value.raw}' },
          frames: ['versions', 'changes'],
        },
      },
    });
    expect(linksOf(table(['version']), { refId: 'A', queryType: 'models', model: 'fraud' })).toEqual([]);
  });

  it('take along no reference to a deployment, which is compared with versions and not with a time', () => {
    const offset = { ...drift, reference: { kind: 'offset', offset: '3d' } } as const;
    const [, link] = linksOf(table(['feature', 'version']), offset);
    expect((link?.internal?.query as TidemarkQuery).reference).toBeUndefined();
  });

  it.each([
    ['of a model', drift],
    ['of an ad-hoc histogram', { ...drift, model: undefined, source: { upstream: 'prometheus', kind: 'histogram', metric: 'm', featureLabel: 'job' } }], // prettier-ignore
    ['of quality', { refId: 'A', queryType: 'quality', model: 'fraud', metrics: ['failing_features'] }],
  ])('ask what the backend understands: %s', (_, query) => {
    for (const { internal } of linksOf(table(['feature', 'version']), query as TidemarkQuery)) {
      const { refId: _refId, ...asked } = (internal?.query ?? {}) as TidemarkQuery;
      expect(parseQuery(JSON.parse(JSON.stringify(asked)))).toMatchObject({ ok: true });
    }
  });

  it('stay beside those that the backend made, and away from the frames of panels of ours', () => {
    const linked = table(['feature']);
    const own = { title: 'Show the log line', url: '' };
    const [field] = linked.fields;
    const frame = { ...linked, fields: field === undefined ? [] : [{ ...field, config: { links: [own] } }] };
    expect(linksOf(frame, drift).map(({ title }) => title)).toEqual(['Show the log line', 'Show its distribution']);
    expect(linksOf(table(['feature'], { preferredVisualisationPluginId: 'panel' }), drift)).toEqual([]);
  });
});
