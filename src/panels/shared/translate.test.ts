import { plural, t } from './translate';

describe('t', () => {
  it('gives the English text where nothing is translated, with values put in as they are', () => {
    expect(t('test.bins', 'Bins of {{feature}}', { feature: '<a> / "b" & c' })).toBe('Bins of <a> / "b" & c');
  });
});

describe('plural', () => {
  const forms = { one: 'and {{count}} more feature', other: 'and {{count}} more features' };

  it.each([
    [0, 'and 0 more features'],
    [1, 'and 1 more feature'],
    [7, 'and 7 more features'],
  ])('says %d in the grammar of that number', (count, text) => {
    expect(plural('test.more', count, forms)).toBe(text);
  });
});
