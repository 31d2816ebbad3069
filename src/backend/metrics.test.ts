import { createMetrics } from './metrics';

describe('createMetrics', () => {
  it('counts queries by kind and status, and errors by code', async () => {
    const metrics = createMetrics();
    metrics.queried('drift', 'ok', 0.02);
    metrics.queried('drift', 'unknown_model', 0.001);
    const text = await metrics.text();
    expect(text).toContain('tidemark_queries_total{kind="drift",status="ok"} 1');
    expect(text).toContain('tidemark_queries_total{kind="drift",status="error"} 1');
    expect(text).toContain('tidemark_query_errors_total{code="unknown_model"} 1');
    expect(text).toContain('tidemark_query_duration_seconds_bucket{le="0.025",kind="drift"} 2');
  });

  it('counts what upstreams were asked and answered', async () => {
    const metrics = createMetrics();
    metrics.exchanged({ operation: 'query', outcome: 'ok', seconds: 0.3, bytes: 1200 });
    metrics.cache('joined');
    const text = await metrics.text();
    expect(text).toContain('tidemark_upstream_requests_total{operation="query",outcome="ok"} 1');
    expect(text).toContain('tidemark_upstream_response_bytes_total 1200');
    expect(text).toContain('tidemark_upstream_cache_total{result="joined"} 1');
  });

  it('tells memory, start and version', async () => {
    const text = await createMetrics().text();
    expect(Number(/^process_resident_memory_bytes (\S+)/m.exec(text)?.[1])).toBeGreaterThan(1e6);
    expect(Number(/^process_start_time_seconds (\S+)/m.exec(text)?.[1])).toBeGreaterThan(1.7e9);
    expect(text).toContain('tidemark_build_info{version="development"} 1');
  });
});
