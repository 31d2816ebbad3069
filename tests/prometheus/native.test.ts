import {
  alignNative,
  describeRepair,
  fromNativeHistogram,
  scores,
  type ExponentialHistogram,
  type NativeBucket,
} from '../../src/engine';
import { compare } from '../../src/backend/query/compare';
import { compareOverTime } from '../../src/backend/query/compareOverTime';
import type { FeatureSource, Observation, TimeRange } from '../../src/backend/upstream/upstream';
import type { DriftQuery } from '../../src/model';
import { startPrometheus, type RunningPrometheus } from '../../scripts/lib/prometheus';
import { remoteWrite, type NativeSeries } from '../../scripts/lib/remoteWrite';
import { PROMETHEUS } from '../lib/requirements';
import { describeWith } from '../lib/skip';
import { askAt, patiently } from './ask';

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;

/** Whole minutes, and nothing of the future. A fresh Prometheus takes the last hours only, in one go. */
const NOW = Math.floor(Date.now() / MINUTE) * MINUTE - MINUTE;
const CURRENT: TimeRange = { from: NOW - HOUR, to: NOW };
const REFERENCE: TimeRange = { from: NOW - 3 * HOUR, to: NOW - 2 * HOUR };

const SOURCE: FeatureSource = {
  kind: 'native_histogram',
  metric: 'model_feature',
  matchers: [],
  featureLabel: 'feature',
};

type Native = Partial<ExponentialHistogram> & Pick<ExponentialHistogram, 'schema'>;

/** Counts of one minute; an hour holds sixty times as many, so that every count is a whole number. */
function native({ zeroThreshold = 2 ** -128, zeroCount = 0, positive = [], negative = [], ...more }: Native) {
  const count = [...positive, ...negative].reduce((all, [, held]) => all + held, zeroCount);
  return { kind: 'exponential', zeroThreshold, zeroCount, positive, negative, count, ...more } as const;
}

function times(one: ExponentialHistogram, k: number): ExponentialHistogram {
  const each = (buckets: readonly NativeBucket[]): readonly NativeBucket[] =>
    buckets.map(([index, count]) => [index, count * k] as const);
  return {
    ...one,
    zeroCount: one.zeroCount * k,
    positive: each(one.positive),
    negative: each(one.negative),
    count: one.count * k,
  };
}

const steps = (from: number): readonly number[] => Array.from({ length: 61 }, (_, i) => from + i * MINUTE);

/** A counter that grows evenly in the hour of the reference, is born anew, and grows evenly in the current hour. */
function twoHours(
  labels: Readonly<Record<string, string>>,
  reference: ExponentialHistogram,
  current: ExponentialHistogram
): NativeSeries {
  const hour = (one: ExponentialHistogram, from: number): NativeSeries['points'] =>
    steps(from).map((ms, i) => [ms, times(one, i)] as const);
  return {
    labels: { __name__: 'model_feature', model: 'fraud', version: '7', role: 'live', ...labels },
    points: [...hour(reference, REFERENCE.from), ...hour(current, CURRENT.from)],
  };
}

/** Forty buckets of schema 3 over five octaves; what moved went to the upper end. */
const bell = (middle: number): readonly NativeBucket[] =>
  Array.from({ length: 40 }, (_, i) => [i + 1, Math.round(400 * Math.exp(-((i - middle) ** 2) / 128)) + 1] as const);
const AMOUNT = native({ schema: 3, zeroCount: 5, positive: bell(18) });
const AMOUNT_NOW = native({ schema: 3, zeroCount: 5, positive: bell(24) });
/** Temperatures: both signs, and a zero bucket of some width. */
const BALANCE = native({
  schema: 0,
  zeroThreshold: 0.5,
  zeroCount: 40,
  positive: [
    [0, 30],
    [1, 60],
    [2, 25],
  ],
  negative: [
    [0, 20],
    [1, 45],
    [3, 10],
  ],
});
/** The same service, whose resolution was lowered between the two hours. */
const AGE = native({ schema: 2, positive: Array.from({ length: 12 }, (_, i) => [i + 1, 10 + i] as const) });
const AGE_NOW = native({ schema: 1, positive: Array.from({ length: 6 }, (_, i) => [i + 1, 21 + 4 * i] as const) });
/** Two pods of one feature, of other resolution each: Prometheus adds them in the coarser one. */
const POD = native({ schema: 3, positive: Array.from({ length: 16 }, (_, i) => [i + 1, 2] as const) });
const COARSE_POD = native({ schema: 1, positive: Array.from({ length: 4 }, (_, i) => [i + 1, 5] as const) });

const HISTORY: readonly NativeSeries[] = [
  twoHours({ feature: 'amount' }, AMOUNT, AMOUNT_NOW),
  twoHours({ feature: 'balance' }, BALANCE, BALANCE),
  twoHours({ feature: 'age' }, AGE, AGE_NOW),
  twoHours({ feature: 'distance', pod: 'a' }, POD, POD),
  twoHours({ feature: 'distance', pod: 'b' }, COARSE_POD, COARSE_POD),
];

function nativeOf(observation: Observation | undefined): ExponentialHistogram {
  if (observation?.kind !== 'native' || observation.native.kind !== 'exponential') {
    throw new Error(`no native histogram: ${JSON.stringify(observation)}`);
  }
  return observation.native;
}

/** Counts within the rounding of `increase()`, which extrapolates. */
function expectLike(actual: ExponentialHistogram, expected: ExponentialHistogram): void {
  const near = (buckets: readonly NativeBucket[]): unknown[] =>
    buckets.map(([index, count]) => [index, expect.closeTo(count, 6)]);
  expect(actual).toEqual({
    ...expected,
    zeroThreshold: expect.closeTo(expected.zeroThreshold, 12),
    zeroCount: expect.closeTo(expected.zeroCount, 6),
    positive: near(expected.positive),
    negative: near(expected.negative),
    count: expect.closeTo(expected.count, 6),
  });
}

describeWith(PROMETHEUS, 'native histograms of a real Prometheus', () => {
  let prometheus: RunningPrometheus;

  beforeAll(async () => {
    prometheus = await startPrometheus({
      flags: ['--web.enable-remote-write-receiver', '--enable-feature=native-histograms'],
    });
    await remoteWrite(prometheus.url, HISTORY);
  });
  afterAll(() => prometheus?.stop());

  const ask = async (range: TimeRange, source: FeatureSource = SOURCE, groupBy: readonly string[] = []) => {
    const { upstream, operations } = askAt({ url: prometheus.url });
    const answer = await upstream.distributions({ source, features: [], groupBy }, range, patiently());
    return { ...answer, operations, byFeature: new Map(answer.value.map((row) => [row.feature, row.observation])) };
  };
  const context = () => ({
    instance: { settings: {}, upstream: askAt({ url: prometheus.url }).upstream },
    signal: new AbortController().signal,
    now: () => CURRENT.to,
  });
  const drift = (query: Partial<DriftQuery>) =>
    compare(
      {
        query: {
          queryType: 'drift',
          reference: { kind: 'offset', offset: '2h' },
          scores: ['psi', 'ks', 'wasserstein'],
          ...query,
        } as DriftQuery,
        range: CURRENT,
        intervalMs: MINUTE,
        fromAlert: false,
      },
      context()
    );

  it('come with every bucket, zero bucket and sign as they were written, in one question', async () => {
    const reference = await ask(REFERENCE);
    expect(reference.operations).toEqual(['query']);
    expectLike(nativeOf(reference.byFeature.get('amount')), times(AMOUNT, 60));
    expectLike(nativeOf(reference.byFeature.get('balance')), times(BALANCE, 60));
    expectLike(nativeOf(reference.byFeature.get('age')), times(AGE, 60));
    const current = await ask(CURRENT);
    expectLike(nativeOf(current.byFeature.get('amount')), times(AMOUNT_NOW, 60));
    expectLike(nativeOf(current.byFeature.get('age')), times(AGE_NOW, 60));
  });

  it('of several pods are added in the coarser schema, and kept apart where it is asked for', async () => {
    const { byFeature } = await ask(CURRENT);
    const merged = native({ schema: 1, positive: [1, 2, 3, 4].map((index) => [index, 13] as const) });
    expectLike(nativeOf(byFeature.get('distance')), times(merged, 60));
    const { value } = await ask(CURRENT, SOURCE, ['pod']);
    const pods = value.filter(({ feature }) => feature === 'distance').map(({ group }) => group['pod']);
    expect(pods.sort()).toEqual(['a', 'b']);
  });

  it('over time have a window at each step, and nothing in the hour without data', async () => {
    const { upstream } = askAt({ url: prometheus.url });
    const { value } = await upstream.distributionsOverTime(
      { source: SOURCE, features: [{ kind: 'exact', name: 'amount' }], groupBy: [] },
      { from: CURRENT.from + 30 * MINUTE, to: CURRENT.to },
      30 * MINUTE,
      10 * MINUTE,
      patiently()
    );
    expect(value).toHaveLength(1);
    const points = value[0]?.points ?? [];
    expect(points.length).toBeGreaterThanOrEqual(3);
    for (const { observation } of points) {
      expect(nativeOf(observation).count).toBeCloseTo(30 * AMOUNT_NOW.count, 3);
    }
  });

  it('are judged as the engine judges the same counts, with the bound of the error in the notices', async () => {
    const { rows, notices, executed } = await drift({
      source: { upstream: 'prometheus', kind: 'native_histogram', metric: 'model_feature', featureLabel: 'feature' },
    });
    expect(rows.map(({ feature, assessment }) => [feature, assessment.verdict])).toEqual([
      ['age', 'ok'],
      ['amount', 'drift'],
      ['balance', 'ok'],
      ['distance', 'ok'],
    ]);
    // The same counts, never in Prometheus.
    const frozen = fromNativeHistogram(times(AMOUNT, 60), { mostBuckets: 20 });
    const pair = frozen.ok ? alignNative(frozen.value, times(AMOUNT_NOW, 60)) : frozen;
    const amount = rows.find(({ feature }) => feature === 'amount')?.assessment;
    for (const id of ['psi', 'ks', 'wasserstein'] as const) {
      const expected = pair.ok ? scores[id].compute(pair.value) : pair;
      const actual = amount?.scores[id];
      expect(actual?.ok === true && expected.ok && actual.value.value / expected.value.value).toBeCloseTo(1, 9);
    }
    expect(amount?.repairs.map(describeRepair)).toContainEqual(
      expect.stringMatching(/met in schema 1 .*told apart to 17.2 % of their size/)
    );
    expect(notices).toContainEqual('Native histograms: each value is known to 33.3 % of its size (schema 0).');
    expect(executed).toContain('sum by (feature) (increase(model_feature[1h]))');
  });

  it('of a model are found by themselves, beside its categories', async () => {
    const { rows } = await drift({ model: 'fraud', features: ['amount'] });
    expect(rows.map(({ feature, assessment }) => [feature, assessment.verdict])).toEqual([['amount', 'drift']]);
    const { series } = await compareOverTime(
      {
        query: {
          queryType: 'drift_over_time',
          model: 'fraud',
          features: ['amount'],
          reference: { kind: 'offset', offset: '2h' },
          scores: ['psi'],
          window: '30m',
        } as DriftQuery,
        range: { from: CURRENT.from + 30 * MINUTE, to: CURRENT.to },
        intervalMs: 10 * MINUTE,
        fromAlert: false,
      },
      context()
    );
    expect(series[0]?.windows.map(({ verdict }) => verdict)).toEqual(
      new Array(series[0]?.windows.length ?? 0).fill('drift')
    );
  });

  it('asked as a classic histogram, or as a gauge, say which kind to choose', async () => {
    await expect(ask(CURRENT, { ...SOURCE, kind: 'histogram' })).rejects.toThrow(/choose the kind "native_histogram"/);
    await expect(ask(CURRENT, { ...SOURCE, kind: 'category', categoryLabel: 'version' })).rejects.toThrow(
      /choose the kind "native_histogram"/
    );
  });

  it('of a metric that is not there are none', async () => {
    expect((await ask(CURRENT, { ...SOURCE, metric: 'no_such_metric' })).value).toEqual([]);
  });
});
