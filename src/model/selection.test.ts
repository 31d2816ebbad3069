import { describeSelection, selectionMatchers } from './selection';

describe('selectionMatchers', () => {
  it('matches one value exactly, whatever stands in it', () => {
    expect(selectionMatchers({ handler: '/api/.*"' })).toEqual([{ label: 'handler', op: '=', value: '/api/.*"' }]);
  });

  it('takes a list of one as that one', () => {
    expect(selectionMatchers({ version: ['7'] })).toEqual([{ label: 'version', op: '=', value: '7' }]);
  });

  it('matches any of several, and quotes what a regular expression would read as its own', () => {
    const [matcher] = selectionMatchers({ version: ['7.1', 'a|b', '{x}'] });
    expect(matcher).toEqual({ label: 'version', op: '=~', value: '7\\.1|a\\|b|\\{x\\}' });
    const anchored = new RegExp(`^(?:${matcher?.value ?? ''})$`);
    expect(['7.1', 'a|b', '{x}', '701', 'a', 'b'].filter((text) => anchored.test(text))).toEqual(['7.1', 'a|b', '{x}']);
  });

  it('says a selection in words', () => {
    expect(describeSelection({ country: ['DE', 'FR'], version: '7' })).toBe('country=DE or FR, version=7');
  });
});
