import type { DriftQuery } from '../../../model';
import type { Frame } from '../../frames/frame';
import type { Upstream, UsageQuestion } from '../../upstream/upstream';
import { native, numeric, tableUpstream, type Entry } from '../testing/tableUpstream';
import { runtime } from './runtime';

const NOW = Date.parse('2026-11-23T12:00:00Z');
const HOUR = 3_600_000;
const LATENCY = 'model_prediction_latency_seconds';

const entry = (role: string, observation: Entry['observation']): Entry => ({
  metric: LATENCY,
  feature: LATENCY,
  labels: { model: 'fraud', role },
  observation,
});

function ask(
  upstream: Upstream,
  query: Partial<DriftQuery> = {},
  fromAlert = false,
  intervalMs = 60_000
): Promise<readonly Frame[]> {
  return runtime(
    {
      query: { queryType: 'runtime', model: 'fraud', ...query },
      range: { from: NOW - HOUR, to: NOW },
      intervalMs,
      fromAlert,
    },
    { instance: { settings: {}, upstream }, signal: new AbortController().signal, now: () => NOW }
  );
}

const fieldOf = (frames: readonly Frame[], name: string) =>
  frames.flatMap(({ fields }) => fields).find((field) => field.name === name);

it('quantiles of latency are those of Prometheus, worked by hand, and an answer a second is one of the window', async () => {
  const upstream = tableUpstream([entry('live', numeric([0.01, 0.02, 0.04], [150, 100, 50, 0]))]);
  const frames = await ask(upstream, { frames: ['latency', 'traffic'] });
  expect(fieldOf(frames, 'p50')?.values[0]).toBeCloseTo(0.01, 12);
  // The 285th of 300 is the 35th of 50 in the last bin.
  expect(fieldOf(frames, 'p95')?.values[0]).toBeCloseTo(0.02 + (35 / 50) * 0.02, 12);
  // Windows are five minutes where nothing else is asked.
  expect(fieldOf(frames, 'per_second')?.values[0]).toBe(1);
});

it('a native histogram tells latency as a classic one does', async () => {
  // Schema 0: bucket 1 is (1, 2], bucket 2 is (2, 4].
  const upstream = tableUpstream([entry('live', native(0, [[1, 50], [2, 50]]))]); // prettier-ignore
  const [latency] = await ask(upstream, { frames: ['latency'] });
  expect(latency?.fields.find(({ name }) => name === 'p50')?.values[0]).toBeCloseTo(2, 9);
});

it('a shadow is left out until the query names it, or is split by role', async () => {
  const upstream = tableUpstream([entry('live', numeric([1], [300, 0])), entry('shadow', numeric([1], [600, 0]))]);
  const perSecond = async (query: Partial<DriftQuery>) =>
    (await ask(upstream, { frames: ['traffic'], ...query })).map(({ fields }) => fields[1]?.values[0]);
  expect(await perSecond({})).toEqual([1]);
  expect(await perSecond({ filters: { role: 'shadow' } })).toEqual([2]);
  expect(await perSecond({ groupBy: ['role'] })).toEqual([1, 2]);
});

it('asks of the hardware only what is wanted, over a window that holds two reads of a metric', async () => {
  const asked: Array<readonly [UsageQuestion['usage'], number]> = [];
  const upstream: Upstream = {
    ...tableUpstream([]),
    usage: ({ usage }, _, windowMs) => {
      asked.push([usage, windowMs]);
      return Promise.resolve({ value: [], executed: '', notices: [] });
    },
  };
  await ask(upstream, { frames: ['cpu'] });
  await ask(upstream, { frames: ['host'] }, false, HOUR);
  expect(asked).toEqual([
    ['cpu', 300_000],
    ['host_cpu', HOUR],
    ['host_memory', HOUR],
  ]);
});

it('a graph of which nothing is known has no rows, and says what is missing and how to get it', async () => {
  const frames = await ask(tableUpstream([]), { frames: ['latency', 'gpu'] });
  expect(frames.map(({ name, fields }) => [name, fields.map(({ values }) => values.length)])).toEqual([
    ['latency', [0, 0, 0, 0]],
    ['gpu', [0, 0]],
  ]);
  expect(frames.map(({ meta }) => meta.notices?.[0]?.text)).toEqual([
    expect.stringContaining(`there is no ${LATENCY}_bucket{model="fraud",role!="shadow"}`),
    expect.stringContaining('Run dcgm-exporter where the GPU is and scrape it'),
  ]);
});

it('a rule is told to ask Prometheus itself', async () => {
  await expect(ask(tableUpstream([]), {}, true)).rejects.toThrow('let a rule on latency or hardware ask Prometheus');
});
