import type { TidemarkQuery } from './types';
import { withModel } from './withModel';

const FRAUD: TidemarkQuery = {
  refId: 'A',
  queryType: 'drift',
  model: 'fraud',
  features: ['amount'],
  filters: { role: 'live', version: '7' },
  reference: { kind: 'offset', offset: '1d' },
  scores: ['psi'],
  groupBy: ['country'],
  binning: { strategy: 'quantile', bins: 10 },
  alpha: 0.01,
};

describe('the query about another model', () => {
  it('keeps the question and leaves behind what only the former model has', () => {
    expect(withModel(FRAUD, 'churn')).toEqual({
      refId: 'A',
      queryType: 'drift',
      model: 'churn',
      filters: { role: 'live' },
      reference: { kind: 'offset', offset: '1d' },
      scores: ['psi'],
      alpha: 0.01,
    });
  });

  it.each([
    ['its profile', { kind: 'profile', name: 'train-7' }],
    ['its version', { kind: 'labels', labels: { version: '6' } }],
  ] as const)('is not compared with %s', (_, reference) => {
    expect(withModel({ ...FRAUD, reference }, 'churn').reference).toBeUndefined();
  });

  it('is compared with other labels that any model has', () => {
    const reference = { kind: 'labels', labels: { role: 'live' } } as const;
    expect(withModel({ ...FRAUD, reference }, 'churn').reference).toEqual(reference);
  });

  it('has no empty filters where the version was all', () => {
    expect(withModel({ ...FRAUD, filters: { version: '7' } }, 'churn')).not.toHaveProperty('filters');
  });
});
