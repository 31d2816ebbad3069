import { TidemarkError } from '../errors';
import type { DistributionQuestion } from '../upstream/upstream';
import { askAll, byFeatureAndGroup, profileSide, rowKey } from './sides';
import { categorical, numeric } from './testing/tableUpstream';

const question = (metric: string): DistributionQuestion => ({
  source: { kind: 'histogram', metric, matchers: [] },
  features: [],
  groupBy: [],
});

function ask(answers: Record<string, readonly string[] | TidemarkError>) {
  return askAll(Object.keys(answers).map(question), async ({ source }) => {
    const answer = answers[source.metric];
    if (answer === undefined || answer instanceof TidemarkError) {
      throw answer;
    }
    return { value: answer, executed: `${source.metric}[1h]`, notices: [`note of ${source.metric}`] };
  });
}

describe('askAll', () => {
  it('puts the answers of all sources together', async () => {
    expect(await ask({ a: ['x'], b: ['y'] })).toEqual({
      rows: ['x', 'y'],
      executed: ['a[1h]', 'b[1h]'],
      notices: ['note of a', 'note of b'],
    });
  });

  it('makes a notice of a source that cannot be used, as long as the other one shows something', async () => {
    const unusable = new TidemarkError('unusable_data', 'b is not a counter');
    expect(await ask({ a: ['x'], b: unusable })).toMatchObject({
      rows: ['x'],
      notices: ['note of a', 'b is not a counter'],
    });
    await expect(ask({ a: [], b: unusable })).rejects.toBe(unusable);
  });

  it('fails where a source fails for any other reason: half an answer would pass for a whole one', async () => {
    const down = new TidemarkError('upstream_unreachable', 'down');
    await expect(ask({ a: ['x'], b: down })).rejects.toBe(down);
  });
});

describe('profileSide', () => {
  it('reads numeric and categorical features as an upstream would answer them', () => {
    const side = profileSide(
      {
        name: 'train-7',
        features: [
          { name: 'amount', edges: [10, 20], counts: [1, 2, 3] },
          { name: 'country', categories: { DE: 20 } },
          { name: 'other', edges: [1], counts: [1, 1] },
        ],
      },
      (name) => name !== 'other'
    );
    expect(side.rows).toEqual([
      { feature: 'amount', group: {}, observation: numeric([10, 20], [1, 2, 3]) },
      { feature: 'country', group: {}, observation: categorical({ DE: 20 }) },
    ]);
  });
});

describe('rowKey', () => {
  it('tells groups apart that only look alike when put together', () => {
    expect(rowKey('a', { x: 'b', y: '' }, ['x', 'y'])).not.toBe(rowKey('a', { x: '', y: 'b' }, ['x', 'y']));
    expect(rowKey('a,b', { x: 'c' }, ['x'])).not.toBe(rowKey('a', { x: 'b,c' }, ['x']));
  });

  it('takes a missing label for an empty one, as Prometheus does', () => {
    expect(rowKey('a', {}, ['x'])).toBe(rowKey('a', { x: '' }, ['x']));
  });
});

describe('byFeatureAndGroup', () => {
  it('sorts by feature, then by group', () => {
    const rows = [
      { feature: 'b', group: { c: 'X' } },
      { feature: 'a', group: { c: 'Z' } },
      { feature: 'a', group: { c: 'Y' } },
    ];
    expect(rows.sort(byFeatureAndGroup).map(({ feature, group }) => `${feature}${group.c}`)).toEqual([
      'aY',
      'aZ',
      'bX',
    ]);
  });
});
