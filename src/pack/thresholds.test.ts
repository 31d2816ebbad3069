import { levelsOfFeatures } from './thresholds';

const numeric = (name: string, psi?: number | { warning: number; drift: number }) => ({
  name,
  kind: 'numeric' as const,
  ...(psi === undefined ? {} : { thresholds: { psi } }),
});

describe('the thresholds of features', () => {
  test('are the usual one for all of them, also those that nobody has named', () => {
    expect(levelsOfFeatures({ id: 'm' })).toEqual([
      { features: undefined, level: { alert: 0.25, recover: 0.2 }, moved: 0.1 },
    ]);
  });

  test('say from where on a feature has moved: the warning of its own, of the model, or the usual one, and never beyond drift', () => {
    const features = [numeric('a', { warning: 0.05, drift: 0.3 }), numeric('b', 0.4), numeric('c', 0.02)];
    const moved = (model: Parameters<typeof levelsOfFeatures>[0]) => levelsOfFeatures(model).map((one) => one.moved);
    expect(moved({ id: 'm', features: features.slice(0, 1) })).toEqual([0.05]);
    expect(moved({ id: 'm', features: features.slice(1, 2) })).toEqual([0.1]);
    // The general rule, which has c as well; then c and b with levels of their own.
    const model = { id: 'm', features: features.slice(1), thresholds: { psi: { warning: 0.2, drift: 0.3 } } };
    expect(moved(model)).toEqual([0.2, 0.02, 0.2]);
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
