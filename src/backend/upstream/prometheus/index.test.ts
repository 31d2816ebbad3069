import type { HttpUpstream } from '../../../model';
import type { UpstreamDeps } from '../deps';
import { json, startServer, type Handler, type Seen, type TestServer } from '../testing/server';
import type { FeatureSource, Upstream } from '../upstream';
import { createPrometheusUpstream } from './index';

/** Answers of servers that only resemble Prometheus, or are newer than the one of the other suite. */
const NOW = 1_800_000_000_000;
const RANGE = { from: NOW - 3_600_000, to: NOW };
const CONTEXT = { signal: new AbortController().signal };
const SOURCE: FeatureSource = { kind: 'histogram', metric: 'm', matchers: [], featureLabel: 'f' };
const QUESTION = { source: SOURCE, features: [], groupBy: [] };

const success = (data: unknown, more: object = {}): object => ({ status: 'success', data, ...more });
const vector = (...result: unknown[]): object => success({ resultType: 'vector', result });

let servers: TestServer[] = [];
afterEach(async () => {
  await Promise.all(servers.map((server) => server.close()));
  servers = [];
});

async function against(
  handler: Handler,
  settings: Partial<HttpUpstream> = {}
): Promise<{ upstream: Upstream; seen: readonly Seen[] }> {
  const server = await startServer(handler);
  servers.push(server);
  const silent = (): void => undefined;
  const deps: UpstreamDeps = {
    now: () => NOW,
    observer: { exchanged: silent, cache: silent },
    log: { debug: silent, info: silent, warn: silent, error: silent },
  };
  return { upstream: createPrometheusUpstream({ url: server.url, ...settings }, {}, deps), seen: server.seen };
}

/** Answers by the last part of the path; 404 to everything else. */
const api =
  (answers: Readonly<Record<string, unknown>>): Handler =>
  ({ path }, response) => {
    const answer = answers[path.slice(path.lastIndexOf('/') + 1)];
    json(response, answer ?? { status: 'error', error: 'not found' }, answer === undefined ? 404 : 200);
  };

describe('servers that speak the Prometheus API', () => {
  it.each([
    ['Prometheus', { buildinfo: success({ version: '3.5.0' }) }, { product: 'Prometheus', version: '3.5.0' }],
    [
      'Mimir',
      { buildinfo: success({ version: '2.14.0', application: 'Grafana Mimir' }) },
      { product: 'Grafana Mimir', version: '2.14.0' },
    ],
    [
      'one that does not say',
      { query: vector() },
      { product: 'A server that speaks the Prometheus API', version: 'unknown' },
    ],
  ])('are asked who they are: %s', async (_, answers, expected) => {
    const { upstream } = await against(api(answers));
    expect(await upstream.health(CONTEXT)).toEqual(expected);
  });

  it('are not healthy where they answer neither', async () => {
    const { upstream } = await against(api({}));
    await expect(upstream.health(CONTEXT)).rejects.toMatchObject({
      code: 'upstream_not_understood',
      message: expect.stringMatching(/no Prometheus API/),
    });
  });

  it.each([
    ['15d', 15],
    ['30d or 10GiB', 30],
    ['10GiB', undefined],
  ])('tell with a retention of %s how old their data can be', async (storageRetention, days) => {
    const { upstream } = await against(api({ runtimeinfo: success({ storageRetention }) }));
    expect(await upstream.oldest(CONTEXT)).toBe(days === undefined ? undefined : NOW - days * 86_400_000);
  });

  it('do not have to tell it', async () => {
    const { upstream } = await against(api({}));
    expect(await upstream.oldest(CONTEXT)).toBeUndefined();
  });

  it('have no metadata, or answer null for no names', async () => {
    const { upstream } = await against(api({ values: success(null) }));
    expect(await upstream.metrics('category', RANGE, CONTEXT)).toEqual([]);
  });

  it('tell a counter from a gauge by its declared type, and by its name where there is none', async () => {
    const values = success(['a_bucket', 'a_sum', 'a_count', 'b_total', 'c', 'd']);
    const metadata = success({ c: [{ type: 'counter' }], d: [{ type: 'gauge' }], e: 'odd' });
    const { upstream } = await against(api({ values, metadata }));
    expect(await upstream.metrics('category', RANGE, CONTEXT)).toEqual(['b_total', 'c']);
    expect(await upstream.metrics('gauge', RANGE, CONTEXT)).toEqual(['d']);
  });
});

describe('questions on the wire', () => {
  it('are posted with the instant and the time they may take', async () => {
    const { upstream, seen } = await against(api({ query: vector() }), { timeoutSeconds: 7.5 });
    await upstream.distributions(QUESTION, RANGE, CONTEXT);
    expect(seen[0]?.method).toBe('POST');
    expect(Object.fromEntries(seen[0]?.params ?? [])).toEqual({
      query: 'sum by (le, feature_label) (increase(m_bucket[1h]))'.replace('feature_label', 'f'),
      time: '1800000000',
      timeout: '7500ms',
    });
  });

  it('over time, begin and end at multiples of the step', async () => {
    const { upstream, seen } = await against(
      api({ query_range: success({ resultType: 'matrix', result: [{ metric: {}, values: [] }] }) })
    );
    const range = { from: NOW - 100_500, to: NOW + 29_999 };
    await upstream.distributionsOverTime(QUESTION, range, 3_600_000, 30_000, CONTEXT);
    expect(Object.fromEntries(seen[0]?.params ?? [])).toMatchObject({
      start: '1799999910',
      end: '1800000000',
      step: '30',
    });
  });

  it('are not asked where no step falls into the range, nor where the metric itself is not the feature', async () => {
    const { upstream, seen } = await against(api({}));
    const none = { from: NOW + 1, to: NOW + 2 };
    expect((await upstream.distributionsOverTime(QUESTION, none, 60_000, 60_000, CONTEXT)).value).toEqual([]);
    const question = {
      source: { kind: 'gauge', metric: 'm', matchers: [] } as const,
      features: [{ kind: 'exact', name: 'other' } as const],
      groupBy: [],
    };
    expect((await upstream.distributions(question, RANGE, CONTEXT)).value).toEqual([]);
    expect(seen).toEqual([]);
  });

  it('ask for labels of a histogram by its buckets, and for values by the escaped name of the label', async () => {
    const { upstream, seen } = await against(
      api({ labels: success(['__name__', 'le', 'b', 'a']), values: success(['y', 'x']) })
    );
    expect(await upstream.labelNames('m', [{ label: 'a', op: '=', value: '1' }], RANGE, CONTEXT)).toEqual(['a', 'b']);
    expect(seen[0]?.params.getAll('match[]')).toEqual(['m{a="1"}', 'm_bucket{a="1"}']);
    expect(await upstream.labelValues('service.name', undefined, [], RANGE, CONTEXT)).toEqual(['x', 'y']);
    expect(seen[1]?.path).toBe('/api/v1/label/U__service_2e_name/values');
    expect(seen[1]?.params.getAll('match[]')).toEqual([]);
  });
});

describe('answers', () => {
  const bucket = (le: string, value: string): object => ({ metric: { f: 'a', le }, value: [1, value] });

  it("hand on Prometheus' warnings and infos as notices", async () => {
    const answer = {
      ...vector(bucket('+Inf', '1')),
      warnings: ['partial response'],
      infos: ['metric might not be a counter'],
    };
    const { upstream } = await against(api({ query: answer }));
    const { notices } = await upstream.distributions(QUESTION, RANGE, CONTEXT);
    expect(notices).toEqual(['partial response', 'metric might not be a counter']);
  });

  it('of native histograms, where numbers were asked for, say which kind to choose', async () => {
    const native = { metric: { f: 'a' }, histogram: [1, { count: '3', sum: '4', buckets: [] }] };
    const { upstream } = await against(api({ query: vector(native) }));
    const source: FeatureSource = { ...SOURCE, kind: 'category', categoryLabel: 'c' };
    await expect(upstream.distributions({ ...QUESTION, source }, RANGE, CONTEXT)).rejects.toMatchObject({
      code: 'unusable_data',
      message: '"m" is a native histogram: choose the kind "native_histogram".',
    });
  });

  it('of a histogram that is there only as a native one are recognised, too', async () => {
    const { upstream } = await against(({ params }, response) => {
      const query = params.get('query') ?? '';
      const found = query.startsWith('sum')
        ? []
        : [{ metric: query.includes('__name__') ? { __name__: 'm' } : {}, value: [1, '1'] }];
      json(response, vector(...found));
    });
    await expect(upstream.distributions(QUESTION, RANGE, CONTEXT)).rejects.toMatchObject({
      code: 'unusable_data',
      message: expect.stringMatching(/"m" is a native histogram/),
    });
  });

  it('of nothing stay nothing where the server refuses to be asked why', async () => {
    const { upstream } = await against(({ params }, response) => {
      const why = params.get('query')?.startsWith('count') === true;
      json(
        response,
        why ? { status: 'error', errorType: 'execution', error: 'too many series' } : vector(),
        why ? 422 : 200
      );
    });
    expect((await upstream.distributions(QUESTION, RANGE, CONTEXT)).value).toEqual([]);
  });

  it.each([
    ['no object', [1]],
    ['no status', { data: {} }],
    ['no result', success({})],
    ['a series without labels', vector({ value: [1, '1'] })],
    ['values that are no list', vector({ metric: {}, values: 'x' })],
    ['null', null],
  ])('with %s are said not to be understood', async (_, answer) => {
    const { upstream } = await against((__, response) => json(response, answer));
    await expect(upstream.distributions(QUESTION, RANGE, CONTEXT)).rejects.toMatchObject({
      code: 'upstream_not_understood',
      message: expect.stringMatching(/prometheus\.url/),
    });
  });

  it('with an error inside a success are a rejected query', async () => {
    const { upstream } = await against((_, response) => json(response, { status: 'error', error: 'no store' }));
    await expect(upstream.distributions(QUESTION, RANGE, CONTEXT)).rejects.toMatchObject({
      code: 'upstream_rejected_query',
      message: expect.stringContaining('no store'),
    });
  });
});

describe('native histograms', () => {
  const NATIVE: FeatureSource = { ...SOURCE, kind: 'native_histogram' };
  const EITHER: FeatureSource = { ...SOURCE, orNative: true };
  const histogram = (count: string, ...buckets: unknown[]): object => ({ count, sum: '1', buckets });
  const ofA = histogram('4', [0, '1', '2', '3'], [0, '4', '8', '1']);
  const seconds = NOW / 1000;
  /** Answers the question for buckets and the one for the metric itself, each with its own. */
  const either =
    (classic: readonly unknown[], native: readonly unknown[]): Handler =>
    ({ params }, response) =>
      json(response, vector(...(params.get('query')?.includes('m_bucket') === true ? classic : native)));
  const classicOf = (f: string, total: string): unknown[] => [
    { metric: { f, le: '2' }, value: [seconds, '1'] },
    { metric: { f, le: '+Inf' }, value: [seconds, total] },
  ];

  it('are read in one question for all features, with how closely values are known', async () => {
    const { upstream, seen } = await against(
      api({
        query: vector(
          { metric: { f: 'a' }, histogram: [seconds, ofA] },
          { metric: { f: 'b' }, histogram: [seconds, histogram('2')] }
        ),
      })
    );
    const answer = await upstream.distributions({ ...QUESTION, source: NATIVE }, RANGE, CONTEXT);
    expect(answer.executed).toBe('sum by (f) (increase(m[1h]))');
    expect(seen).toHaveLength(1);
    expect(answer.value).toEqual([
      {
        feature: 'a',
        group: {},
        observation: {
          kind: 'native',
          native: {
            kind: 'exponential',
            schema: 0,
            zeroThreshold: 0,
            zeroCount: 0,
            positive: [
              [1, 3],
              [3, 1],
            ],
            negative: [],
            count: 4,
          },
        },
      },
      { feature: 'b', group: {}, observation: expect.objectContaining({ kind: 'native' }) },
    ]);
    expect(answer.notices).toEqual([expect.stringMatching(/known to 33.3 % of its size \(schema 0\)/)]);
  });

  it('over time have a point where something was seen, and none else', async () => {
    const { upstream } = await against(
      api({
        query_range: vector({
          metric: { f: 'a' },
          histograms: [
            [seconds - 60, ofA],
            [seconds, histogram('4', [0, '1', '2', '4'])],
          ],
        }),
      })
    );
    const { value } = await upstream.distributionsOverTime(
      { ...QUESTION, source: NATIVE },
      RANGE,
      120_000,
      60_000,
      CONTEXT
    );
    expect(value).toMatchObject([
      {
        feature: 'a',
        points: [
          { time: NOW - 60_000, observation: { kind: 'native', native: { count: 4 } } },
          { time: NOW, observation: { kind: 'native', native: { positive: [[1, 4]] } } },
        ],
      },
    ]);
  });

  it('of a model are read where there are no classic buckets, and the query that answered is the one shown', async () => {
    const { upstream, seen } = await against(either([], [{ metric: { f: 'a' }, histogram: [seconds, ofA] }]));
    const answer = await upstream.distributions({ ...QUESTION, source: EITHER }, RANGE, CONTEXT);
    expect(answer.value).toMatchObject([{ feature: 'a', observation: { kind: 'native' } }]);
    expect(answer.executed).toBe('sum by (f) (increase(m[1h]))');
    expect(seen).toHaveLength(2);
  });

  it('give way to classic buckets of the same feature, which is said, and stand beside those of others', async () => {
    const { upstream } = await against(
      either(classicOf('a', '5'), [
        { metric: { f: 'a' }, histogram: [seconds, ofA] },
        { metric: { f: 'b' }, histogram: [seconds, ofA] },
      ])
    );
    const answer = await upstream.distributions({ ...QUESTION, source: EITHER }, RANGE, CONTEXT);
    expect(answer.value).toMatchObject([
      { feature: 'a', observation: { kind: 'histogram' } },
      { feature: 'b', observation: { kind: 'native' } },
    ]);
    expect(answer.notices).toContain(
      'a: there as classic buckets and as a native histogram; the classic buckets are read.'
    );
    expect(answer.executed.split('\n')).toHaveLength(2);
  });

  it('take the place of classic buckets that have stopped counting', async () => {
    const stopped = ['2', '+Inf'].map((le) => ({ metric: { f: 'a', le }, value: [seconds, '0'] }));
    const { upstream } = await against(either(stopped, [{ metric: { f: 'a' }, histogram: [seconds, ofA] }]));
    const answer = await upstream.distributions({ ...QUESTION, source: EITHER }, RANGE, CONTEXT);
    expect(answer.value).toMatchObject([{ observation: { kind: 'native' } }]);
    expect(answer.notices).toHaveLength(1);
  });

  it('go on over time where classic buckets end', async () => {
    const { upstream } = await against(({ params }, response) => {
      const classic = params.get('query')?.includes('m_bucket') === true;
      const values = [[seconds - 120, '2'], [seconds - 60, '2']]; // prettier-ignore
      json(
        response,
        classic
          ? vector({ metric: { f: 'a', le: '2' }, values }, { metric: { f: 'a', le: '+Inf' }, values })
          : vector({
              metric: { f: 'a' },
              histograms: [
                [seconds - 60, ofA],
                [seconds, ofA],
              ],
            })
      );
    });
    const answer = await upstream.distributionsOverTime(
      { ...QUESTION, source: EITHER },
      RANGE,
      120_000,
      60_000,
      CONTEXT
    );
    expect(answer.value[0]?.points.map(({ time, observation }) => [time - NOW, observation.kind])).toEqual([
      [-120_000, 'histogram'],
      [-60_000, 'histogram'],
      [0, 'native'],
    ]);
    expect(answer.notices).toContainEqual(expect.stringMatching(/^a: there as classic buckets/));
  });

  it('that are none, or classic ones, say which kind to choose', async () => {
    const named = (...names: string[]): Handler => ({ params }, response) => {
      const query = params.get('query') ?? '';
      const asksNames = query.startsWith('count by (__name__)');
      json(response, vector(...(asksNames ? names.map((name) => ({ metric: { __name__: name }, value: [1, '1'] })) : [])));
    }; // prettier-ignore
    const ask = async (handler: Handler): Promise<unknown> =>
      (await against(handler)).upstream.distributions({ ...QUESTION, source: NATIVE }, RANGE, CONTEXT);
    await expect(ask(named('m'))).rejects.toMatchObject({
      code: 'unusable_data',
      message: expect.stringMatching(/"m" is no native histogram.*"category".*"gauge"/),
    });
    await expect(ask(named('m_bucket'))).rejects.toThrow(/choose the kind "histogram"/);
    expect(await ask(named())).toMatchObject({ value: [] });
  });

  it.each([
    ['no count', {}],
    ['a bucket without a count', histogram('1', [0, '1', '2'])],
    ['buckets that are no list', { count: '1', buckets: {} }],
  ])('with %s are said not to be understood', async (_, broken) => {
    const { upstream } = await against(api({ query: vector({ metric: { f: 'a' }, histogram: [seconds, broken] }) }));
    await expect(upstream.distributions({ ...QUESTION, source: NATIVE }, RANGE, CONTEXT)).rejects.toMatchObject({
      code: 'upstream_not_understood',
    });
  });

  it('are offered by their declared type: no classic histogram has series of its own name', async () => {
    const values = success(['a_bucket', 'a_sum', 'a_count', 'b', 'c_total', 'd', 'd_bucket', 'd_sum', 'd_count']);
    const metadata = success(Object.fromEntries(['a', 'b', 'd'].map((name) => [name, [{ type: 'histogram' }]])));
    const { upstream } = await against(api({ values, metadata }));
    expect(await upstream.metrics('native_histogram', RANGE, CONTEXT)).toEqual(['b', 'd']);
    expect(await upstream.metrics('gauge', RANGE, CONTEXT)).toEqual([]);
  });
});

describe('counters of features', () => {
  const missing = { metric: 'nulls_total', matchers: [], featureLabel: 'f' };
  const question = { source: missing, features: [], groupBy: ['country'] };
  const of = (f: string, more: object): object => ({ metric: { f, country: 'DE' }, ...more });

  it('answer how much each grew, at once and over time, and nothing of what is not there', async () => {
    const { upstream, seen } = await against(
      api({
        query: vector(of('a', { value: [NOW / 1000, '12.5'] }), of('b', { value: [NOW / 1000, '0'] })),
        query_range: vector(
          of('a', {
            values: [
              [NOW / 1000 - 60, '3'],
              [NOW / 1000, '4'],
            ],
          })
        ),
      })
    );
    expect((await upstream.increases(question, RANGE, CONTEXT)).value).toEqual([
      { feature: 'a', group: { country: 'DE' }, count: 12.5 },
      { feature: 'b', group: { country: 'DE' }, count: 0 },
    ]);
    expect((await upstream.increasesOverTime(question, RANGE, 120_000, 60_000, CONTEXT)).value).toEqual([
      {
        feature: 'a',
        group: { country: 'DE' },
        points: [
          { time: NOW - 60_000, count: 3 },
          { time: NOW, count: 4 },
        ],
      },
    ]);
    expect(seen.map(({ params }) => params.get('query'))).toEqual([
      'sum by (f, country) (increase(nulls_total[1h]))',
      'sum by (f, country) (increase(nulls_total[2m]))',
    ]);
  });
});
