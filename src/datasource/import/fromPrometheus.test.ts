import { parseQuery } from '../../model';
import { fromPrometheus } from './fromPrometheus';

const imported = (...expressions: readonly string[]) =>
  fromPrometheus(expressions.map((expr, i) => ({ refId: String.fromCharCode(65 + i), expr, range: true })));

describe('a query of Prometheus', () => {
  it.each([
    [
      'a quantile',
      'histogram_quantile(0.95, sum by (le) (rate(http_request_duration_seconds_bucket{job="api"}[$__rate_interval])))',
      { kind: 'histogram', metric: 'http_request_duration_seconds', selector: '{job="api"}' },
      undefined,
    ],
    [
      'a quantile by two labels',
      'histogram_quantile(0.99, sum(rate(latency_bucket[5m])) by (le, handler, method))',
      { kind: 'histogram', metric: 'latency', featureLabel: 'handler' },
      ['method'],
    ],
    [
      'an increase for a heatmap',
      'sum by (le) (increase(latency_bucket{cluster=~"$cluster"}[1h]))',
      { kind: 'histogram', metric: 'latency', selector: '{cluster=~"$cluster"}' },
      undefined,
    ],
    [
      'a quantile of a native histogram',
      'histogram_quantile(0.9, sum by (job) (rate(latency_seconds[5m])))',
      { kind: 'native_histogram', metric: 'latency_seconds', featureLabel: 'job' },
      undefined,
    ],
  ])('%s becomes a query for the drift of its histogram, which the backend understands', (_, expr, source, groupBy) => {
    const [query] = imported(expr);
    expect(query).toMatchObject({
      refId: 'A',
      queryType: 'drift',
      format: 'table',
      reference: { kind: 'offset', offset: '1d' },
      source: { upstream: 'prometheus', ...source },
    });
    expect(query?.groupBy).toEqual(groupBy);
    const { refId: _refId, ...asked } = query ?? { refId: '' };
    expect(parseQuery(asked)).toMatchObject({ ok: true });
  });

  it('carries nothing of its own along: no expression, no legend, no step', () => {
    const [query] = fromPrometheus([
      { refId: 'A', expr: 'rate(latency_bucket[5m])', legendFormat: '{{le}}', interval: '1m', format: 'heatmap' } as {
        refId: string;
      },
    ]);
    expect(Object.keys(query ?? {}).sort()).toEqual(
      ['format', 'queryType', 'reference', 'refId', 'scores', 'source'].sort()
    );
  });

  it('that looks at no histogram is left out, and so is one that cannot be read', () => {
    expect(imported('up', 'sum(rate(requests_total[5m]))', 'rate(latency_bucket[').map(({ refId }) => refId)).toEqual(
      []
    );
    expect(imported('up', 'rate(latency_bucket[5m])').map(({ refId }) => refId)).toEqual(['B']);
    expect(fromPrometheus([{ refId: 'A' }])).toEqual([]);
  });
});
