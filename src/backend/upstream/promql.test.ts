import { quoted } from '../../engine';
import { escapeRegex } from '../../model';
import { parser } from '@prometheus-io/lezer-promql';
import { parseSelector } from '../query/selector';
import { seeded } from '../../engine/testing/random';
import { countsQuery, featureMatcher, increaseQuery, rangeSelector, seriesSelector, sourceQuery } from './promql';
import type { FeatureSource, Matcher } from './upstream';

/** Every node that Prometheus' own grammar sees in the text; an error is a node named ⚠. */
function nodes(text: string): readonly string[] {
  const names: string[] = [];
  parser.parse(text).iterate({ enter: ({ name }) => void names.push(name) });
  return names;
}

const HOSTILE = [
  'plain',
  '',
  'quo"te',
  "apo'strophe",
  'back`tick',
  'back\\slash',
  'ends with \\',
  '{braces="x"}',
  'two\nlines\r\n',
  '\t\0\x07\x7f',
  '"} or vector(1) or up{a="',
  '",job="other',
  '#comment',
  'ünï→✓🚨',
  'broken \ufffd rune',
  '.*|$^[a](b)+?',
];

const SOURCE: FeatureSource = {
  kind: 'histogram',
  metric: 'model_feature',
  matchers: [{ label: 'model', op: '=', value: 'fraud' }],
  featureLabel: 'feature',
};

describe('PromQL by construction', () => {
  it.each(HOSTILE)('the label value %j stays one string, and reads back as it was', (value) => {
    const ops = ['=', '!=', '=~', '!~'] as const;
    const matchers = ops.map((op): Matcher => ({ label: 'a', op, value }));
    const text = seriesSelector('up', matchers);
    expect(nodes(text)).not.toContain('⚠');
    expect(nodes(text).filter((name) => name === 'StringLiteral')).toHaveLength(4);
    expect(parseSelector(text.slice(2))).toEqual(matchers);
  });

  it('whatever stands in a value, the query stays the same query', () => {
    const random = seeded(42);
    const alphabet = [
      '"',
      '\\',
      '\n',
      '{',
      '}',
      '`',
      "'",
      ',',
      '=',
      '~',
      '(',
      ')',
      '#',
      'a',
      '\0',
      '\ufffd',
      'é',
      '🚨',
      ' ',
    ];
    const plain = nodes(countsQuery(SOURCE, [{ kind: 'exact', name: 'x' }], ['country'], 60_000));
    for (let round = 0; round < 500; round += 1) {
      const value = Array.from(
        { length: 1 + Math.floor(random() * 12) },
        () => alphabet[Math.floor(random() * alphabet.length)]
      ).join('');
      const source = { ...SOURCE, matchers: [{ label: 'model', op: '=', value } as const] };
      const text = countsQuery(source, [{ kind: 'exact', name: value }], ['country'], 60_000);
      expect(nodes(text)).toEqual(plain);
      expect(
        parseSelector(text.slice(text.indexOf('{'), text.lastIndexOf('['))).map((matcher) => matcher.value)
      ).toEqual([value, value]);
    }
  });

  it('half a surrogate pair, which cannot be sent, becomes what any encoder makes of it', () => {
    expect(quoted('a\ud800b')).toBe('"a\\ufffdb"');
  });

  it.each(['http.server duration', 'übung', '9lives', 'a"b', 'sum', 'by', 'a{b}', ''])(
    'the metric %j, which is no classic name, stands as a value',
    (metric) => {
      const text = seriesSelector(metric, [{ label: 'a', op: '=', value: 'b' }]);
      expect(text).toBe(`{__name__=${quoted(metric)},a="b"}`);
      expect(nodes(`sum(increase(${text}[5m]))`)).not.toContain('⚠');
    }
  );

  it.each(['service.name', 'ünï', 'a"b', '1st', 'on', 'by', 'sum', 'bool', 'inf'])(
    'the label %j can be matched and grouped by',
    (label) => {
      const source = { ...SOURCE, matchers: [{ label, op: '=', value: 'x' } as const] };
      const text = countsQuery(source, [], [label], 60_000);
      expect(nodes(text)).not.toContain('⚠');
      expect(
        nodes(text).filter((name) => name === 'LabelName' || name === 'QuotedLabelName').length
      ).toBeGreaterThanOrEqual(2);
    }
  );

  it('asks for the growth of all buckets, by bound, feature and group', () => {
    expect(countsQuery(SOURCE, [], ['country', 'feature'], 3_600_000)).toBe(
      'sum by (le, feature, country) (increase(model_feature_bucket{model="fraud"}[1h]))'
    );
  });

  it('asks for the growth of all counters, by category', () => {
    const source: FeatureSource = { ...SOURCE, kind: 'category', metric: 'hits_total', categoryLabel: 'code' };
    expect(sourceQuery(source, [{ kind: 'exact', name: 'a' }], [], 90_000)).toBe(
      'sum by (code, feature) (increase(hits_total{model="fraud",feature="a"}[1m30s]))'
    );
  });

  it('asks for the growth of a counter of features, by feature and group', () => {
    const source = { metric: 'model_feature_missing_total', matchers: SOURCE.matchers, featureLabel: 'feature' };
    const question = { source, features: [{ kind: 'exact', name: 'a"b' }], groupBy: ['country', 'feature'] } as const;
    expect(increaseQuery(question, 90_000)).toBe(
      'sum by (feature, country) (increase(model_feature_missing_total{model="fraud",feature="a\\"b"}[1m30s]))'
    );
  });

  it('asks for the raw values of a gauge', () => {
    const source: FeatureSource = { kind: 'gauge', metric: 'temperature', matchers: [] };
    expect(sourceQuery(source, [{ kind: 'exact', name: 'temperature' }], ['room'], 5_400_000)).toBe(
      'temperature[1h30m]'
    );
    expect(nodes(rangeSelector(source, [], 1_500))).not.toContain('⚠');
    expect(rangeSelector(source, [], 1_500)).toBe('temperature[1s500ms]');
  });

  it('picks names exactly, and searches for regular expressions, in one matcher that Prometheus anchors', () => {
    expect(featureMatcher('f', [])).toBeUndefined();
    expect(featureMatcher('f', [{ kind: 'exact', name: 'a.b' }])).toEqual({ label: 'f', op: '=', value: 'a.b' });
    const both = featureMatcher('f', [
      { kind: 'exact', name: 'a.b' },
      { kind: 'regex', regex: '^age|x$' },
    ]);
    expect(both).toEqual({ label: 'f', op: '=~', value: 'a\\.b|.*(?:^age|x$).*' });
    const anchored = new RegExp(`^(?:${both?.value})$`);
    expect(['a.b', 'age', 'ages', 'max'].map((name) => anchored.test(name))).toEqual([true, true, true, true]);
    expect(['axb', 'page', 'maxi'].map((name) => anchored.test(name))).toEqual([false, false, false]);
  });

  it.each(HOSTILE)('%j as a part of a regular expression matches itself alone', (text) => {
    const regex = new RegExp(`^(?:${escapeRegex(text)})$`, 's');
    expect(regex.test(text)).toBe(true);
    expect(regex.test(`${text}x`)).toBe(false);
  });
});
