import assert from 'node:assert/strict';
import { gzipSync } from 'node:zlib';
import { secretNames, type HttpUpstream } from '../../../model';
import { TidemarkError, type ErrorCode } from '../../errors';
import { connectionOf } from '../connection';
import type { UpstreamDeps } from '../deps';
import { DEFAULT_LIMITS, HttpClient, type HttpLimits, type HttpQuestion } from '../http';
import { PROMETHEUS_NAMES } from '../names';
import * as certificates from './certificates';
import { json, startServer, type Handler, type TestServer } from './server';

/**
 * What the HTTP client must do, against real servers on loopback. The same list runs in Jest (Node), and compiled by
 * Bun as the backend itself is: the two have different HTTP and TLS inside.
 */
export interface Scenario {
  readonly title: string;
  readonly run: () => Promise<void>;
}

const MiB = 1024 * 1024;
const QUESTION: HttpQuestion = {
  method: 'POST',
  path: '/api/v1/query',
  params: [
    ['query', 'up{job="a&b"}'],
    ['time', '1'],
  ],
  operation: 'query',
};
const ANSWER = { status: 'success', data: { result: [] } };

type Exchange = Parameters<UpstreamDeps['observer']['exchanged']>[0];

interface Rig {
  readonly client: HttpClient;
  readonly exchanges: Exchange[];
  readonly cache: string[];
}

function rig(
  settings: HttpUpstream,
  secrets: Readonly<Record<string, string>> = {},
  limits: Partial<HttpLimits> = {}
): Rig {
  const exchanges: Exchange[] = [];
  const cache: string[] = [];
  const silent = (): void => undefined;
  const deps: UpstreamDeps = {
    now: Date.now,
    observer: { exchanged: (exchange) => exchanges.push(exchange), cache: (result) => cache.push(result) },
    log: { debug: silent, info: silent, warn: silent, error: silent },
  };
  const connection = connectionOf(settings, secrets, PROMETHEUS_NAMES);
  const client = new HttpClient(connection, deps, { ...DEFAULT_LIMITS, ...limits });
  return { client, exchanges, cache };
}

const never = (): AbortSignal => new AbortController().signal;

async function ask(settings: HttpUpstream, secrets?: Readonly<Record<string, string>>): Promise<unknown> {
  return rig(settings, secrets).client.json(QUESTION, never());
}

async function failure(promise: Promise<unknown>): Promise<TidemarkError> {
  try {
    await promise;
  } catch (thrown) {
    assert.ok(thrown instanceof TidemarkError, `threw ${String(thrown)}`);
    return thrown;
  }
  throw new Error('it did not fail');
}

async function fails(promise: Promise<unknown>, code: ErrorCode, ...says: readonly RegExp[]): Promise<TidemarkError> {
  const error = await failure(promise);
  assert.equal(error.code, code, error.message);
  says.forEach((said) => assert.match(error.message, said));
  return error;
}

function withServer(
  handler: Handler,
  check: (server: TestServer) => Promise<void>,
  tls?: Parameters<typeof startServer>[1]
) {
  return async (): Promise<void> => {
    const server = await startServer(handler, tls);
    try {
      await check(server);
    } finally {
      await server.close();
    }
  };
}

const ok: Handler = (_, response) => json(response, ANSWER);
const answers =
  (status: number, body: string, contentType = 'application/json'): Handler =>
  (_, response) => {
    response.writeHead(status, { 'content-type': contentType }).end(body);
  };
const promError = (errorType: string, error: string): string => JSON.stringify({ status: 'error', errorType, error });

const SERVER_TLS = { cert: certificates.serverCertificate, key: certificates.serverKey };
const CA = { [secretNames.caCert]: certificates.authorityCertificate };
const MUTUAL_TLS = {
  ...SERVER_TLS,
  ca: certificates.authorityCertificate,
  requestCert: true,
  rejectUnauthorized: true,
};

const asking: readonly Scenario[] = [
  {
    title: 'posts the question form-encoded, and answers the JSON',
    run: withServer(ok, async (server) => {
      assert.deepEqual(await ask({ url: server.url }), ANSWER);
      const [seen] = server.seen;
      assert.equal(seen?.method, 'POST');
      assert.equal(seen?.path, '/api/v1/query');
      assert.equal(seen?.headers['content-type'], 'application/x-www-form-urlencoded');
      assert.equal(seen?.params.get('query'), 'up{job="a&b"}');
    }),
  },
  {
    title: 'puts the parameters of a GET into the URL, below the path prefix of the settings',
    run: withServer(ok, async (server) => {
      const { client } = rig({ url: `${server.url}/tenant/prometheus/` });
      await client.json({ ...QUESTION, method: 'GET' }, never());
      assert.equal(server.seen[0]?.path, '/tenant/prometheus/api/v1/query');
      assert.equal(server.seen[0]?.params.get('query'), 'up{job="a&b"}');
    }),
  },
  {
    title: 'asks for gzip and reads it, and counts the bytes that came over the wire',
    run: withServer(
      (_, response) => {
        const body = gzipSync(JSON.stringify({ ...ANSWER, padding: 'x'.repeat(50_000) }));
        response.writeHead(200, { 'content-type': 'application/json', 'content-encoding': 'gzip' }).end(body);
      },
      async (server) => {
        const { client, exchanges } = rig({ url: server.url });
        const answer = (await client.json(QUESTION, never())) as { padding: string };
        assert.equal(answer.padding.length, 50_000);
        assert.match(String(server.seen[0]?.headers['accept-encoding']), /gzip/);
        assert.equal(exchanges.length, 1);
        assert.equal(exchanges[0]?.outcome, 'ok');
        assert.ok(
          (exchanges[0]?.bytes ?? 0) > 50 && (exchanges[0]?.bytes ?? 0) < 2_000,
          `${exchanges[0]?.bytes} bytes`
        );
      }
    ),
  },
  {
    title: 'sends user and password, also those of the URL, a bearer token, and custom headers with their secrets',
    run: withServer(ok, async (server) => {
      await ask({ url: server.url, auth: 'basic', user: 'ann' }, { [secretNames.password]: 'pä:ss' });
      await ask({ url: server.url.replace('://', '://bob:s%40cret@') });
      await ask({ url: server.url, auth: 'bearer' }, { [secretNames.token]: 'tok-en' });
      await ask(
        { url: server.url, headers: ['X-Scope-OrgID', 'X-Other'] },
        { [secretNames.header(1)]: 'a', [secretNames.header(2)]: 'b' }
      );
      const sent = server.seen.map(({ headers }) => headers);
      const basic = (text: string): string => `Basic ${Buffer.from(text, 'utf8').toString('base64')}`;
      assert.deepEqual(
        sent.map(({ authorization }) => authorization),
        [basic('ann:pä:ss'), basic('bob:s@cret'), 'Bearer tok-en', undefined]
      );
      assert.equal(sent[3]?.['x-scope-orgid'], 'a');
      assert.equal(sent[3]?.['x-other'], 'b');
    }),
  },
  {
    title: 'keeps its connection for the next question, and asks again where the server has closed it',
    run: async () => {
      let close = false;
      const server = await startServer((_, response) => {
        // As a server does whose idle time is over at the moment of our next question.
        if (close && server.seen.length === 3) {
          response.socket?.destroy();
        } else {
          json(response, ANSWER);
        }
      });
      try {
        const { client } = rig({ url: server.url });
        await client.json(QUESTION, never());
        await client.json(QUESTION, never());
        assert.equal(server.connections(), 1);
        close = true;
        assert.deepEqual(await client.json(QUESTION, never()), ANSWER);
      } finally {
        await server.close();
      }
    },
  },
  {
    title: 'goes straight to its host, whatever proxy the environment names',
    run: withServer(ok, async (server) => {
      const { client } = rig({ url: server.url });
      const before = process.env['HTTP_PROXY'];
      process.env['HTTP_PROXY'] = 'http://127.0.0.1:1';
      try {
        assert.deepEqual(await client.json(QUESTION, never()), ANSWER);
      } finally {
        delete process.env['HTTP_PROXY'];
        Object.assign(process.env, before === undefined ? {} : { HTTP_PROXY: before });
      }
    }),
  },
  {
    title: 'follows a redirect on the same host, with its question',
    run: withServer(
      (seen, response) => {
        if (seen.path === '/api/v1/query') {
          response.writeHead(307, { location: '/moved/query' }).end();
        } else {
          json(response, ANSWER);
        }
      },
      async (server) => {
        await ask({ url: server.url });
        assert.equal(server.seen[1]?.method, 'POST');
        assert.equal(server.seen[1]?.params.get('query'), 'up{job="a&b"}');
      }
    ),
  },
  {
    title: 'does not follow a redirect to another host: no credential and no question goes there',
    run: withServer(ok, async (other) => {
      const redirect: Handler = (_, response) => {
        response.writeHead(302, { location: `${other.url}/login?token=hidden` }).end();
      };
      await withServer(redirect, async (server) => {
        const secrets = { [secretNames.token]: 'tok-en' };
        const error = await fails(
          ask({ url: server.url, auth: 'bearer' }, secrets),
          'upstream_not_understood',
          /redirects to/,
          /prometheus\.url/
        );
        assert.doesNotMatch(error.message, /hidden|tok-en/);
      })();
      assert.equal(other.seen.length, 0);
    }),
  },
  {
    title: 'gives up on redirects that go round in circles',
    run: withServer(
      (_, response) => {
        response.writeHead(307, { location: '/again' }).end();
      },
      async (server) => {
        await fails(ask({ url: server.url }), 'upstream_not_understood', /redirects to/);
        assert.ok(server.seen.length <= 5);
      }
    ),
  },
];

const tls: readonly Scenario[] = [
  {
    title: 'trusts the authority of the settings',
    run: withServer(
      ok,
      async (server) => {
        assert.deepEqual(await ask({ url: server.url, tls: { withCaCert: true } }, CA), ANSWER);
        assert.deepEqual(
          await ask({ url: server.url.replace('127.0.0.1', 'localhost'), tls: { withCaCert: true } }, CA),
          ANSWER
        );
      },
      SERVER_TLS
    ),
  },
  {
    title: 'does not trust an unknown authority, and names the setting that would',
    run: withServer(
      ok,
      async (server) => {
        await fails(ask({ url: server.url }), 'upstream_unreachable', /not trusted/, /withCaCert/, /prometheusCaCert/);
        assert.equal(server.seen.length, 0);
      },
      SERVER_TLS
    ),
  },
  {
    title: 'trusts anything only where it is told to skip the check',
    run: withServer(
      ok,
      async (server) => assert.deepEqual(await ask({ url: server.url, tls: { skipVerify: true } }), ANSWER),
      { cert: certificates.expiredCertificate, key: certificates.expiredKey }
    ),
  },
  {
    title: 'lends no connection that was opened without a check, or with a certificate, to who has other settings',
    run: withServer(
      ok,
      async (server) => {
        const client = { [secretNames.clientCert]: certificates.clientCertificate };
        const secrets = { ...CA, ...client, [secretNames.clientKey]: certificates.clientKey };
        const mine = { url: server.url, tls: { skipVerify: true, withClientCert: true } };
        assert.deepEqual(await ask(mine, secrets), ANSWER);
        await fails(ask({ url: server.url, tls: { withClientCert: true } }, secrets), 'upstream_unreachable');
        await fails(ask({ url: server.url, tls: { skipVerify: true } }), 'upstream_unreachable');
        assert.deepEqual(await ask(mine, secrets), ANSWER);
        assert.equal(server.seen.length, 2);
      },
      MUTUAL_TLS
    ),
  },
  {
    title: 'does not accept a certificate for another name, unless that is the name of the settings',
    run: withServer(
      ok,
      async (server) => {
        const url = server.url.replace('127.0.0.1', 'localhost');
        await fails(ask({ url, tls: { withCaCert: true } }, CA), 'upstream_unreachable', /another name/, /serverName/);
        const named = { withCaCert: true, serverName: 'prometheus.example' };
        assert.deepEqual(await ask({ url, tls: named }, CA), ANSWER);
      },
      { cert: certificates.elsewhereCertificate, key: certificates.elsewhereKey }
    ),
  },
  {
    title: 'does not accept a certificate that is out of date',
    run: withServer(
      ok,
      async (server) => {
        await fails(
          ask({ url: server.url, tls: { withCaCert: true } }, CA),
          'upstream_unreachable',
          /not valid at this time/
        );
      },
      { cert: certificates.expiredCertificate, key: certificates.expiredKey }
    ),
  },
  {
    title: 'shows its client certificate',
    run: withServer(
      ok,
      async (server) => {
        const secrets = {
          ...CA,
          [secretNames.clientCert]: certificates.clientCertificate,
          [secretNames.clientKey]: certificates.clientKey,
        };
        const settings = { url: server.url, tls: { withCaCert: true, withClientCert: true } };
        assert.deepEqual(await ask(settings, secrets), ANSWER);
      },
      MUTUAL_TLS
    ),
  },
  {
    title: 'says that a client certificate may be missing where the server closes the handshake',
    run: withServer(
      ok,
      async (server) => {
        await fails(
          ask({ url: server.url, tls: { withCaCert: true } }, CA),
          'upstream_unreachable',
          /client certificate/
        );
      },
      MUTUAL_TLS
    ),
  },
  {
    title: 'says that a server speaks no TLS',
    run: withServer(ok, async (server) => {
      await fails(
        ask({ url: server.url.replace('http:', 'https:') }),
        'upstream_unreachable',
        /http:\/\/ instead of https:|TLS/
      );
    }),
  },
  {
    title: 'says that a server may want TLS',
    run: withServer(
      ok,
      async (server) => {
        const error = await failure(ask({ url: server.url.replace('https:', 'http:') }));
        assert.ok(['upstream_unreachable', 'upstream_rejected_query'].includes(error.code), error.code);
        assert.match(error.message, /https:\/\/|HTTPS/);
      },
      SERVER_TLS
    ),
  },
];

const STATUSES: ReadonlyArray<readonly [number, string, ErrorCode, ...RegExp[]]> = [
  [
    400,
    promError('bad_data', '1:5: parse error: unexpected end'),
    'upstream_rejected_query',
    /parse error: unexpected end/,
  ],
  [
    422,
    promError('execution', 'query would load too many samples'),
    'upstream_rejected_query',
    /too many samples\. Narrow the time range/,
  ],
  [401, 'no', 'upstream_refused', /401/, /prometheus\.auth/],
  [403, 'no', 'upstream_refused', /403/, /right to query/],
  [404, '404 page not found', 'upstream_not_understood', /prometheus\.url/, /path/],
  [413, 'too long', 'upstream_too_large', /413/],
  [418, 'teapot', 'upstream_not_understood', /418/],
  [429, 'slow down', 'upstream_overloaded', /429/, /slow down/],
  [503, promError('timeout', 'query timed out in expression evaluation'), 'deadline', /query timed out/],
  [503, 'starting up', 'upstream_overloaded', /503/, /starting up/],
  [500, promError('internal', 'disk on fire'), 'upstream_unreachable', /500/, /disk on fire/],
  [502, '<html>Bad gateway</html>', 'upstream_unreachable', /502/, /proxy/],
];

const refusals: readonly Scenario[] = [
  ...STATUSES.map(([status, body, code, ...says]): Scenario => ({
    title: `answers ${code} where the upstream answers ${status} ${body.slice(0, 40)}`,
    run: withServer(answers(status, body), async (server) => {
      const error = await fails(ask({ url: server.url }), code, ...says);
      assert.doesNotMatch(error.message, /<html|NaN|undefined/);
    }),
  })),
  {
    title: 'relays one line of an endless message',
    run: withServer(answers(400, promError('bad_data', `a\n\tb${'x'.repeat(300_000)}`)), async (server) => {
      const error = await fails(ask({ url: server.url }), 'upstream_rejected_query');
      assert.ok(error.message.length < 700, `${error.message.length} characters`);
      assert.doesNotMatch(error.message, /\n/);
    }),
  },
  {
    title: 'hides a secret that the upstream echoes',
    run: withServer(
      (seen, response) => {
        const echo = `you sent ${String(seen.headers.authorization)} and ${String(seen.headers['x-key'])}`;
        json(response, { status: 'error', errorType: 'bad_data', error: echo }, 400);
      },
      async (server) => {
        const secrets = { [secretNames.password]: 'correct horse', [secretNames.header(1)]: 'battery staple' };
        const error = await fails(
          ask({ url: server.url, auth: 'basic', user: 'ann', headers: ['X-Key'] }, secrets),
          'upstream_rejected_query',
          /you sent Basic \*\*\*/
        );
        assert.doesNotMatch(error.message, /horse|staple|YW5u/);
      }
    ),
  },
  {
    title: 'says nothing of user and password in the URL',
    run: async () => {
      const error = await fails(
        ask({ url: 'http://ann:opensesame@127.0.0.1:1/prom?key=hidden' }),
        'upstream_unreachable',
        /127\.0\.0\.1:1\/prom/
      );
      assert.doesNotMatch(error.message, /ann|opensesame|hidden/);
    },
  },
  {
    title: 'says that a connection is refused',
    run: async () => {
      const server = await startServer(ok);
      await server.close();
      await fails(ask({ url: server.url }), 'upstream_unreachable', /refuses the connection/, /prometheus\.url/);
    },
  },
  {
    title: 'says that a name is not known',
    run: async () => {
      await fails(
        ask({ url: 'http://no-such-host.invalid:9090' }),
        'upstream_unreachable',
        /no-such-host\.invalid is not known/
      );
    },
  },
  {
    title: 'says that a web page came instead of data',
    run: withServer(answers(200, '<!doctype html><title>Log in</title>', 'text/html'), async (server) => {
      await fails(ask({ url: server.url }), 'upstream_not_understood', /web page/, /login/);
    }),
  },
  {
    title: 'says that what came is no JSON',
    run: withServer(answers(200, 'pong', 'text/plain'), async (server) => {
      await fails(ask({ url: server.url }), 'upstream_not_understood', /not JSON/);
    }),
  },
  {
    title: 'says that the connection broke off within the answer',
    run: withServer(
      (_, response) => {
        response.writeHead(200, { 'content-type': 'application/json', 'content-length': '1000' });
        response.write('{"status":"succ');
        setTimeout(() => response.socket?.destroy(), 20);
      },
      async (server) => {
        await fails(ask({ url: server.url }), 'upstream_unreachable', /broke off/);
      }
    ),
  },
  {
    title: 'says that compressed data is broken',
    run: withServer(
      (_, response) => {
        const half = gzipSync(JSON.stringify(ANSWER)).subarray(0, 20);
        response.writeHead(200, { 'content-type': 'application/json', 'content-encoding': 'gzip' }).end(half);
      },
      async (server) => {
        const error = await failure(ask({ url: server.url }));
        assert.ok(['upstream_unreachable', 'upstream_not_understood'].includes(error.code), error.code);
      }
    ),
  },
];

/** Sends until it is stopped, or all is sent; tells how much. */
function endless(total: number): { handler: Handler; sent: () => number } {
  let sent = 0;
  const chunk = Buffer.alloc(256 * 1024, ' ');
  return {
    sent: () => sent,
    handler: (_, response) => {
      response.writeHead(200, { 'content-type': 'application/json' });
      const more = (): void => {
        while (sent < total && !response.destroyed) {
          sent += chunk.byteLength;
          if (!response.write(chunk)) {
            response.once('drain', more);
            return;
          }
        }
        response.end();
      };
      more();
    },
  };
}

const limits: readonly Scenario[] = [
  {
    title: 'cuts off an answer of 100 MB at the limit, and lets the server go',
    run: async () => {
      const { handler, sent } = endless(100 * MiB);
      await withServer(handler, async (server) => {
        const { client, exchanges } = rig({ url: server.url }, {}, { maxBytes: 8 * MiB });
        await fails(client.json(QUESTION, never()), 'upstream_too_large', /larger than 8 MiB/, /fewer features/);
        assert.ok(await server.idle(), 'the server was kept busy');
        assert.ok(sent() < 60 * MiB, `${sent()} bytes were sent`);
        assert.equal(exchanges[0]?.outcome, 'error');
      })();
    },
  },
  {
    title: 'takes the limit of the answer as it is after decompression',
    run: withServer(
      (_, response) => {
        const bomb = gzipSync(Buffer.alloc(32 * MiB, ' '));
        response.writeHead(200, { 'content-type': 'application/json', 'content-encoding': 'gzip' }).end(bomb);
      },
      async (server) => {
        const { client, exchanges } = rig({ url: server.url }, {}, { maxBytes: 4 * MiB });
        await fails(client.json(QUESTION, never()), 'upstream_too_large', /larger than 4 MiB/);
        assert.ok((exchanges[0]?.bytes ?? Infinity) < MiB);
      }
    ),
  },
  {
    title: 'gives up at its deadline, and lets the server go',
    run: withServer(
      () => undefined,
      async (server) => {
        const { client, exchanges } = rig({ url: server.url, timeoutSeconds: 0.2 });
        const started = performance.now();
        await fails(client.json(QUESTION, never()), 'deadline', /0\.2 s/, /timeoutSeconds/);
        assert.ok(performance.now() - started < 2_000);
        assert.ok(await server.idle(), 'the server was kept busy');
        assert.equal(exchanges[0]?.outcome, 'error');
      }
    ),
  },
  {
    title: 'gives up at its deadline within an answer that trickles',
    run: withServer(
      (_, response) => {
        response.writeHead(200, { 'content-type': 'application/json' });
        const timer = setInterval(() => response.write(' '), 20);
        response.once('close', () => clearInterval(timer));
      },
      async (server) => {
        await fails(ask({ url: server.url, timeoutSeconds: 0.3 }), 'deadline');
        assert.ok(await server.idle(), 'the server was kept busy');
      }
    ),
  },
  {
    title: 'is cancelled with its request, and lets the server go',
    run: withServer(
      () => undefined,
      async (server) => {
        const { client, exchanges } = rig({ url: server.url });
        const controller = new AbortController();
        const answer = client.json(QUESTION, controller.signal);
        setTimeout(() => controller.abort(), 50);
        await fails(answer, 'cancelled');
        assert.ok(await server.idle(), 'the server was kept busy');
        assert.equal(exchanges[0]?.outcome, 'cancelled');
      }
    ),
  },
  {
    title: 'passes on why it was cancelled, where that is an error of ours',
    run: withServer(
      () => undefined,
      async (server) => {
        const { client } = rig({ url: server.url });
        const controller = new AbortController();
        const answer = client.json(QUESTION, controller.signal);
        controller.abort(new TidemarkError('deadline', 'the time of the request is up'));
        await fails(answer, 'deadline', /time of the request/);
      }
    ),
  },
  {
    title: 'asks the same question at the same time once, and another one for itself',
    run: withServer(
      (_, response) => {
        setTimeout(() => json(response, ANSWER), 100);
      },
      async (server) => {
        const { client, cache } = rig({ url: server.url });
        const other = { ...QUESTION, params: [['query', 'down']] as const };
        await Promise.all([QUESTION, QUESTION, other, QUESTION].map((question) => client.json(question, never())));
        assert.equal(server.seen.length, 2);
        assert.deepEqual(cache, ['miss', 'joined', 'miss', 'joined']);
        await client.json(QUESTION, never());
        assert.equal(server.seen.length, 3);
      }
    ),
  },
  {
    title: 'lets one who gives up go without the others, and cancels when the last has gone',
    run: async () => {
      let slow = false;
      const handler: Handler = (_, response) => {
        if (!slow) {
          setTimeout(() => json(response, ANSWER), 150);
        }
      };
      await withServer(handler, async (server) => {
        const { client } = rig({ url: server.url });
        const first = new AbortController();
        const second = new AbortController();
        const leaving = client.json(QUESTION, first.signal);
        const staying = client.json(QUESTION, second.signal);
        setTimeout(() => first.abort(), 30);
        await fails(leaving, 'cancelled');
        assert.deepEqual(await staying, ANSWER);

        slow = true;
        const both = [new AbortController(), new AbortController()];
        const answers = both.map((controller) => failure(client.json(QUESTION, controller.signal)));
        setTimeout(() => both.forEach((controller) => controller.abort()), 50);
        assert.deepEqual(
          (await Promise.all(answers)).map(({ code }) => code),
          ['cancelled', 'cancelled']
        );
        assert.ok(await server.idle(), 'the server was kept busy');
        assert.equal(server.seen.length, 2);
      })();
    },
  },
  {
    title: 'asks no more at once than the limit, and keeps the rest in line',
    run: async () => {
      let open = 0;
      let most = 0;
      const handler: Handler = (_, response) => {
        open += 1;
        most = Math.max(most, open);
        setTimeout(() => {
          open -= 1;
          json(response, ANSWER);
        }, 30);
      };
      await withServer(handler, async (server) => {
        const { client } = rig({ url: server.url }, {}, { maxConcurrent: 3 });
        const questions = Array.from({ length: 10 }, (_, i) => ({
          ...QUESTION,
          params: [['query', String(i)]] as const,
        }));
        await Promise.all(questions.map((question) => client.json(question, never())));
        assert.equal(most, 3);
        assert.equal(server.seen.length, 10);
      })();
    },
  },
  {
    title: 'leaves the line when it is cancelled there, and asks nothing',
    run: withServer(
      (_, response) => {
        setTimeout(() => json(response, ANSWER), 150);
      },
      async (server) => {
        const { client } = rig({ url: server.url }, {}, { maxConcurrent: 1 });
        const first = client.json(QUESTION, never());
        const controller = new AbortController();
        const second = client.json({ ...QUESTION, params: [] }, controller.signal);
        setTimeout(() => controller.abort(), 30);
        await fails(second, 'cancelled');
        assert.deepEqual(await first, ANSWER);
        assert.deepEqual(await client.json(QUESTION, never()), ANSWER);
        assert.equal(server.seen.length, 2);
      }
    ),
  },
];

export const HTTP_SCENARIOS: ReadonlyArray<{ readonly title: string; readonly scenarios: readonly Scenario[] }> = [
  { title: 'asking', scenarios: asking },
  { title: 'TLS', scenarios: tls },
  { title: 'refusals', scenarios: refusals },
  { title: 'limits', scenarios: limits },
];
