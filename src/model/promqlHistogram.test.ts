import { promqlHistogram } from './promqlHistogram';

const classic = (metric: string, more: object = {}) => ({ upstream: 'prometheus', kind: 'histogram', metric, ...more });

describe('the histogram of a PromQL expression', () => {
  it.each([
    [
      'a quantile of a classic one, as the documentation of Prometheus writes it',
      'histogram_quantile(0.9, sum by (job, le) (rate(http_request_duration_seconds_bucket[10m])))',
      classic('http_request_duration_seconds', { featureLabel: 'job' }),
      [],
    ],
    [
      'with matchers, which are kept as they stand',
      'sum(increase(latency_bucket{job="api", code!~"5..|}"}[$__rate_interval])) by (le)',
      classic('latency', { selector: '{job="api", code!~"5..|}"}' }),
      [],
    ],
    [
      'with two labels, the second of which becomes a segment',
      'sum by (le, handler, method) (rate(latency_bucket[${__range}]))',
      classic('latency', { featureLabel: 'handler' }),
      ['method'],
    ],
    [
      'inside another aggregation, whose labels are those that are seen',
      'max by (job) (histogram_quantile(0.5, sum by (le, job, instance) (rate(latency_bucket[5m]))))',
      classic('latency', { featureLabel: 'job' }),
      [],
    ],
    [
      'without labels, where the aggregation names those that go',
      'sum without (pod) (latency_bucket)',
      classic('latency'),
      [],
    ],
    [
      'a native one, by the function that reads it',
      'histogram_quantile(0.9, sum by (job) (rate(latency[5m])))',
      { upstream: 'prometheus', kind: 'native_histogram', metric: 'latency', featureLabel: 'job' },
      [],
    ],
    [
      'the first of several, with all of its buckets',
      'sum(rate(a_bucket{le="1",job="x"}[5m])) / sum(rate(b_bucket[5m]))',
      classic('a', { selector: '{job="x"}' }),
      [],
    ],
  ])('is found: %s', (_, expression, source, groupBy) => {
    expect(promqlHistogram(expression)).toEqual({ source, groupBy });
  });

  it('is a native one where the answer was one, though no function says so', () => {
    expect(promqlHistogram('sum(rate(latency[5m]))')).toBeUndefined();
    expect(promqlHistogram('sum(rate(latency[5m]))', true)?.source).toEqual({
      upstream: 'prometheus',
      kind: 'native_histogram',
      metric: 'latency',
    });
  });

  it.each([
    ['a counter', 'sum(rate(http_requests_total[5m]))'],
    ['a count beside a quantile of nothing', 'histogram_quantile(0.9, 1) + up'],
    ['text that is no PromQL', 'sum by (le) (rate(latency_bucket['],
    ['nothing', ''],
  ])('is none in %s', (_, expression) => {
    expect(promqlHistogram(expression)).toBeUndefined();
  });
});
