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

  it('of native histograms are said not to be read yet, with what to do', async () => {
    const native = { metric: { f: 'a' }, histogram: [1, { count: '3', sum: '4', buckets: [] }] };
    const { upstream } = await against(api({ query: vector(native) }));
    const source: FeatureSource = { ...SOURCE, kind: 'category', categoryLabel: 'c' };
    await expect(upstream.distributions({ ...QUESTION, source }, RANGE, CONTEXT)).rejects.toMatchObject({
      code: 'unusable_data',
      message: expect.stringMatching(/native histogram.*classic buckets/),
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
