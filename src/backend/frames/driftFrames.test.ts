import { seriesLabels } from './driftFrames';

describe('seriesLabels', () => {
  it('tell the model, the feature, the score and the group', () => {
    expect(seriesLabels('fraud', { feature: 'amount', group: { country: 'DE' } }, 'psi')).toEqual({
      model: 'fraud',
      country: 'DE',
      feature: 'amount',
      score: 'psi',
    });
  });

  it('stay apart where the groups are values of the label model itself', () => {
    const of = (model: string) => seriesLabels('all', { feature: 'amount', group: { model } }, 'psi');
    expect([of('fraud-eu'), of('fraud-us')].map(({ model }) => model)).toEqual(['fraud-eu', 'fraud-us']);
  });
});
