import { execFileSync } from 'node:child_process';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { eventually } from '../lib/eventually';
import { BY_NPM, failToStart, provision, startPreview, type Preview } from './preview';

const YAML = `
apiVersion: 1
datasources:
  - name: Sample
    uid: sample
    type: tidemark-drift-datasource
    isDefault: true
    jsonData:
      prometheus: { sample: true }
  - name: Guarded
    uid: guarded
    type: tidemark-drift-datasource
    editable: true
    jsonData:
      prometheus: { url: "$UPSTREAM", auth: basic, user: eve }
      models: [{ id: fraud }]
    secureJsonData: { prometheusPassword: "$PASSWORD" }
`;

interface Frame {
  readonly schema: {
    readonly refId?: string;
    readonly meta?: { readonly executedQueryString?: string };
    readonly fields: ReadonlyArray<{
      readonly name: string;
      readonly type: string;
      readonly typeInfo: { readonly frame: string };
    }>;
  };
  readonly data: { readonly values: ReadonlyArray<readonly unknown[]> };
}
interface Results {
  readonly results: Readonly<
    Record<
      string,
      {
        readonly status: number;
        readonly error?: string;
        readonly errorSource?: string;
        readonly frames: readonly Frame[];
      }
    >
  >;
}

describe("the preview speaks Grafana's HTTP", () => {
  let preview: Preview;
  let upstream: Server;
  let provisioned: ReturnType<typeof provision>;
  const authorizations: Array<string | undefined> = [];

  beforeAll(async () => {
    upstream = createServer((request, response) => {
      authorizations.push(request.headers.authorization);
      response.statusCode = 401;
      response.end('no');
    });
    await new Promise<void>((done) => upstream.listen(0, '127.0.0.1', done));
    provisioned = provision(YAML);
    preview = await startPreview(['--provisioning', provisioned.folder], {
      UPSTREAM: `http://127.0.0.1:${(upstream.address() as AddressInfo).port}`,
      PASSWORD: 'hush-hush',
    });
  }, 240_000);
  afterAll(async () => {
    await preview?.stop();
    upstream?.close();
    provisioned?.remove();
  });

  const get = async (path: string): Promise<{ status: number; body: unknown; text: string }> => {
    const response = await fetch(`${preview.url}${path}`);
    const text = await response.text();
    return { status: response.status, text, body: /^[{[]/.test(text) ? JSON.parse(text) : undefined };
  };
  const ask = async (body: unknown): Promise<{ status: number; body: unknown }> => {
    const response = await fetch(`${preview.url}/api/ds/query`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: typeof body === 'string' ? body : JSON.stringify(body),
    });
    return { status: response.status, body: await response.json() };
  };
  const drift = (more: Readonly<Record<string, unknown>> = {}) => ({
    refId: 'A',
    datasource: { uid: 'sample' },
    queryType: 'drift',
    format: 'table',
    model: 'fraud',
    scores: ['psi'],
    reference: { kind: 'offset', offset: '3d' },
    ...more,
  });
  const range = { from: 'now-6h', to: 'now' };

  it('says once that it is ready, with its address, and binds to this machine alone', () => {
    expect(preview.output().match(/is ready/g)).toHaveLength(1);
    expect(preview.url).toMatch(/^http:\/\/127\.0\.0\.1:\d+$/);
  });

  it('answers a query with frames of schema and data', async () => {
    const { status, body } = await ask({ ...range, queries: [drift()] });
    expect(status).toBe(200);
    const answer = (body as Results).results['A'];
    expect(answer?.status).toBe(200);
    const frame = answer?.frames[0];
    expect(frame?.schema.refId).toBe('A');
    expect(frame?.schema.meta?.executedQueryString).toContain('increase(');
    const names = frame?.schema.fields.map(({ name }) => name) ?? [];
    expect(names).toEqual(expect.arrayContaining(['feature', 'psi', 'p_value', 'verdict']));
    expect(frame?.schema.fields[names.indexOf('psi')]).toMatchObject({
      type: 'number',
      typeInfo: { frame: 'float64' },
    });
    const column = (name: string): readonly unknown[] => frame?.data.values[names.indexOf(name)] ?? [];
    expect(column('verdict')[column('feature').indexOf('amount')]).toBe('drift');
  });

  it('answers 400 where one query fails, with its message and source, and leaves the other whole', async () => {
    const { status, body } = await ask({ ...range, queries: [drift(), drift({ refId: 'B', model: 'nobody' })] });
    const { results } = body as Results;
    expect(status).toBe(400);
    expect(results['A']?.frames[0]?.data.values[0]?.length).toBeGreaterThan(0);
    expect(results['B']).toMatchObject({ status: 404, errorSource: 'plugin', frames: [] });
    expect(results['B']?.error).toContain('nobody');
  });

  it('computes other numbers for another reference', async () => {
    const psiAgainst = async (offset: string): Promise<unknown> => {
      const { body } = await ask({
        ...range,
        queries: [drift({ features: ['amount'], reference: { kind: 'offset', offset } })],
      });
      const frame = (body as Results).results['A']?.frames[0];
      return frame?.data.values[frame.schema.fields.findIndex(({ name }) => name === 'psi')]?.[0];
    };
    const [far, near] = await Promise.all([psiAgainst('3d'), psiAgainst('1h')]);
    expect(far).toBeGreaterThan(0.25);
    expect(near).toBeLessThan(0.1);
  });

  it.each([
    ['a body that is no JSON', '{', 400, 'bad request data'],
    ['no query', { ...range, queries: [] }, 400, 'No queries found'],
    ['a query without a data source', { ...range, queries: [{ refId: 'A' }] }, 400, 'valid data source identifier'],
    [
      'a data source that is not there',
      { ...range, queries: [{ refId: 'A', datasource: { uid: 'x' } }] },
      404,
      'Data source not found',
    ],
    ['the same refId twice', { ...range, queries: [drift(), drift()] }, 400, 'same RefId'],
    ['a range that is none', { from: 'yesterday', to: 'now', queries: [drift()] }, 400, '"from" and "to"'],
  ])('refuses %s as Grafana does', async (_, body, status, message) => {
    const answer = await ask(body);
    expect(answer.status).toBe(status);
    expect((answer.body as { message: string }).message).toContain(message);
  });

  it('checks the health of a data source, and says with 400 what is wrong', async () => {
    const well = await get('/api/datasources/uid/sample/health');
    expect(well).toMatchObject({ status: 200, body: { status: 'OK' } });
    const ill = await get('/api/datasources/uid/guarded/health');
    expect(ill).toMatchObject({ status: 400, body: { status: 'ERROR' } });
    expect(ill.text).toMatch(/401/);
  });

  it('hands the secrets of the file to the program, and to nobody else', async () => {
    await get('/api/datasources/uid/guarded/health');
    expect(authorizations).toContain(`Basic ${Buffer.from('eve:hush-hush').toString('base64')}`);
    for (const path of ['/', '/api/datasources', '/api/datasources/uid/guarded', '/api/frontend/settings']) {
      expect((await get(path)).text).not.toContain('hush-hush');
    }
    expect(await get('/api/datasources/uid/guarded')).toMatchObject({
      body: { secureJsonFields: { prometheusPassword: true } },
    });
    expect(preview.output()).not.toContain('hush-hush');
  });

  it('passes resources through, with their query and their errors', async () => {
    expect(await get('/api/datasources/uid/sample/resources/features?model=fraud')).toMatchObject({ status: 200 });
    expect(await get('/api/datasources/uid/sample/resources/nothing')).toMatchObject({ status: 404 });
    const { body } = await get('/api/datasources/uid/sample/resources/models');
    expect(body).toEqual(expect.arrayContaining([expect.objectContaining({ id: 'fraud' })]));
  });

  it("serves the program's metrics, and its own health", async () => {
    await ask({ ...range, queries: [drift()] });
    const metrics = await get('/metrics/plugins/tidemark-drift-datasource');
    expect(metrics.status).toBe(200);
    expect(metrics.text).toMatch(/^tidemark_queries_total\{.*kind="drift".*\} \d+$/m);
    expect(await get('/metrics/plugins/nobody')).toMatchObject({ status: 404 });
    expect(await get('/api/health')).toMatchObject({ status: 200, body: { database: 'ok' } });
  });

  it('changes a data source in memory where it is editable, and never where it is not', async () => {
    const put = async (uid: string, change: unknown): Promise<number> => {
      const response = await fetch(`${preview.url}/api/datasources/uid/${uid}`, {
        method: 'PUT',
        body: JSON.stringify(change),
      });
      return response.status;
    };
    expect(await put('sample', { name: 'Other' })).toBe(403);
    expect(await put('guarded', { name: 'Guarded still', jsonData: { prometheus: { sample: true } } })).toBe(200);
    expect(await get('/api/datasources/uid/guarded/health')).toMatchObject({ status: 200 });
    expect(await get('/api/datasources/uid/guarded')).toMatchObject({
      body: { secureJsonFields: { prometheusPassword: true } },
    });
  });

  it('leads out of no folder', async () => {
    const response = await fetch(`${preview.url}/public/plugins/tidemark-drift-app/..%2f..%2fpackage.json`);
    expect(response.status).toBe(404);
  });

  it('starts the program again when it dies', async () => {
    const startedAt = async (): Promise<number> => {
      const { text } = await get('/metrics/plugins/tidemark-drift-datasource');
      return Number(/^process_start_time_seconds (\S+)$/m.exec(text)?.[1] ?? NaN);
    };
    const before = await startedAt();
    // The one executable among the children of this preview.
    const family = execFileSync('ps', ['-eo', 'pid,ppid,comm'])
      .toString()
      .trim()
      .split('\n')
      .map((line) => line.trim().split(/\s+/));
    const childrenOf = (pid: string): string[] => family.filter(([, parent]) => parent === pid).map(([id]) => id ?? '');
    const bun = childrenOf(String(preview.pid))[0] ?? '';
    const program = family.find(([, parent, name]) => parent === bun && name?.startsWith('gpx_tidemark'))?.[0];
    expect(program).toBeDefined();
    process.kill(Number(program), 'SIGKILL');
    const look = (): Promise<readonly [status: number, start: number]> =>
      Promise.all([ask({ ...range, queries: [drift()] }).then(({ status }) => status), startedAt()]).catch(
        // Whoever asks while there is no program may get no answer.
        () => [0, NaN] as const
      );
    const [status, start] = await eventually(look, ([code, at]) => code === 200 && at > before);
    expect(status).toBe(200);
    expect(start).toBeGreaterThan(before);
    expect(preview.output()).toContain('starting it again');
  });

  it('stops with everything it started when it is told to', async () => {
    const stopped = await startPreview();
    const { port } = new URL(stopped.url);
    expect(await stopped.stop('SIGINT')).toBe(0);
    await expect(fetch(`http://127.0.0.1:${port}/api/health`)).rejects.toThrow();
  }, 120_000);

  it('stops when npm is told to, though npm does not hand that on', async () => {
    const { url, stop } = await startPreview([], {}, BY_NPM);
    await stop('SIGTERM');
    const isGone = async (): Promise<boolean> =>
      fetch(`${url}/api/health`).then(
        () => false,
        () => true
      );
    expect(await eventually(isGone, Boolean)).toBe(true);
  }, 120_000);
});

describe('a start that cannot work says what to change', () => {
  const upTo = 60_000;

  it(
    'a provisioning file that is broken',
    async () => {
      const { folder, remove } = provision('datasources: [');
      const { code, output } = await failToStart(['--provisioning', folder]);
      remove();
      expect(code).toBe(1);
      expect(output).toMatch(/tidemark\.yaml: this is no valid YAML/);
      expect(output).not.toMatch(/^\s+at /m);
    },
    upTo
  );

  it(
    'a port that is taken',
    async () => {
      const other = createServer();
      await new Promise<void>((done) => other.listen(0, '127.0.0.1', done));
      const { port } = other.address() as AddressInfo;
      const { code, output } = await failToStart(['--port', String(port)]);
      other.close();
      expect(code).toBe(1);
      expect(output).toContain(`Port ${port} is taken by another program`);
      expect(output).not.toMatch(/^\s+at /m);
    },
    upTo
  );

  it.each([
    [['--port', 'high'], '--port "high" is no port'],
    [['--provisioning', '/nowhere'], 'there is no such folder'],
    [['--prot', '1'], 'Usage: npm start'],
  ])(
    '%p',
    async (args, message) => {
      const { code, output } = await failToStart(args);
      expect(code).toBe(1);
      expect(output).toContain(message);
      expect(output).not.toMatch(/^\s+at /m);
    },
    upTo
  );
});
