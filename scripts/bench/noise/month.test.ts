import { incidents, PLANNED, quietMonth } from './month';

const SMALL = { features: 5, seed: 3, interval: '1h' };

describe('the simulated month', () => {
  it('is quiet for some days of some models, and every question is answered', async () => {
    const quiet = await quietMonth({ ...SMALL, models: 3, days: 3 });
    expect(quiet).toMatchObject({ pages: [], errors: [] });
    // Five rules a model, every hour of three days.
    expect(quiet.evaluations).toBe(3 * 5 * (3 * 24 + 1));
  });

  it('is the same for the same seed', async () => {
    const once = await quietMonth({ ...SMALL, models: 1, days: 1 });
    expect(await quietMonth({ ...SMALL, models: 1, days: 1 })).toEqual(once);
  });

  it('finds a changed unit and missing values within a window and an evaluation, and tells one team', async () => {
    const planned = PLANNED.filter(({ kind }) => ['unit', 'missing'].includes(kind));
    const { found, windowHours, errors } = await incidents({ ...SMALL, models: 2 }, planned);
    expect(errors).toEqual([]);
    expect(found).toHaveLength(2);
    for (const { title, delayHours, receivers } of found) {
      expect([title, receivers]).toEqual([title, ['platform']]);
      expect(delayHours).not.toBeNull();
      expect(delayHours ?? Infinity).toBeGreaterThan(0);
      expect(delayHours ?? Infinity).toBeLessThan(windowHours + 1);
    }
  });

  it('tells of a model that moves as a whole in one message, and not in one a feature, of which each drifts at its time', async () => {
    const planned = PLANNED.filter(({ kind }) => kind === 'whole_model');
    const { found, errors } = await incidents({ models: 1, features: 20, seed: 3, interval: '15m' }, planned);
    expect(errors).toEqual([]);
    expect(found).toMatchObject([{ what: 'dataset_drift', receivers: ['platform'], pages: 1 }]);
    expect(found[0]?.plain[0]?.pages).toBeGreaterThan(5);
  });
});
