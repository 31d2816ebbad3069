/** What goes wrong with an upstream, end to end: each fault with its own words, its status and its source. */
import type { RequestListener } from 'node:http';
import { decodeFrame, startPlugin, type DataSource, type PluginProcess } from '../../scripts/lib/pluginProcess';
import { always, serve } from './http';

const NOW = Date.parse('2026-11-23T12:00:00Z');
const HOUR = 3_600_000;

let plugin: PluginProcess;
beforeAll(async () => {
  plugin = await startPlugin();
});
afterAll(async () => {
  await plugin.stop();
  expect(plugin.stdout()).toBe(`${plugin.handshake}\n`);
});

const drift = { queryType: 'drift', model: 'fraud', scores: ['psi'] };

async function ask(source: DataSource, query: unknown = drift, headers: Record<string, string> = {}) {
  const { A } = await plugin.queryData(source, [{ refId: 'A', json: query, from: NOW - HOUR, to: NOW }], { headers });
  if (A === undefined) {
    throw new Error('no answer');
  }
  return A;
}

async function against(listener: RequestListener, query: unknown = drift, extra: object = {}, headers = {}) {
  const server = await serve(listener);
  try {
    return await ask({ jsonData: { prometheus: { url: server.url, ...extra } } }, query, headers);
  } finally {
    await server.close();
  }
}

const prometheusError = (errorType: string, error: string): string =>
  JSON.stringify({ status: 'error', errorType, error });

describe('an upstream that refuses', () => {
  it.each([
    [401, 'unauthorized', 502, 'does not accept the answer (401)'],
    [403, 'forbidden', 502, 'forbids this (403)'],
    [
      422,
      prometheusError('execution', 'query processing would load too many samples'),
      400,
      'too many samples. Narrow the time range',
    ],
    [400, prometheusError('bad_data', 'invalid parameter "query"'), 400, 'rejects the query: invalid parameter'],
    [429, 'slow down', 429, 'limits how often it may be asked (429): slow down'],
    [503, 'starting', 429, 'no capacity at the moment (503)'],
    [404, 'not found', 502, 'check the path in prometheus.url'],
    [500, 'boom', 502, 'failed on this (500)'],
    [502, '<html>Bad Gateway</html>', 502, 'A proxy before Prometheus'],
  ])('with %i', async (given, body, status, words) => {
    const contentType = body.startsWith('{') ? 'application/json' : body.startsWith('<') ? 'text/html' : 'text/plain';
    const answer = await against(always(given, body, contentType));
    expect(answer).toMatchObject({ status, errorSource: 'downstream', frames: [] });
    expect(answer.error).toContain(words);
  });
});

describe('an upstream that answers something else', () => {
  it('a web page', async () => {
    const answer = await against(always(200, '<!doctype html><title>Sign in</title>', 'text/html'));
    expect(answer).toMatchObject({ status: 502, errorSource: 'downstream' });
    expect(answer.error).toContain('a web page instead of data');
  });

  it('JSON of another kind', async () => {
    const answer = await against(always(200, '{"hello":"world"}'));
    expect(answer).toMatchObject({ status: 502, errorSource: 'downstream' });
    expect(answer.error).toContain('check that prometheus.url points at a Prometheus API');
  });

  it('a redirect to a login page on another host', async () => {
    const answer = await against((_request, response) => {
      response.writeHead(302, { location: 'http://login.example/sign-in' });
      response.end();
    });
    expect(answer).toMatchObject({ status: 502, errorSource: 'downstream' });
    expect(answer.error).toContain('redirects to http://login.example/sign-in');
  });

  it('100 MB, of which it is not made to send the rest', async () => {
    const chunk = Buffer.alloc(1024 * 1024, 'x');
    const sent: number[] = [];
    const answer = await against((_request, response) => {
      const place = sent.push(0) - 1;
      response.writeHead(200, { 'content-type': 'application/json' });
      response.write('{"status":"success","data":"');
      const more = (): void => {
        while ((sent[place] ?? 0) < 100 && !response.destroyed) {
          sent[place] = (sent[place] ?? 0) + 1;
          if (!response.write(chunk)) {
            response.once('drain', more);
            return;
          }
        }
        response.end('"}');
      };
      more();
    });
    expect(answer).toMatchObject({ status: 422, errorSource: 'downstream' });
    expect(answer.error).toContain('larger than 64 MiB');
    expect(Math.max(...sent)).toBeGreaterThan(0);
    expect(Math.max(...sent)).toBeLessThan(100);
  });
});

describe('an upstream that is not there', () => {
  it('refuses the connection', async () => {
    const answer = await ask({ jsonData: { prometheus: { url: 'http://127.0.0.1:1' } } });
    expect(answer).toMatchObject({ status: 502, errorSource: 'downstream' });
    expect(answer.error).toContain('refuses the connection: is it running');
  });

  it('has a name that nobody knows', async () => {
    const answer = await ask({ jsonData: { prometheus: { url: 'http://no-such-host.invalid:9090' } } });
    expect(answer).toMatchObject({ status: 502, errorSource: 'downstream' });
    expect(answer.error).toContain('no-such-host.invalid');
  });

  it('hangs up in the middle', async () => {
    const answer = await against((request) => request.socket.destroy());
    expect(answer).toMatchObject({ status: 502, errorSource: 'downstream' });
    expect(answer.error).toContain('broke off');
  });
});

describe('an upstream that is slow', () => {
  it('is given up after the time that the settings say', async () => {
    const started = performance.now();
    const answer = await against(() => undefined, drift, { timeoutSeconds: 1 });
    // Not after the 25 seconds that it waits where the settings say nothing.
    expect(performance.now() - started).toBeLessThan(15_000);
    expect(answer).toMatchObject({ status: 504, errorSource: 'downstream' });
    expect(answer.error).toContain('did not answer within 1 s');
    expect(answer.error).toContain('timeoutSeconds');
  });

  it('is given up before the caller hangs up, so that the caller still hears why', async () => {
    const server = await serve(() => undefined);
    const { A } = await plugin.queryData(
      { jsonData: { prometheus: { url: server.url } } },
      [{ refId: 'A', json: drift, from: NOW - HOUR, to: NOW }],
      { deadlineMs: 1_500 }
    );
    await server.close();
    expect(A).toMatchObject({ status: 504, errorSource: 'downstream' });
  });

  it('is left alone as soon as the panel that asked goes away', async () => {
    let closed = 0;
    const server = await serve((request) => request.socket.once('close', () => (closed += 1)));
    const panel = new AbortController();
    const asked = plugin
      .queryData(
        { jsonData: { prometheus: { url: server.url } } },
        [{ refId: 'A', json: drift, from: NOW - HOUR, to: NOW }],
        { signal: panel.signal }
      )
      .catch((error: { code?: number }) => error.code);
    while (server.requests.length === 0) {
      await new Promise((resolve) => setTimeout(resolve, 5));
    }
    panel.abort();
    expect(await asked).toBe(1);
    const started = performance.now();
    while (closed === 0 && performance.now() - started < 15_000) {
      await new Promise((resolve) => setTimeout(resolve, 5));
    }
    await server.close();
    expect(closed).toBeGreaterThan(0);
  });
});

/** Just enough of Prometheus' HTTP API to hand back series that a healthy Prometheus would not have. */
function prometheus(
  series: (query: string, time: number) => ReadonlyArray<{ metric: object; value: string }>
): RequestListener {
  return (request, response) => {
    let body = '';
    request.on('data', (chunk: Buffer) => (body += chunk.toString()));
    request.on('end', () => {
      const { pathname } = new URL(request.url ?? '/', 'http://x');
      const params = new URLSearchParams(body);
      const time = Number(params.get('time'));
      const data = pathname.endsWith('/query')
        ? {
            resultType: 'vector',
            result: series(params.get('query') ?? '', time * 1000).map(({ metric, value }) => ({
              metric,
              value: [time, value],
            })),
          }
        : pathname.endsWith('/runtimeinfo')
          ? { storageRetention: '15d' }
          : [];
      response.writeHead(200, { 'content-type': 'application/json' });
      response.end(JSON.stringify({ status: 'success', data }));
    });
  };
}

const buckets = (feature: string, counts: Record<string, number>) =>
  Object.entries(counts).map(([le, count]) => ({ metric: { feature, le }, value: String(count) }));
const whole = { '10': 100, '20': 300, '+Inf': 400 };
const isBuckets = (query: string): boolean => query.includes('increase(model_feature_bucket');

describe('data that is not what it should be', () => {
  it('a histogram without +Inf, which leaves its neighbours whole', async () => {
    const answer = await against(
      prometheus((query) =>
        isBuckets(query) ? [...buckets('whole', whole), ...buckets('broken', { '10': 5, '20': 9 })] : []
      )
    );
    expect(answer.error).toBe('');
    const [frame] = answer.frames.map(decodeFrame);
    const column = (name: string) => frame?.fields.find((field) => field.name === name)?.values;
    expect([column('feature'), column('psi')]).toEqual([
      ['broken', 'whole'],
      [null, 0],
    ]);
    expect(column('reason')?.[0]).toContain('+Inf');
    expect(JSON.stringify(frame?.meta['notices'])).toContain('+Inf');
  });

  it('no usable histogram at all', async () => {
    const answer = await against(
      prometheus((query) => (isBuckets(query) ? buckets('broken', { '10': 5, '20': 9 }) : []))
    );
    expect(answer).toMatchObject({ status: 422, errorSource: 'downstream' });
    expect(answer.error).toContain('+Inf');
  });

  it('a metric that is no histogram', async () => {
    const source = { upstream: 'prometheus', kind: 'histogram', metric: 'up' };
    const answer = await against(
      prometheus((query) =>
        query.includes('count by (__name__)') ? [{ metric: { __name__: 'up' }, value: '1' }] : []
      ),
      { queryType: 'drift', source }
    );
    expect(answer).toMatchObject({ status: 422, errorSource: 'downstream' });
    expect(answer.error).toContain('"up" is not a histogram');
  });

  it('nothing now', async () => {
    const answer = await against(
      prometheus((query, time) => (isBuckets(query) && time < NOW ? buckets('amount', whole) : []))
    );
    expect(answer).toMatchObject({ status: 416, errorSource: 'downstream' });
    expect(answer.error).toContain('Nothing was observed from 2026-11-23T11:00:00Z to 2026-11-23T12:00:00Z');
  });

  it('nothing now, for an alert rule: no value, and no error', async () => {
    const answer = await against(
      prometheus((query, time) => (isBuckets(query) && time < NOW ? buckets('amount', whole) : [])),
      drift,
      {},
      { FromAlert: 'true' }
    );
    expect(answer.error).toBe('');
    expect(answer.frames.map((frame) => decodeFrame(frame).fields.map(({ values }) => values))).toEqual([[[null]]]);
  });

  it('nothing in the reference', async () => {
    const answer = await against(
      prometheus((query, time) => (isBuckets(query) && time === NOW ? buckets('amount', whole) : []))
    );
    expect(answer).toMatchObject({ status: 404, errorSource: 'downstream' });
    expect(answer.error).toContain('The reference (the same time 1d earlier');
  });

  it('a reference from before the data begins', async () => {
    const answer = await against(
      prometheus((query, time) => (isBuckets(query) && time === NOW ? buckets('amount', whole) : [])),
      { ...drift, reference: { kind: 'offset', offset: '3000d' } }
    );
    expect(answer).toMatchObject({ status: 404, errorSource: 'downstream' });
    expect(answer.error).toContain('outside retention');
  });

  it('a label value with quotes, braces and a newline, which reaches Prometheus as it is', async () => {
    const queries: string[] = [];
    const value = 'a"},{b\\\n{{$x}} é 🚨';
    const answer = await against(
      prometheus((query) => {
        queries.push(query);
        return isBuckets(query) ? buckets('amount', whole) : [];
      }),
      { ...drift, filters: { country: value } }
    );
    expect(answer.error).toBe('');
    expect(queries.find(isBuckets)).toContain(String.raw`country="a\"},{b\\\n{{$x}} é 🚨"`);
  });
});

describe('a selector with quotes, braces and a newline in a label value', () => {
  it('is read as data, and reaches Prometheus with each of them escaped anew', async () => {
    const queries: string[] = [];
    const selector = String.raw`{path="/a\"},{b}\n", job=~'x{1,2}'}`;
    const answer = await against(
      prometheus((query) => {
        queries.push(query);
        return isBuckets(query) ? buckets('amount', whole) : [];
      }),
      {
        queryType: 'drift',
        source: {
          upstream: 'prometheus',
          kind: 'histogram',
          metric: 'model_feature',
          selector,
          featureLabel: 'feature',
        },
      }
    );
    expect(answer).toMatchObject({ status: 200, error: '' });
    expect(queries.find(isBuckets)).toContain(String.raw`{path="/a\"},{b}\n",job=~"x{1,2}"}`);
  });
});

describe('health', () => {
  it('says of each fault what to change', async () => {
    const server = await serve(always(401, ''));
    const report = await plugin.checkHealth({ jsonData: { prometheus: { url: server.url } } });
    await server.close();
    expect(report).toMatchObject({ status: 'ERROR', details: { code: 'upstream_refused' } });
    expect(report.message).toContain('prometheus.auth');
  });

  it('lists wrong settings with their paths', async () => {
    const report = await plugin.checkHealth({ jsonData: { prometheus: { url: 'prometheus' }, models: [{ id: '' }] } });
    expect(report.status).toBe('ERROR');
    expect(report.message).toContain('models[0].id: give the model an id');
  });
});

describe('another data source of Grafana', () => {
  it('is read through Grafana, with the token, and is never this one', async () => {
    const grafana = await serve(prometheus((query) => (isBuckets(query) ? buckets('amount', whole) : [])));
    const source = {
      uid: 'tidemark',
      jsonData: { prometheus: { datasourceUid: 'prom' } },
      secrets: { grafanaToken: 'glsa_token' },
      appUrl: `${grafana.url}/`,
    };
    const answer = await ask(source);
    const itself = await ask({ ...source, jsonData: { prometheus: { datasourceUid: 'tidemark' } } });
    await grafana.close();
    expect(answer.error).toBe('');
    expect(new Set(grafana.requests.map(({ authorization }) => authorization))).toEqual(new Set(['Bearer glsa_token']));
    expect(grafana.requests[0]?.url).toBe('/api/datasources/proxy/uid/prom/api/v1/query');
    expect(itself).toMatchObject({ status: 400, errorSource: 'plugin' });
    expect(itself.error).toContain('the data source itself');
  });
});
