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

  it('reads RE2, and not JavaScript', () => {
    expect(compileFeaturePatterns([{ kind: 'regex', regex: '(?i)^AMOUNT$' }])('amount')).toBe(true);
    expect(() => compileFeaturePatterns([{ kind: 'regex', regex: '(?=a)' }])).toThrow('is not a regular expression');
  });

  it('is not kept busy by an expression that makes a backtracking engine try for ever', () => {
    const test = compileFeaturePatterns([{ kind: 'regex', regex: '^(([a-z])+.)+[A-Z]([a-z])+$' }]);
    // A backtracking engine would not be back before the sun is cold; that it answers at all is the claim.
    expect(test('a'.repeat(60))).toBe(false);
  });

  it('says which regular expression is wrong', () => {
    expect(() => compileMatcher({ label: 'l', op: '=~', value: '(' })).toThrow('/(/ is not a regular expression');
    expect(() => compileFeaturePatterns([{ kind: 'regex', regex: '[' }])).toThrow('/[/ is not a regular expression');
  });
});
