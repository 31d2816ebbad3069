/**
 * The demo pushes to a real Loki, and what our upstream reads from there is what the sample upstream tells of the same
 * hour: one scenario, two ways to it.
 */
import { Demo } from '../../demo/demo';
import { LokiPush } from '../../demo/lokiPush';
import type { DemoOptions } from '../../demo/options';
import { startLoki, type RunningLoki } from '../../scripts/lib/loki';
import type { EventByKind, EventQuestion, EventUpstream } from '../../src/backend/upstream/events';
import { createLokiUpstream } from '../../src/backend/upstream/loki';
import { createSampleEvents } from '../../src/backend/upstream/sample/events';
import { createSampleUpstream } from '../../src/backend/upstream/sample';
import type { CallContext, TimeRange } from '../../src/backend/upstream/upstream';
import { LOG_FIELDS, type EventKind } from '../../src/model';
import { endOfStory, SEED } from '../../src/scenario';
import { LOKI } from '../lib/requirements';
import { describeWith } from '../lib/skip';

const HOUR = 3_600_000;
const NOW = endOfStory(Date.now());
const RANGE: TimeRange = { from: NOW - HOUR, to: NOW };
/** As far back as the bad version. */
const WEEK: TimeRange = { from: NOW - 7 * 24 * HOUR, to: NOW };
const CONTEXT: CallContext = { signal: new AbortController().signal };

const OPTIONS: DemoOptions = {
  loki: undefined,
  tenant: undefined,
  structuredMetadata: true,
  host: '127.0.0.1',
  port: 0,
  seed: SEED,
  speed: 1,
  start: RANGE.from,
  // The story ends now, as that of the sample does.
  from: -HOUR,
};

const quiet = { debug: () => undefined, info: () => undefined, warn: () => undefined, error: console.error };

function about<K extends EventKind>(event: K): EventQuestion<K> {
  return {
    event,
    source: {
      matchers: [
        { label: 'model', op: '=', value: 'fraud' },
        { label: 'event', op: '=', value: event },
      ],
      parser: 'json',
      fields: LOG_FIELDS,
      privateFields: [],
    },
    filters: [],
    groupBy: event === 'prediction' ? ['country', 'schema', 'payment_method'] : [],
    features: 'all',
  };
}

/** All events, those of one instant in the order of their ids: streams have no order among them. */
async function read<K extends EventKind>(
  upstream: EventUpstream,
  kind: K,
  range: TimeRange
): Promise<ReadonlyArray<EventByKind[K]>> {
  const all: Array<EventByKind[K]> = [];
  for await (const batch of upstream.read(about(kind), range, CONTEXT)) {
    all.push(...batch);
  }
  const id = (event: EventByKind[EventKind]): string =>
    ('predictionId' in event ? event.predictionId : 'runId' in event ? event.runId : undefined) ?? '';
  return all.sort((a, b) => a.time - b.time || (id(a) < id(b) ? -1 : 1));
}

describeWith(LOKI, 'the log of the demo in a real Loki', () => {
  let loki: RunningLoki;
  let fromLoki: EventUpstream;
  let demo: Demo;
  const fromSample = createSampleEvents({ now: () => NOW });

  beforeAll(async () => {
    loki = await startLoki();
    const deps = { now: () => NOW, log: quiet, observer: { exchanged: () => undefined, cache: () => undefined } };
    fromLoki = createLokiUpstream({ url: loki.url }, {}, deps);
    const push = new LokiPush({ url: loki.url, say: (text) => console.log(text) });
    demo = new Demo(OPTIONS, push, () => NOW);
    const stopping = new AbortController();
    const running = demo.run(stopping.signal);
    const told = (): Promise<string> => demo.metrics.registry.getSingleMetricAsString('model_predictions_total');
    for (let before = ''; before !== (await told());) {
      before = await told();
      // Where the log has no room, the demo waits, too.
      await push.room(stopping.signal);
      await new Promise((resolve) => setTimeout(resolve, 1_000));
    }
    stopping.abort();
    await running;
    await push.close(30_000);
    expect(push.counts.dropped).toBe(0);
    // What has an old timestamp is found once it has left the ingester.
    await fetch(`${loki.url}/flush`, { method: 'POST' });
    for (const [kind, range] of [
      ['prediction', RANGE],
      ['model', WEEK],
    ] as const) {
      const { value: expected } = await fromSample.count(about(kind), range, CONTEXT);
      for (let found = 0; found < expected;) {
        ({ value: found } = await fromLoki.count(about(kind), range, CONTEXT));
        await new Promise((resolve) => setTimeout(resolve, 500));
      }
    }
  }, 180_000);
  afterAll(() => loki?.stop());

  it.each(['prediction', 'pipeline', 'model'] as const)(
    'tells of each %s what the sample tells',
    async (kind) => {
      const range = kind === 'model' ? WEEK : RANGE;
      const [there, here] = [await read(fromLoki, kind, range), await read(fromSample, kind, range)];
      expect(here.length).toBeGreaterThan(3);
      expect(there).toEqual(here);
    },
    120_000
  );

  it('tells of each label of these requests what the sample tells', async () => {
    const ids = new Set((await read(fromSample, 'prediction', RANGE)).map(({ predictionId }) => predictionId));
    const here = (await read(fromSample, 'label', RANGE)).filter(({ predictionId }) => ids.has(predictionId));
    expect(here.length).toBeGreaterThan(100);
    expect(await read(fromLoki, 'label', RANGE)).toEqual(here);
  }, 120_000);

  it('counts as the metrics of the sample do, by version, role and country', async () => {
    const groupBy = ['version', 'role', 'country'];
    const { value } = await fromLoki.countOverTime({ ...about('prediction'), groupBy }, RANGE, HOUR, HOUR / 2, CONTEXT);
    const key = (group: Readonly<Record<string, string>>): string => groupBy.map((name) => group[name]).join('/');
    const lines = value.map(({ group, points }) => [key(group), points.at(-1)?.count]).sort();
    const source = {
      kind: 'histogram',
      metric: 'model_prediction_latency_seconds',
      matchers: [{ label: 'model', op: '=', value: 'fraud' }],
    } as const;
    const counted = await createSampleUpstream({ now: () => NOW }).distributions(
      { source, features: [], groupBy },
      RANGE,
      CONTEXT
    );
    const counts = counted.value.map(({ group, observation }) => [
      key(group),
      observation.kind === 'histogram' ? observation.histogram.counts.reduce((sum, count) => sum + count, 0) : NaN,
    ]);
    expect(counts.length).toBe(8);
    expect(lines).toEqual(counts.sort());
  }, 60_000);
});
