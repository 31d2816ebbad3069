import { ChannelCredentials, Metadata, status, type ServiceError } from '@grpc/grpc-js';
import { tableFromIPC } from 'apache-arrow';
import { createServer } from 'node:net';
import { createBackend } from '../backend';
import { pluginContext, recordingLog } from '../testing/requests';
import {
  CheckHealthResponse_HealthStatus,
  DataClient,
  DataFrameFormat,
  DiagnosticsClient,
  PublishStreamResponse_Status,
  ResourceClient,
  StreamClient,
  SubscribeStreamResponse_Status,
  type QueryDataRequest,
} from './generated/backend';
import { GRPCControllerClient } from './generated/controller';
import { HealthCheckResponse_ServingStatus, HealthClient } from './generated/health';
import { startServer, type RunningServer } from './server';

const NOW = Date.parse('2026-11-23T12:00:00Z');
const events: string[] = [];
let server: RunningServer;
let address: string;

beforeAll(async () => {
  server = await startServer(createBackend({ log: recordingLog(), now: () => NOW }), {
    onShutdown: () => events.push('shutdown'),
    onEnd: () => events.push('end'),
    onFailure: () => events.push('failure'),
  });
  address = `127.0.0.1:${server.port}`;
});
afterAll(() => server.stop());

type Done<Answer> = (error: ServiceError | null, answer: Answer) => void;

/** Opens a client, asks it one thing, and closes it. */
async function using<Service extends { close(): void }, Answer>(
  Constructor: new (address: string, credentials: ChannelCredentials) => Service,
  ask: (client: Service, callback: (error: ServiceError | null, answer: Answer) => void) => unknown
): Promise<Answer> {
  const client = new Constructor(address, ChannelCredentials.createInsecure());
  try {
    return await new Promise<Answer>((resolve, reject) => {
      ask(client, (error, answer) => (error === null ? resolve(answer) : reject(error)));
    });
  } finally {
    client.close();
  }
}

/** As `using`, for a method that answers a stream. */
async function reading<Service extends { close(): void }, Answer>(
  Constructor: new (address: string, credentials: ChannelCredentials) => Service,
  ask: (client: Service) => NodeJS.ReadableStream
): Promise<Answer[]> {
  const client = new Constructor(address, ChannelCredentials.createInsecure());
  try {
    const answers: Answer[] = [];
    for await (const answer of ask(client)) {
      answers.push(answer as unknown as Answer);
    }
    return answers;
  } finally {
    client.close();
  }
}

const request = (json: unknown): QueryDataRequest => ({
  pluginContext: pluginContext(),
  headers: {},
  format: DataFrameFormat.ARROW,
  queries: [
    {
      refId: 'A',
      maxDataPoints: 100,
      intervalMS: 60_000,
      timeRange: { fromEpochMS: NOW - 3_600_000, toEpochMS: NOW },
      json: Buffer.from(JSON.stringify(json)),
      queryType: '',
    },
  ],
});
const drift = { queryType: 'drift', model: 'fraud', format: 'alert', scores: ['psi'], features: ['amount', 'channel'] };

describe('the server', () => {
  it('answers a query with Arrow frames', async () => {
    const { responses } = await using(
      DataClient,
      (client, done: Done<{ responses: Record<string, { frames: Buffer[]; status: number }> }>) =>
        client.queryData(request(drift), done)
    );
    expect(responses['A']?.status).toBe(200);
    expect(responses['A']?.frames.map((frame) => tableFromIPC(frame).schema.fields[0]?.name)).toEqual(['psi', 'psi']);
  });

  it('answers a query that fails with its error, its status and its source, inside a response that succeeds', async () => {
    const { responses } = await using(DataClient, (client, done: Done<{ responses: Record<string, object> }>) =>
      client.queryData(request({ queryType: 'x' }), done)
    );
    expect(responses['A']).toMatchObject({ status: 400, errorSource: 'plugin', frames: [] });
  });

  it('answers the same query in chunks, a frame a message', async () => {
    const chunks = await reading<DataClient, { refId: string; frameId: string; error: string }>(DataClient, (client) =>
      client.queryChunkedData(request(drift))
    );
    expect(chunks.map(({ refId, frameId, error }) => [refId, frameId, error])).toEqual([
      ['A', 'A-0', ''],
      ['A', 'A-1', ''],
    ]);
    const failed = await reading<DataClient, { error: string }>(DataClient, (client) =>
      client.queryChunkedData(request({ queryType: 'x' }))
    );
    expect(failed).toMatchObject([
      { frameId: 'A-0', status: 400, error: expect.stringContaining('unknown query kind') },
    ]);
  });

  it('checks health, and tells its metrics', async () => {
    const report = await using(DiagnosticsClient, (client, done: Done<{ status: number; jsonDetails: Buffer }>) =>
      client.checkHealth({ pluginContext: pluginContext(), headers: {} }, done)
    );
    expect(report.status).toBe(CheckHealthResponse_HealthStatus.OK);
    expect(JSON.parse(report.jsonDetails.toString())).toMatchObject({ product: 'Built-in sample' });
    const metrics = await using(
      DiagnosticsClient,
      (client, done: Done<{ metrics: { prometheus: Buffer } | undefined }>) =>
        client.collectMetrics({ pluginContext: undefined }, done)
    );
    expect(metrics.metrics?.prometheus.toString()).toContain('tidemark_build_info');
  });

  it('answers resources as JSON', async () => {
    const [answer] = await reading<ResourceClient, { code: number; headers: object; body: Buffer }>(
      ResourceClient,
      (client) =>
        client.callResource({
          pluginContext: pluginContext(),
          path: 'models',
          url: 'models',
          method: 'GET',
          headers: {},
          body: Buffer.alloc(0),
        })
    );
    expect(answer).toMatchObject({ code: 200, headers: { 'Content-Type': { values: ['application/json'] } } });
    expect(JSON.parse(answer?.body.toString() ?? '')).toMatchObject([{ id: 'fraud' }, { id: 'parcel_eta' }]);
  });

  it('says politely that it has no streams', async () => {
    const ask = { pluginContext: pluginContext(), path: 'live', data: Buffer.alloc(0), headers: {} };
    const subscribed = await using(StreamClient, (client, done: Done<{ status: number }>) =>
      client.subscribeStream(ask, done)
    );
    expect(subscribed.status).toBe(SubscribeStreamResponse_Status.NOT_FOUND);
    const published = await using(StreamClient, (client, done: Done<{ status: number }>) =>
      client.publishStream(ask, done)
    );
    expect(published.status).toBe(PublishStreamResponse_Status.NOT_FOUND);
    await expect(reading(StreamClient, (client) => client.runStream(ask))).rejects.toMatchObject({
      code: status.UNIMPLEMENTED,
    });
  });

  it('is healthy under the name that the plugin host asks for, and knows no other', async () => {
    const check = (service: string) =>
      using(HealthClient, (client, done: Done<{ status: number }>) => client.check({ service }, done));
    expect((await check('plugin')).status).toBe(HealthCheckResponse_ServingStatus.SERVING);
    expect((await check('')).status).toBe(HealthCheckResponse_ServingStatus.SERVING);
    await expect(check('other')).rejects.toMatchObject({ code: status.NOT_FOUND });
    const { statuses } = await using(HealthClient, (client, done: Done<{ statuses: object }>) => client.list({}, done));
    expect(Object.keys(statuses)).toEqual(['', 'plugin']);
  });

  it('lets its health be watched until the watcher leaves', async () => {
    const client = new HealthClient(address, ChannelCredentials.createInsecure());
    const watch = client.watch({ service: 'plugin' });
    const first = await new Promise((resolve) => watch.once('data', resolve));
    expect(first).toEqual({ status: HealthCheckResponse_ServingStatus.SERVING });
    watch.once('error', () => undefined);
    watch.cancel();
    client.close();
  });

  it('takes a request far larger than gRPC’s own limit', async () => {
    const profile = {
      name: 'p',
      features: [
        {
          name: 'x',
          categories: Object.fromEntries(
            Array.from({ length: 20_000 }, (_, i) => [`category ${i} ${'x'.repeat(400)}`, i])
          ),
        },
      ],
    };
    const large = { ...request(drift), pluginContext: pluginContext({ jsonData: { profiles: [profile] } }) };
    expect(large.pluginContext.dataSourceInstanceSettings?.jsonData.length).toBeGreaterThan(8e6);
    const { responses } = await using(
      DataClient,
      (client, done: Done<{ responses: Record<string, { status: number }> }>) => client.queryData(large, done)
    );
    expect(responses['A']?.status).toBe(200);
  });

  it('tells of a shutdown call after it has answered it', async () => {
    await using(GRPCControllerClient, (client, done: Done<object>) => client.shutdown({}, new Metadata(), done));
    expect(events).toContain('shutdown');
    expect(events).toContain('end');
    expect(events).not.toContain('failure');
  });
});

describe('stopping', () => {
  it('ends what runs, with an answer that says why', async () => {
    const stalled = await startServer(createBackend({ log: recordingLog(), now: () => NOW }), {
      onShutdown: () => undefined,
      onEnd: () => undefined,
      onFailure: () => undefined,
    });
    const client = new DataClient(`127.0.0.1:${stalled.port}`, ChannelCredentials.createInsecure());
    const silent = createServer(() => undefined);
    await new Promise<void>((resolve) => silent.listen(0, '127.0.0.1', resolve));
    const { port } = silent.address() as { port: number };
    const answer = new Promise<{ responses: Record<string, { error: string; status: number }> }>((resolve, reject) => {
      const context = pluginContext({ jsonData: { prometheus: { url: `http://127.0.0.1:${port}` } } });
      client.queryData({ ...request(drift), pluginContext: context }, (error, value) =>
        error === null ? resolve(value) : reject(error)
      );
    });
    await new Promise((resolve) => silent.once('connection', resolve));
    const started = performance.now();
    await stalled.stop();
    expect(performance.now() - started).toBeLessThan(1_500);
    expect((await answer).responses['A']).toMatchObject({ status: 499, error: expect.stringContaining('stopping') });
    client.close();
    silent.close();
  });
});
