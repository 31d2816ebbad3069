import type { Settings } from '../../../model';
import { ask, frame, request, requests, rows, said } from './testing/ask';

describe('a regression', () => {
  const settings: Settings = { models: [{ id: 'fraud', task: 'regression' }] };
  const priced = Array.from({ length: 200 }, (_, i) =>
    request(`r${i}`, { live: 100 + i, shadow: 100 + i + (i % 2 === 0 ? 1 : 3), label: 100 + i + 2 })
  ).flat();

  it('compares numbers, and errors where labels are known', async () => {
    const frames = await ask(priced, {}, { settings });
    const [summary] = rows(frames, 'summary');
    // Live errs by 2 throughout, the shadow by 1.
    expect(summary).toMatchObject({ agreement: null, kappa: null, mcnemar_p: null, labelled_pairs: 200 });
    expect(summary).toMatchObject({ mean_difference: 2, mae_live: 2, mae_shadow: 1, mae_difference: -1 });
    expect(summary?.['recommendation']).toBe('promote');
    expect(summary?.['reason']).toMatch(/^Better: on 200 labelled pairs the shadow errs by 1 less on average/);
    expect(
      rows(frames, 'metrics')
        .map(({ metric, live, shadow: other, better }) => [metric, live, other, better])
        .slice(0, 2)
    ).toEqual([
      ['mean_absolute_error', 2, 1, 'shadow'],
      ['mean_squared_error', 4, 1, 'shadow'],
    ]);
    expect(rows(frames, 'flips')).toEqual([]);
    expect(rows(frames, 'rows')[0]).toMatchObject({ difference: 3, right: 'shadow' });
    expect(frame(frames, 'rows').fields.find(({ name }) => name === 'live')?.type).toBe('number');
    expect(rows(frames, 'outputs').filter(({ output }) => output === 'prediction')).toHaveLength(10);
  });

  it('is one where the settings do not say, if predictions are numbers of many values; and says so', async () => {
    const frames = await ask(priced);
    expect(rows(frames, 'summary')[0]).toMatchObject({ mean_difference: 2 });
    expect(said(frames)).toContain('they are compared as those of a regression');
    const classes = await ask(requests(20, { live: 1, shadow: 0, label: '1' }, 'a'));
    expect(rows(classes, 'summary')[0]).toMatchObject({ agreement: 0, accuracy_live: 1 });
  });

  it('rolls back what errs more than the margin, which is a share of the error of live', async () => {
    const worse = Array.from({ length: 300 }, (_, i) =>
      request(`r${i}`, { live: 10 + (i % 3), shadow: 20 + (i % 5), label: 11 })
    ).flat();
    const [summary] = rows(await ask(worse, {}, { settings }), 'summary');
    expect(summary?.['recommendation']).toBe('roll_back');
    expect(summary?.['reason']).toContain('beyond the margin of 0.00667');
  });
});
