import { migrate } from './migrate';
import { DEFAULT_OPTIONS, parseOptions } from './options';

describe('migrate', () => {
  it.each([
    ['a number written as text', { maxFeatures: ' 12 ' }, { maxFeatures: 12 }],
    ['one score in place of a list', { scores: 'psi' }, { scores: ['psi'] }],
    ['an empty text in place of a list', { scores: '' }, { scores: [] }],
    ['null, which a form leaves for "not set"', { sort: null, scale: 'true' }, { scale: 'true' }],
    ['no options at all', undefined, {}],
  ])('understands %s', (_, options, expected) => {
    expect(migrate({ options })).toEqual(expected);
  });

  it.each([[{ maxFeatures: 'many' }], [{ sort: 'best' }], [{ scores: ['nope'] }]])(
    'leaves %j as it is, so that the panel drops it in sight',
    (options) => {
      expect(migrate({ options })).toEqual(options);
      expect(parseOptions(migrate({ options })).dropped).toHaveLength(1);
    }
  );

  it('changes nothing of valid options, and not the stored object', () => {
    const stored = Object.freeze({ ...DEFAULT_OPTIONS });
    expect(migrate({ options: stored })).toEqual(DEFAULT_OPTIONS);
  });
});
