import { CoreApp } from '@grafana/data';
import { parseQuery } from '../model';
import { completeNewQuery, defaultQuery, isNew, saysWhat } from './newQuery';
import type { TidemarkQuery } from './types';

describe('a new query', () => {
  it('is not sent before it says what to look at', () => {
    expect(saysWhat({ refId: 'A', ...defaultQuery(CoreApp.Explore) })).toBe(false);
    expect(saysWhat({ refId: 'A', source: { upstream: 'prometheus', kind: 'gauge', metric: '' } })).toBe(false);
    expect(saysWhat({ refId: 'A', model: 'fraud' })).toBe(true);
    expect(saysWhat({ refId: 'A', source: { upstream: 'prometheus', kind: 'gauge', metric: 'age' } })).toBe(true);
  });

  it.each([CoreApp.Explore, CoreApp.PanelEditor, CoreApp.UnifiedAlerting, CoreApp.Dashboard])(
    'can be asked in %s once the first model is filled in',
    (app) => {
      const query: TidemarkQuery = { refId: 'A', ...defaultQuery(app) };
      expect(isNew(query)).toBe(true);
      const filled = completeNewQuery(query, 'fraud', app);
      expect(isNew(filled)).toBe(false);
      const { refId: _, ...asked } = filled;
      expect(parseQuery(asked)).toMatchObject({ ok: true, value: { model: 'fraud', queryType: 'drift' } });
    }
  );

  it('asks one score in an alert rule, for one threshold is compared with all that a rule sees', () => {
    const filled = completeNewQuery(
      { refId: 'A', ...defaultQuery(CoreApp.UnifiedAlerting) },
      'fraud',
      CoreApp.UnifiedAlerting
    );
    expect(filled).toMatchObject({ scores: ['psi'], format: 'alert' });
  });

  it('holds in alert rules only what is always so, because Grafana merges it beneath stored queries', () => {
    expect(defaultQuery(CoreApp.UnifiedAlerting)).toEqual({ queryType: 'drift', format: 'alert' });
  });

  it('gets a kind of ours where another data source left its own', () => {
    expect(completeNewQuery({ refId: 'A', queryType: 'range' }, 'fraud', CoreApp.Explore)).toMatchObject({
      queryType: 'drift',
      format: 'table',
    });
  });

  it('gets of its kind only what that reads', () => {
    expect(completeNewQuery({ refId: 'A', queryType: 'pipeline' }, 'fraud', CoreApp.Explore)).toEqual({
      refId: 'A',
      queryType: 'pipeline',
      model: 'fraud',
    });
    expect(completeNewQuery({ refId: 'A', queryType: 'dataset' }, 'fraud', CoreApp.UnifiedAlerting)).toEqual({
      refId: 'A',
      queryType: 'dataset',
      model: 'fraud',
      format: 'alert',
    });
  });

  it('keeps the kind, the scores and the reference it was given', () => {
    const query: TidemarkQuery = {
      refId: 'A',
      queryType: 'distribution',
      scores: ['ks'],
      reference: { kind: 'profile', name: 'train-7' },
    };
    expect(completeNewQuery(query, 'fraud', CoreApp.PanelEditor)).toEqual({ ...query, model: 'fraud' });
  });
});
