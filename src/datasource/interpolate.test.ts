import { expand, interpolateQuery, type Replace } from './interpolate';

/** Replaces as Grafana does: a function sees the value as it is, `regex` quotes, and the default is a glob. */
function templates(variables: Record<string, string | string[]>): Replace {
  const format = (value: string | string[], how: Parameters<Replace>[1]): string => {
    if (typeof how === 'function') {
      return how(value);
    }
    const values = Array.isArray(value) ? value : [value];
    if (how === 'regex') {
      const quoted = values.map((one) => one.replace(/[.*+?^${}()|[\]\\/]/g, '\\$&'));
      return quoted.length === 1 ? (quoted[0] ?? '') : `(${quoted.join('|')})`;
    }
    return values.length === 1 ? (values[0] ?? '') : `{${values.join(',')}}`;
  };
  return (text, how) =>
    text.replace(/\$(\w+)/g, (whole, name: string) => {
      const value = variables[name];
      return value === undefined ? whole : format(value, how);
    });
}

describe('expand', () => {
  it('gives one text for each value of a multi-value variable, with what stands around it', () => {
    expect(expand('v$version', templates({ version: ['6', '7'] }))).toEqual(['v6', 'v7']);
  });

  it('combines several variables', () => {
    expect(expand('$a-$b', templates({ a: ['1', '2'], b: ['x', 'y'] }))).toEqual(['1-x', '1-y', '2-x', '2-y']);
  });

  it('leaves a text without variables as it is', () => {
    expect(expand('a{b},c', templates({}))).toEqual(['a{b},c']);
  });
});

describe('interpolateQuery', () => {
  const base = { refId: 'A', queryType: 'drift' };

  it('fills in the model, the offset, the window and the profile', () => {
    const replace = templates({ model: 'fraud', offset: '7d', window: '30m', profile: 'train-7' });
    expect(
      interpolateQuery(
        { ...base, model: '$model', window: '$window', reference: { kind: 'offset', offset: '$offset' } },
        replace
      )
    ).toEqual({ ...base, model: 'fraud', window: '30m', reference: { kind: 'offset', offset: '7d' } });
    expect(interpolateQuery({ ...base, reference: { kind: 'profile', name: '$profile' } }, replace).reference).toEqual({
      kind: 'profile',
      name: 'train-7',
    });
  });

  it('makes several features of a multi-value variable, each once', () => {
    const replace = templates({ feature: ['amount', 'age'] });
    expect(interpolateQuery({ ...base, features: ['$feature', 'age', 'country'] }, replace).features).toEqual([
      'amount',
      'age',
      'country',
    ]);
  });

  it('quotes the values of a variable inside a feature pattern', () => {
    const replace = templates({ prefix: ['a.b', 'c'] });
    expect(interpolateQuery({ ...base, features: ['/^$prefix/'] }, replace).features).toEqual(['/^(a\\.b|c)/']);
  });

  it('takes a feature variable whose "All" is .* as every feature', () => {
    expect(interpolateQuery({ ...base, features: ['$feature'] }, templates({ feature: '.*' })).features).toEqual([]);
  });

  it('keeps a filter exact for one value, and lets any of several do', () => {
    const replace = templates({ country: ['DE', 'FR'], version: '7' });
    expect(
      interpolateQuery({ ...base, filters: { country: '$country', version: '$version' } }, replace).filters
    ).toEqual({ country: ['DE', 'FR'], version: '7' });
  });

  it('takes a filter away where its variable means all, or holds nothing', () => {
    const replace = templates({ country: '.*', region: '' });
    expect(
      interpolateQuery({ ...base, filters: { country: '$country', region: '$region', role: 'live' } }, replace).filters
    ).toEqual({ role: 'live' });
  });

  it('leaves a filter that was written as .* alone: it is a value like any other', () => {
    expect(interpolateQuery({ ...base, filters: { path: '.*' } }, templates({})).filters).toEqual({ path: '.*' });
  });

  it('fills in the labels of a reference, its range, and the labels to split by', () => {
    const replace = templates({ baseline: '6', from: '2026-11-01T00:00:00Z', by: ['country', 'device'] });
    expect(
      interpolateQuery({ ...base, reference: { kind: 'labels', labels: { version: '$baseline' } } }, replace).reference
    ).toEqual({ kind: 'labels', labels: { version: '6' } });
    expect(
      interpolateQuery({ ...base, reference: { kind: 'range', from: '$from', to: '2026-11-02T00:00:00Z' } }, replace)
        .reference
    ).toEqual({ kind: 'range', from: '2026-11-01T00:00:00Z', to: '2026-11-02T00:00:00Z' });
    expect(interpolateQuery({ ...base, groupBy: ['$by'] }, replace).groupBy).toEqual(['country', 'device']);
  });

  it('fills in an ad-hoc source', () => {
    const replace = templates({ metric: 'latency_seconds', label: 'handler' });
    expect(
      interpolateQuery(
        {
          ...base,
          source: { upstream: 'prometheus', kind: 'histogram', metric: '$metric', featureLabel: '$label' },
        },
        replace
      ).source
    ).toEqual({ upstream: 'prometheus', kind: 'histogram', metric: 'latency_seconds', featureLabel: 'handler' });
  });

  it('fills in the fields of a log source, each value of a variable as one', () => {
    const replace = templates({ app: 'scoring', field: ['features.amount', 'features.age'], none: '.*' });
    const source = {
      upstream: 'loki',
      selector: '{app="$app"}',
      fields: ['$field'],
      categoryFields: ['$none'],
    } as const;
    const filled = interpolateQuery(
      { ...base, source: { ...source, fields: [...source.fields], categoryFields: [...source.categoryFields] } },
      replace
    ).source;
    expect(filled).toEqual({
      upstream: 'loki',
      selector: '{app="scoring"}',
      fields: ['features.amount', 'features.age'],
      categoryFields: [],
    });
  });

  it('writes values into a selector so that they mean themselves', () => {
    const selector = (text: string, variables: Record<string, string | string[]>) =>
      interpolateQuery(
        { ...base, source: { upstream: 'prometheus', kind: 'gauge', metric: 'm', selector: text } },
        templates(variables)
      ).source?.selector;
    expect(selector('{job="$job"}', { job: 'web.1' })).toBe('{job="web.1"}');
    expect(selector('{job="$job"}', { job: 'a"b\\c' })).toBe('{job="a\\"b\\\\c"}');
    expect(selector('{job=~"$job"}', { job: ['api', 'web.1'] })).toBe('{job=~"(api|web\\\\.1)"}');
    expect(selector('{job=~"$job"}', { job: '.*' })).toBe('{job=~".*"}');
  });

  it('does not touch the query it was given', () => {
    const query = { ...base, model: '$model', filters: { version: '$version' } };
    interpolateQuery(query, templates({ model: 'fraud', version: ['6', '7'] }));
    expect(query).toEqual({ ...base, model: '$model', filters: { version: '$version' } });
  });
});
