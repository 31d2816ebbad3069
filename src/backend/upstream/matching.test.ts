import { compileFeaturePatterns, compileMatcher } from './matching';

describe('matchers and patterns, read as Prometheus reads them', () => {
  it.each([
    ['=', 'a', ['a'], ['b', '']],
    ['!=', 'a', ['b', ''], ['a']],
    ['=~', 'a|b.', ['a', 'bc'], ['ab', 'b', 'xa', '']],
    ['!~', 'a|b.', ['ab', ''], ['a', 'bc']],
    ['=~', '.*', ['', 'two\nlines'], []],
    ['=', '', [''], ['a']],
  ] as const)('%s %j', (op, value, passing, failing) => {
    const test = compileMatcher({ label: 'l', op, value });
    expect(passing.filter((text) => !test(text))).toEqual([]);
    expect(failing.filter((text) => test(text))).toEqual([]);
  });

  it('no pattern asks for every feature; several ask for any of them', () => {
    expect(compileFeaturePatterns([])('anything')).toBe(true);
    const test = compileFeaturePatterns([
      { kind: 'exact', name: 'a.b' },
      { kind: 'regex', regex: '^x' },
    ]);
    expect(['a.b', 'axb', 'xyz', 'yx'].map(test)).toEqual([true, false, true, false]);
  });

  it('says which regular expression is wrong', () => {
    expect(() => compileMatcher({ label: 'l', op: '=~', value: '(' })).toThrow('/(/ is not a regular expression');
    expect(() => compileFeaturePatterns([{ kind: 'regex', regex: '[' }])).toThrow('/[/ is not a regular expression');
  });
});
