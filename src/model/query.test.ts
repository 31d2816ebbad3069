import { DEFAULT_QUERY } from './defaultQuery';
import { parseFeaturePattern, parseQuery } from './query';

const problems = (input: unknown) => {
  const parsed = parseQuery(input);
  return parsed.ok ? [] : parsed.problems;
};

describe('parseQuery', () => {
  it('takes the query of the contract', () => {
    const query = {
      refId: 'A',
      datasource: { type: 'tidemark-drift-datasource', uid: 'tidemark' },
      queryType: 'drift',
      model: 'fraud',
      features: ['amount', '/^age/'],
      filters: { version: '7', role: 'live', country: 'DE' },
      reference: { kind: 'offset', offset: '7d' },
      scores: ['psi', 'js', 'ks', 'wasserstein'],
      window: '1h',
      groupBy: ['country'],
    };
    const { refId: _refId, datasource: _datasource, ...ours } = query;
    expect(parseQuery(query)).toEqual({ ok: true, value: ours });
  });

  it.each([
    { kind: 'offset', offset: '7d' },
    { kind: 'range', from: '2026-11-01T00:00:00Z', to: '2026-11-02T00:00:00Z' },
    { kind: 'range', from: '2026-11-01', to: '2026-11-02T12:30:00.5+05:30' },
    { kind: 'labels', labels: { version: '6' } },
    { kind: 'profile', name: 'train-7' },
  ])('takes the reference %j', (reference) => {
    expect(problems({ queryType: 'drift', model: 'fraud', reference })).toEqual([]);
  });

  it('takes any histogram as an ad-hoc source', () => {
    const source = {
      upstream: 'prometheus',
      kind: 'histogram',
      metric: 'http_request_duration_seconds',
      selector: '{job="api"}',
      featureLabel: 'handler',
    };
    expect(problems({ queryType: 'drift', source })).toEqual([]);
  });

  it('takes fields of log lines as an ad-hoc source', () => {
    const source = {
      upstream: 'loki',
      selector: '{app="scoring"}',
      parser: 'logfmt',
      fields: ['features.amount'],
      categoryFields: ['features.country'],
    };
    expect(problems({ queryType: 'drift', source })).toEqual([]);
    expect(problems({ queryType: 'drift', model: 'fraud', upstream: 'loki' })).toEqual([]);
  });

  it('takes the default query once it has a model', () => {
    expect(problems({ ...DEFAULT_QUERY, model: 'fraud' })).toEqual([]);
  });

  it('reads a query without a kind as drift, and a cleared field as not given', () => {
    expect(parseQuery({ model: 'fraud', window: '', alpha: null })).toEqual({
      ok: true,
      value: { model: 'fraud', queryType: 'drift' },
    });
  });

  it.each<[string, unknown, string, RegExp]>([
    ['an unknown kind', { queryType: 'drfit', model: 'm' }, 'queryType', /unknown query kind "drfit".*drift_over_time/],
    ['an unknown detector', { model: 'm', detector: 'sum' }, 'detector', /must be one of cusum, ewma/],
    [
      'a hysteresis of no window',
      { model: 'm', hysteresis: { raiseAfter: 0 } },
      'hysteresis.raiseAfter',
      /at least 1 window/,
    ],
    ['a hysteresis that is none', { model: 'm', hysteresis: true }, 'hysteresis', /write how many windows in a row/],
    ['an unknown calibration', { model: 'm', calibrate: 'weeks' }, 'calibrate', /must be one of history/],
    ['an unknown score', { model: 'm', scores: ['psi', 'psy'] }, 'scores[1]', /unknown score "psy": use psi, /],
    ['neither model nor source', {}, 'model', /name a model/],
    [
      'both a model and a source',
      { model: 'm', source: { upstream: 'prometheus', kind: 'gauge', metric: 'x' } },
      'source',
      /not both/,
    ],
    [
      'a source of no upstream',
      { source: { upstream: 'elastic', index: 'x' } },
      'source.upstream',
      /must be "prometheus" or "loki"/,
    ],
    ['a source of a log without streams', { source: { upstream: 'loki', fields: ['a'] } }, 'source.selector', /app=/],
    [
      'a source of a log without fields',
      { source: { upstream: 'loki', selector: '{a="b"}' } },
      'source.fields',
      /at least one field/,
    ],
    [
      'a field that is both a number and a category',
      { source: { upstream: 'loki', selector: '{a="b"}', fields: ['x', 'y'], categoryFields: ['y'] } },
      'source.categoryFields[0]',
      /"y" stands among the fields of numbers too/,
    ],
    [
      'a parser that Loki has and we do not',
      { source: { upstream: 'loki', selector: '{a="b"}', fields: ['x'], parser: 'unpack' } },
      'source.parser',
      /must be one of json, logfmt/,
    ],
    ['an upstream that is none', { model: 'm', upstream: 'sample' }, 'upstream', /must be one of prometheus, loki/],
    [
      'a category source without its label',
      { source: { upstream: 'prometheus', kind: 'category', metric: 'x' } },
      'source.categoryLabel',
      /name the label/,
    ],
    [
      'an unknown reference',
      { model: 'm', reference: { kind: 'yesterday' } },
      'reference.kind',
      /must be one of offset/,
    ],
    [
      'a wrong offset',
      { model: 'm', reference: { kind: 'offset', offset: '1 week' } },
      'reference.offset',
      /such as 15m/,
    ],
    [
      'a range that ends before it begins',
      { model: 'm', reference: { kind: 'range', from: '2026-11-02T00:00:00Z', to: '2026-11-01T00:00:00Z' } },
      'reference.to',
      /must be later/,
    ],
    [
      'a range in the time of nobody knows which zone',
      { model: 'm', reference: { kind: 'range', from: '2026-11-01T00:00:00', to: '2026-11-02T00:00:00Z' } },
      'reference.from',
      /with its zone/,
    ],
    [
      'a range of nonsense',
      { model: 'm', reference: { kind: 'range', from: 'x', to: 'y' } },
      'reference.from',
      /instant/,
    ],
    [
      'no label to compare with',
      { model: 'm', reference: { kind: 'labels', labels: {} } },
      'reference.labels',
      /at least one/,
    ],
    ['an alpha that is no probability', { model: 'm', alpha: 5 }, 'alpha', /./],
  ])('says what to change where %s is given', (_, input, path, message) => {
    const found = problems(input);
    expect(found.map((problem) => problem.path)).toContain(path);
    expect(found.find((problem) => problem.path === path)?.message).toMatch(message);
  });

  it.each([null, 7, 'drift', [], undefined])('takes %j for no query, without an exception', (input) => {
    expect(parseQuery(input).ok).toBe(false);
  });
});

describe('parseFeaturePattern', () => {
  it('reads what stands between slashes as a regular expression, and all else as a name', () => {
    expect(parseFeaturePattern('/^age/')).toEqual({ kind: 'regex', regex: '^age' });
    expect(parseFeaturePattern('amount')).toEqual({ kind: 'exact', name: 'amount' });
    expect(parseFeaturePattern('/')).toEqual({ kind: 'exact', name: '/' });
    expect(parseFeaturePattern('a/b/')).toEqual({ kind: 'exact', name: 'a/b/' });
  });
});
