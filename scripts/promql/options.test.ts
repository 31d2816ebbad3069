import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { PROMQL_SCORE_IDS } from '../../src/engine';
import { groupBounds } from './bounds';
import { readOptions } from './options';

const LEAST = ['--metric', 'model_feature', '--edges', '10,20'];

describe('the command line of npm run promql', () => {
  test('needs a histogram and its bounds; the rest is as in a query of the data source', () => {
    expect(readOptions(LEAST)).toEqual({
      metric: 'model_feature',
      matchers: [],
      by: ['feature'],
      windowMs: 3_600_000,
      reference: { kind: 'offset', offsetMs: 604_800_000 },
      scores: PROMQL_SCORE_IDS,
      smoothing: { kind: 'jeffreys', when: 'empty' },
      fixedReference: false,
      prefix: 'tidemark:model_feature',
      labels: {},
      expression: false,
      bounds: { edges: [10, 20] },
    });
  });

  test('takes names as people copy them: with _bucket, with +Inf among the bounds, a URL with a slash', () => {
    const copied = readOptions(['--metric', 'http.latency_bucket', '--edges', '0.1, 1, +Inf', '--by', '']);
    expect(copied).toMatchObject({ metric: 'http.latency', by: [], bounds: { edges: [0.1, 1] } });
    expect(copied.prefix).toBe('tidemark:http_latency');
    const asked = readOptions(['--metric', 'm', '--url', 'http://prometheus:9090/']);
    expect(asked.bounds).toEqual({ url: 'http://prometheus:9090' });
  });

  test('reads matchers as data, and other series as the reference', () => {
    const { matchers, reference, labels } = readOptions([
      ...LEAST,
      ...['--match', '{model="fraud",role=~"live|x"}', '--reference', 'role="train"'],
      ...['--label', 'team=risk', '--label', 'note=a=b'],
    ]);
    expect(matchers).toEqual([
      { label: 'model', op: '=', value: 'fraud' },
      { label: 'role', op: '=~', value: 'live|x' },
    ]);
    expect(reference).toEqual({ kind: 'matchers', matchers: [{ label: 'role', op: '=', value: 'train' }] });
    expect(labels).toEqual({ team: 'risk', note: 'a=b' });
  });

  test.each([
    [[], /--metric model_feature/],
    [['--metric', 'm'], /--edges 10,20,50.*--url/],
    [['--metric', 'm', '--edges', '1', '--url', 'http://a'], /--edges 10,20,50.*--url/],
    [['--metric', 'm', '--edges', '2,1'], /numbers that rise/],
    [['--metric', 'm', '--edges', '1,x'], /numbers that rise/],
    [['--metric', 'm', '--edges', '+Inf'], /numbers that rise/],
    [['--metric', 'm', '--url', 'prometheus:9090'], /http:\/\/prometheus:9090/],
    [[...LEAST, '--window', '1'], /--window "1" is no duration/],
    [[...LEAST, '--offset', '1d', '--reference', '{a="b"}'], /not both/],
    [[...LEAST, '--match', 'up{a="b"}'], /^--match: only label matchers/],
    [[...LEAST, '--scores', 'psi,energy'], /"energy" can be a query: choose of psi, kl/],
    [[...LEAST, '--smoothing', 'some'], /where_empty, always, none/],
    [[...LEAST, '--label', 'a-b=c'], /key=value/],
    [[...LEAST, '--expression'], /--scores psi/],
    [[...LEAST, '--nonsense'], /nonsense/],
  ])('%p is refused, with what to write instead', (args, message) => {
    expect(() => readOptions(args)).toThrow(message);
  });
});

describe('the bounds of series', () => {
  const of = (feature: string, bounds: readonly string[], others = {}) =>
    bounds.map((le) => ({ metric: { feature, le, ...others } }));

  test('features with the same bounds, however they are written, are one group', () => {
    const series = [...of('b', ['1', '2', '+Inf']), ...of('a', ['1.0', '2e0', '+Inf']), ...of('c', ['5', '+Inf'])];
    expect(groupBounds('feature', series)).toEqual({
      layouts: [
        { edges: [1, 2], values: ['a', 'b'] },
        { edges: [5], values: ['c'] },
      ],
      said: [],
    });
  });

  test('a feature whose series differ is compared on the bounds that all of them have, or left out and said', () => {
    const series = [
      ...of('a', ['1', '2', '3', '+Inf'], { country: 'DE' }),
      ...of('a', ['2', '3', '4', '+Inf'], { country: 'FR' }),
      ...of('b', ['1', '+Inf'], { country: 'DE' }),
      ...of('b', ['2', '+Inf'], { country: 'FR' }),
    ];
    expect(groupBounds('feature', series)).toEqual({
      layouts: [{ edges: [2, 3], values: ['a'] }],
      said: ['Left out: feature="b", whose series share no finite bound.'],
    });
  });

  test('without a label that tells features apart there is one group', () => {
    expect(groupBounds(undefined, of('a', ['1', '+Inf']))).toEqual({ layouts: [{ edges: [1] }], said: [] });
  });
});

describe('docs/recording-rules.md', () => {
  const page = readFileSync(join(__dirname, '../../docs/recording-rules.md'), 'utf8');
  const shown = [...page.matchAll(/^npm run -s promql -- (.+)$/gm)].map(([, line]) => line ?? '');

  test.each(shown.map((line) => line.replace(/ > \S+$/, '')))('shows a command that can be given: %s', (line) => {
    // As a shell takes it apart: words, and what stands in single quotes.
    const args = [...line.matchAll(/'([^']*)'|(\S+)/g)].map(([, quotedText, word]) => quotedText ?? word ?? '');
    expect(readOptions(args).metric).not.toBe('');
  });

  test('names the scores that can be queries, and shows commands', () => {
    expect(shown.length).toBeGreaterThan(3);
    const words = ['PSI', 'KL', 'Jensen', 'Hellinger', 'total variation', 'L-infinity', 'Kolmogorov', 'Wasserstein'];
    expect(words.filter((word) => !page.includes(word))).toEqual([]);
    expect(PROMQL_SCORE_IDS).toHaveLength(words.length + 1);
  });
});
