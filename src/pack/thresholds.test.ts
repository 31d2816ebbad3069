import { levelsOfFeatures } from './thresholds';

const numeric = (name: string, psi?: number | { warning: number; drift: number }) => ({
  name,
  kind: 'numeric' as const,
  ...(psi === undefined ? {} : { thresholds: { psi } }),
});

describe('the thresholds of features', () => {
  test('are the usual one for all of them, also those that nobody has named', () => {
    expect(levelsOfFeatures({ id: 'm' })).toEqual([{ features: undefined, level: { alert: 0.25, recover: 0.2 } }]);
  });

  test('are quiet again at the warning, where the settings give one below drift', () => {
    const [general] = levelsOfFeatures({ id: 'm', thresholds: { psi: { warning: 0.1, drift: 0.3 } } });
    expect(general?.level).toEqual({ alert: 0.3, recover: 0.1 });
  });

  test('stand in a rule of their own where they differ, beside the one of all features', () => {
    const features = [numeric('a', 0.1), numeric('b'), numeric('c', { warning: 0.1, drift: 0.1 })];
    expect(levelsOfFeatures({ id: 'm', features }).map((one) => [one.features, one.level.alert])).toEqual([
      [undefined, 0.25],
      [['a', 'c'], 0.1],
    ]);
  });

  test('take a feature out of the general rule where its own is higher, lest it fires below it', () => {
    const features = [numeric('a', 0.5), numeric('b')];
    expect(levelsOfFeatures({ id: 'm', features }).map((one) => [one.features, one.level.alert])).toEqual([
      [['b'], 0.25],
      [['a'], 0.5],
    ]);
  });
});
