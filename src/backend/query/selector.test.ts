import { parseSelector } from './selector';

describe('parseSelector', () => {
  it('reads every operator, with braces and without, and a comma at the end', () => {
    const matchers = [
      { label: 'job', op: '=', value: 'api' },
      { label: 'code', op: '=~', value: '5..' },
      { label: 'path', op: '!=', value: '/' },
      { label: 'le', op: '!~', value: 'a|b' },
    ];
    expect(parseSelector('{job="api", code=~"5..",path!="/",le!~"a|b",}')).toEqual(matchers);
    expect(parseSelector('job="api", code=~"5..",path!="/",le!~"a|b"')).toEqual(matchers);
  });

  it('reads nothing as no matcher', () => {
    expect([parseSelector(''), parseSelector('  '), parseSelector('{}')]).toEqual([[], [], []]);
  });

  it.each([
    [String.raw`{a="say \"hi\" {now}\n"}`, 'say "hi" {now}\n'],
    [String.raw`{a='it\'s'}`, "it's"],
    ['{a=`raw \\n`}', 'raw \\n'],
    [String.raw`{a="\x41\u00e9\U0001F6A8\101"}`, 'A\u00e9\u{1F6A8}A'],
    [String.raw`{a="caf\xc3\xa9 \303\251 \xf0\x9f\x9a\xa8"}`, 'café é \u{1F6A8}'],
    ['{a="},{"}', '},{'],
  ])('reads the quotes and escapes of %s', (text, value) => {
    expect(parseSelector(text)).toEqual([{ label: 'a', op: '=', value }]);
  });

  it('reads a quoted label name', () => {
    expect(parseSelector('{"http.status"="200"}')).toEqual([{ label: 'http.status', op: '=', value: '200' }]);
  });

  it.each([
    ['up{job="api"}', 'only label matchers'],
    ['{"up", job="api"}', 'the metric has a field of its own'],
    ['{__name__="up"}', 'the metric has a field of its own'],
    ['{job="api"', 'cannot be read at character'],
    ['{job=api}', 'cannot be read at character'],
    ['{job="a"} or vector(1)', 'only label matchers'],
    ['{job="a"}[5m]', 'only label matchers'],
    ['{job="a\nb"}', 'a line break inside a value is written \\n'],
    [String.raw`{job="\q"}`, 'an escape that PromQL does not know'],
    [String.raw`{job="\U00110000"}`, 'an escape that PromQL does not know'],
    [String.raw`{job="\xe9"}`, 'an escape that PromQL does not know'],
    [String.raw`{job="\ud83d"}`, 'an escape that PromQL does not know'],
    [String.raw`{job="\777"}`, 'an escape that PromQL does not know'],
    [String.raw`{"\xe9"="a"}`, 'an escape that PromQL does not know'],
    ['{', 'cannot be read'],
    ['""', 'the metric has a field of its own'],
    ['job=', 'cannot be read at character 5'],
  ])('refuses %j, and says why', (text, why) => {
    expect(() => parseSelector(text)).toThrow(why);
  });
});
