import { migrate } from './migrate';
import { DEFAULT_OPTIONS, parseOptions } from './options';

describe('migrate', () => {
  it.each([
    ['a number written as text', { limit: ' 12 ', categories: '5' }, { limit: 12, categories: 5 }],
    ['the most features of former versions', { maxFeatures: 12 }, { limit: 12 }],
    ['the former most features as text', { maxFeatures: ' 12 ' }, { limit: 12 }],
    ['the former default, which nobody chose', { maxFeatures: 60, sort: 'name' }, { sort: 'name' }],
    ['both, of which the newer one holds', { maxFeatures: 12, limit: 5 }, { limit: 5 }],
    ['one score in place of a list', { scores: 'psi' }, { scores: ['psi'] }],
    ['an empty text in place of a list', { scores: '' }, { scores: [] }],
    ['null, which a form leaves for "not set"', { sort: null, scale: 'true' }, { scale: 'true' }],
    ['no options at all', undefined, {}],
  ])('understands %s', (_, options, expected) => {
    expect(migrate({ options })).toEqual(expected);
  });

  it.each([[{ limit: 'many' }], [{ sort: 'best' }], [{ scores: ['nope'] }]])(
    'leaves %j as it is, so that the panel drops it in sight',
    (options) => {
      expect(migrate({ options })).toEqual(options);
      expect(parseOptions(migrate({ options })).dropped).toHaveLength(1);
    }
  );

  it('changes nothing of valid options, and not the stored object', () => {
    const stored = Object.freeze({ ...DEFAULT_OPTIONS, limit: 5, categories: 3 });
    expect(migrate({ options: stored })).toEqual(stored);
  });
});
