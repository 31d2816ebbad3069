import type { DataSourceJsonData } from '@grafana/data';
import { definitionsOf, readsLog } from './definitions';

const of = (jsonData: unknown) => definitionsOf({ jsonData: jsonData as DataSourceJsonData });

describe('the definitions in the settings', () => {
  it('are read as they are written', () => {
    const { models, teams, profiles } = of({
      models: [{ id: 'fraud', owner: 'risk' }],
      teams: [{ id: 'risk' }],
      profiles: [{ name: 'train', features: [] }],
    });
    expect([models[0]?.owner, teams[0]?.id, profiles[0]?.name]).toEqual(['risk', 'risk', 'train']);
  });

  it.each([[undefined], [null], ['text'], [{ models: 'fraud', teams: [null, 7, {}], profiles: [{ name: 'p' }] }]])(
    'are none in %j',
    (jsonData) => {
      expect(of(jsonData)).toEqual({ models: [], teams: [], profiles: [] });
    }
  );
});

describe('the log of a data source', () => {
  it.each([
    [true, 'a new one reads the sample', undefined],
    [true, 'the sample brings its own', { prometheus: { sample: true } }],
    [true, 'one is named', { prometheus: { url: 'http://p' }, loki: { url: 'http://l' } }],
    [false, 'none is named', { prometheus: { url: 'http://p' } }],
    [false, 'what is named is none', { prometheus: { url: 'http://p' }, loki: null }],
  ])('can be asked: %s, as %s', (expected, _, jsonData) => {
    expect(readsLog({ jsonData: jsonData as unknown as DataSourceJsonData })).toBe(expected);
  });
});
