import { align, scores } from '../../src/engine';
import type { FeaturePattern } from '../../src/model';
import { TidemarkError } from '../../src/backend/errors';
import type { FeatureSource, ObservedFeature, TimeRange } from '../../src/backend/upstream/upstream';
import { evenGrowth, histogramSeries, type MetricFamily, type MetricSeries } from '../../scripts/lib/openMetrics';
import { startPrometheus, type RunningPrometheus } from '../../scripts/lib/prometheus';
import { PROMETHEUS } from '../lib/requirements';
import { describeWith } from '../lib/skip';
import { askAt, categoriesOf, countsOf, expectClose, patiently } from './ask';

const HOUR = 3_600_000;
const DAY = 24 * HOUR;

/** Whole hours of the day before yesterday, so that every instant is a whole step and nothing is of the future. */
const NOW = Math.floor(Date.now() / DAY) * DAY - DAY;
const CURRENT: TimeRange = { from: NOW - HOUR, to: NOW };
const REFERENCE: TimeRange = { from: CURRENT.from - DAY, to: CURRENT.to - DAY };

/** Case 1 of the shared numbers: Yurdakul and Naranjo (2020), table 1. */
const EDGES = [10, 20, 30, 40, 50, 60];
const REFERENCE_COUNTS = [253, 302, 204, 134, 72, 26, 8];
const CURRENT_COUNTS = [177, 262, 285, 158, 88, 25, 6];
const AGE_EDGES = [-5, 0.5, 1e6];
const AGE_COUNTS = [3, 40, 500, 7];

/** Values that break whoever pastes instead of escaping. */
const HOSTILE = ['quo"te', "apo'strophe", '{braces}', 'back\\slash', 'two\nlines', 'ünï→✓', 'a|b.*', '$', '\\"},{'];

/** A reference that grows in its hour, a day of rest, and a current hour: the counter goes on where it stood. */
function twoHours(reference: number, current: number): MetricSeries['points'] {
  const [start, end] = [REFERENCE.from / 1000, REFERENCE.to / 1000];
  const grown = evenGrowth(CURRENT.from / 1000, CURRENT.to / 1000, 60, current);
  return [
    ...evenGrowth(start, end, 60, reference),
    ...grown.map(([time, value]) => [time, value + reference] as const),
  ];
}

function bothHours(
  labels: Readonly<Record<string, string>>,
  edges: readonly number[],
  reference: readonly number[],
  current: readonly number[]
): readonly MetricSeries[] {
  const zero = histogramSeries(labels, edges, reference, (total) => [[0, total]]);
  return histogramSeries(labels, edges, current, (total) => [[0, total]]).map(({ labels: own, points }, i) => ({
    labels: own,
    points: twoHours(zero[i]?.points[0]?.[1] ?? NaN, points[0]?.[1] ?? NaN),
  }));
}

const live = { model: 'fraud', version: '7', role: 'live', country: 'DE' };
const half = (counts: readonly number[]): readonly number[] => counts.map((count) => count / 2);

const HISTORY: readonly MetricFamily[] = [
  {
    name: 'model_feature',
    type: 'histogram',
    series: [
      ...bothHours({ ...live, feature: 'amount' }, EDGES, half(REFERENCE_COUNTS), half(CURRENT_COUNTS)),
      ...bothHours({ ...live, country: 'FR', feature: 'amount' }, EDGES, half(REFERENCE_COUNTS), half(CURRENT_COUNTS)),
      ...bothHours({ ...live, feature: 'age' }, AGE_EDGES, AGE_COUNTS, AGE_COUNTS),
      ...bothHours(
        { ...live, version: '6', role: 'shadow', feature: 'amount' },
        EDGES,
        REFERENCE_COUNTS,
        REFERENCE_COUNTS
      ),
      // A histogram whose exporter forgot the last bucket.
      ...bothHours({ ...live, model: 'broken', feature: 'cut' }, EDGES, REFERENCE_COUNTS, CURRENT_COUNTS).filter(
        ({ labels }) => labels['le'] !== '+Inf'
      ),
      ...bothHours({ ...live, model: 'broken', feature: 'whole' }, EDGES, REFERENCE_COUNTS, CURRENT_COUNTS),
      ...HOSTILE.flatMap((name, i) =>
        bothHours({ model: 'hostile', feature: name, country: name }, [1], [i + 1, 1], [i + 2, 1])
      ),
    ],
  },
  {
    name: 'model_feature_category_total',
    type: 'counter',
    series: [
      { labels: { ...live, feature: 'channel', category: 'web' }, points: twoHours(600, 300) },
      { labels: { ...live, feature: 'channel', category: 'app' }, points: twoHours(400, 700) },
      { labels: { ...live, feature: 'card', category: 'debit' }, points: twoHours(10, 20) },
      ...HOSTILE.map((category, i) => ({
        labels: { model: 'hostile', feature: 'text', category },
        points: twoHours(i + 1, i + 2),
      })),
    ],
  },
  {
    name: 'model_feature_missing_total',
    type: 'counter',
    series: [
      { labels: { ...live, feature: 'amount' }, points: twoHours(10, 50) },
      { labels: { ...live, country: 'FR', feature: 'amount' }, points: twoHours(5, 25) },
      { labels: { ...live, model: 'other', feature: 'amount' }, points: twoHours(7, 7) },
    ],
  },
  {
    name: 'queue_depth',
    type: 'gauge',
    series: ['a', 'b'].map((pod, p) => ({
      labels: { pod, queue: 'in' },
      points: Array.from({ length: 61 }, (_, i) => [CURRENT.from / 1000 + i * 60, p * 100 + i] as const),
    })),
  },
];

const FEATURES: FeatureSource = {
  kind: 'histogram',
  metric: 'model_feature',
  matchers: [{ label: 'model', op: '=', value: 'fraud' }],
  featureLabel: 'feature',
};
const CATEGORIES: FeatureSource = {
  ...FEATURES,
  kind: 'category',
  metric: 'model_feature_category_total',
  categoryLabel: 'category',
};
const LIVE = { label: 'role', op: '=', value: 'live' } as const;

function of(rows: readonly ObservedFeature[], feature: string): ObservedFeature['observation'] | undefined {
  return rows.find((row) => row.feature === feature)?.observation;
}

describeWith(PROMETHEUS, 'distributions of a real Prometheus with backfilled blocks', () => {
  let prometheus: RunningPrometheus;

  beforeAll(async () => {
    prometheus = await startPrometheus({ history: HISTORY });
  });
  afterAll(async () => {
    await prometheus?.stop();
  });

  const distributions = async (
    source: FeatureSource,
    range: TimeRange,
    groupBy: readonly string[] = [],
    features: readonly FeaturePattern[] = []
  ): Promise<readonly ObservedFeature[]> => {
    const { upstream, operations } = askAt({ url: prometheus.url });
    const { value } = await upstream.distributions({ source, features, groupBy }, range, patiently());
    if (value.length > 0) {
      expect(operations).toEqual(['query']);
    }
    return value;
  };
  const liveFeatures = { ...FEATURES, matchers: [...FEATURES.matchers, LIVE] };

  it('answers the counts that were written, of all features in one query', async () => {
    const rows = await distributions(liveFeatures, CURRENT);
    expect(rows.map(({ feature }) => feature).sort()).toEqual(['age', 'amount']);
    expectClose(countsOf(of(rows, 'amount')), CURRENT_COUNTS);
    expectClose(countsOf(of(rows, 'age')), AGE_COUNTS);
    expect(of(rows, 'age')).toMatchObject({ histogram: { edges: AGE_EDGES }, repairs: [] });
    // The rounding of increase() is no repair that anyone should read of.
    expect(of(rows, 'amount')).toMatchObject({ repairs: [] });
  });

  it('answers an earlier range, and a half of one', async () => {
    expectClose(countsOf(of(await distributions(liveFeatures, REFERENCE), 'amount')), REFERENCE_COUNTS);
    const firstHalf = { from: CURRENT.from, to: CURRENT.from + HOUR / 2 };
    expectClose(countsOf(of(await distributions(liveFeatures, firstHalf), 'amount')), half(CURRENT_COUNTS));
  });

  it('answers other labels at the same time', async () => {
    const version = { label: 'version', op: '=', value: '6' } as const;
    const rows = await distributions({ ...FEATURES, matchers: [...FEATURES.matchers, version] }, CURRENT);
    expectClose(countsOf(of(rows, 'amount')), REFERENCE_COUNTS);
  });

  it('keeps groups apart', async () => {
    const rows = await distributions(liveFeatures, CURRENT, ['country', 'nowhere']);
    const groups = rows.filter(({ feature }) => feature === 'amount').map(({ group }) => group);
    expect(groups).toHaveLength(2);
    expect(groups).toEqual(
      expect.arrayContaining([
        { country: 'DE', nowhere: '' },
        { country: 'FR', nowhere: '' },
      ])
    );
    rows
      .filter(({ feature }) => feature === 'amount')
      .forEach((row) => expectClose(countsOf(row.observation), half(CURRENT_COUNTS)));
  });

  it('picks features by name and by regular expression', async () => {
    const names = async (...features: FeaturePattern[]): Promise<readonly string[]> =>
      (await distributions(liveFeatures, CURRENT, [], features)).map(({ feature }) => feature).sort();
    expect(await names({ kind: 'exact', name: 'amount' })).toEqual(['amount']);
    expect(await names({ kind: 'regex', regex: '^ag' })).toEqual(['age']);
    expect(await names({ kind: 'regex', regex: 'mou' }, { kind: 'exact', name: 'age' })).toEqual(['age', 'amount']);
    expect(await names({ kind: 'exact', name: 'amoun' })).toEqual([]);
    expect(await names({ kind: 'exact', name: 'am.*' })).toEqual([]);
  });

  it('gives the engine what makes the published PSI of .0677, JS distance of .1103 and Hellinger of .0919', async () => {
    const reference = of(await distributions(liveFeatures, REFERENCE), 'amount');
    const current = of(await distributions(liveFeatures, CURRENT), 'amount');
    if (reference?.kind !== 'histogram' || current?.kind !== 'histogram') {
      throw new Error('no histograms');
    }
    const pair = align(reference.histogram, current.histogram);
    if (!pair.ok) {
      throw new Error(pair.detail);
    }
    const value = (id: 'psi' | 'js' | 'hellinger'): number => {
      const score = scores[id].compute(pair.value);
      return score.ok ? score.value.value : NaN;
    };
    expect(value('psi')).toBeCloseTo(0.067693, 6);
    expect(value('js')).toBeCloseTo(0.110254, 6);
    expect(value('hellinger')).toBeCloseTo(0.09189, 6);
  });

  it('answers counts by category', async () => {
    const rows = await distributions(CATEGORIES, CURRENT);
    expect(categoriesOf(of(rows, 'channel'))).toEqual({ web: expect.closeTo(300, 6), app: expect.closeTo(700, 6) });
    expect(categoriesOf(of(rows, 'card'))).toEqual({ debit: expect.closeTo(20, 6) });
  });

  it('answers the raw values of gauges', async () => {
    const source: FeatureSource = { kind: 'gauge', metric: 'queue_depth', matchers: [], featureLabel: 'queue' };
    const last = { from: NOW - 120_000 - 1, to: NOW };
    const rows = await distributions(source, last);
    expect(rows).toEqual([
      { feature: 'in', group: {}, observation: { kind: 'samples', values: [58, 59, 60, 158, 159, 160] } },
    ]);
    expect(await distributions(source, last, ['pod'])).toHaveLength(2);
  });

  it('takes the metric for the feature where no label names one', async () => {
    const rows = await distributions(
      { kind: 'category', metric: 'model_feature_category_total', matchers: [], categoryLabel: 'version' },
      CURRENT
    );
    expect(rows.map(({ feature }) => feature)).toEqual(['model_feature_category_total']);
    expect(Object.keys(categoriesOf(rows[0]?.observation)).sort()).toEqual(['(none)', '7']);
  });

  it('answers windows over time in one range query, at multiples of the step', async () => {
    const { upstream, operations } = askAt({ url: prometheus.url });
    const range = { from: CURRENT.from + HOUR / 4 - 12_345, to: CURRENT.to };
    const question = { source: liveFeatures, features: [], groupBy: [] };
    const { value, executed } = await upstream.distributionsOverTime(question, range, HOUR / 4, HOUR / 4, patiently());
    expect(operations).toEqual(['query_range']);
    expect(executed).toBe('sum by (le, feature) (increase(model_feature_bucket{model="fraud",role="live"}[15m]))');
    const amount = value.find(({ feature }) => feature === 'amount')?.points ?? [];
    expect(amount.map(({ time }) => time)).toEqual([1, 2, 3, 4].map((quarter) => CURRENT.from + (quarter * HOUR) / 4));
    amount.forEach(({ observation }) =>
      expectClose(
        countsOf(observation),
        CURRENT_COUNTS.map((count) => count / 4)
      )
    );
  });

  it('answers how many values were missing, at once, by group, and over time', async () => {
    const { upstream, operations } = askAt({ url: prometheus.url });
    const question = (groupBy: readonly string[]) => ({
      source: { metric: 'model_feature_missing_total', matchers: liveFeatures.matchers, featureLabel: 'feature' },
      features: [],
      groupBy,
    });
    const counted = async (range: TimeRange, groupBy: readonly string[] = []) => {
      const { value } = await upstream.increases(question(groupBy), range, patiently());
      return value.map(({ count }) => count).sort((a, b) => a - b);
    };
    expectClose(await counted(CURRENT), [75]);
    expectClose(await counted(REFERENCE), [15]);
    expectClose(await counted(CURRENT, ['country']), [25, 50]);
    const { value } = await upstream.increasesOverTime(question([]), CURRENT, HOUR / 4, HOUR / 4, patiently());
    const points = value[0]?.points.filter(({ time }) => time > CURRENT.from) ?? [];
    expect(points.map(({ time }) => time)).toEqual([1, 2, 3, 4].map((part) => CURRENT.from + (part * HOUR) / 4));
    expectClose(
      points.map(({ count }) => count),
      [1, 2, 3, 4].map(() => 75 / 4)
    );
    expect(operations).toEqual(['query', 'query', 'query', 'query_range']);
  });

  it('leaves out the instants at which nothing was seen', async () => {
    const { upstream } = askAt({ url: prometheus.url });
    const question = { source: CATEGORIES, features: [], groupBy: [] };
    const { value } = await upstream.distributionsOverTime(
      question,
      { from: REFERENCE.from, to: CURRENT.to },
      HOUR / 2,
      HOUR / 2,
      patiently()
    );
    const times = value
      .find(({ feature }) => feature === 'channel')
      ?.points.map(({ time }) => (time - REFERENCE.from) / HOUR);
    expect(times).toEqual([0.5, 1, 24.5, 25]);
  });

  it('answers gauges over time with one query, cut into windows', async () => {
    const { upstream, operations } = askAt({ url: prometheus.url });
    const source: FeatureSource = { kind: 'gauge', metric: 'queue_depth', matchers: [] };
    const range = { from: CURRENT.from + HOUR / 2, to: CURRENT.to };
    const { value } = await upstream.distributionsOverTime(
      { source, features: [], groupBy: ['pod'] },
      range,
      HOUR / 2,
      HOUR / 2,
      patiently()
    );
    expect(operations).toEqual(['query']);
    const points = value.find(({ group }) => group['pod'] === 'a')?.points ?? [];
    expect(points.map(({ observation }) => (observation.kind === 'samples' ? observation.values.length : 0))).toEqual([
      30, 30,
    ]);
  });

  it.each(HOSTILE)(
    'finds the label value %j as it is: as a filter, a feature, a group and a category',
    async (value) => {
      const source = { ...FEATURES, matchers: [{ label: 'country', op: '=', value } as const] };
      const index = HOSTILE.indexOf(value);
      const [row, ...others] = await distributions(source, CURRENT, ['country'], [{ kind: 'exact', name: value }]);
      expect(others).toEqual([]);
      expect(row).toMatchObject({ feature: value, group: { country: value } });
      expectClose(countsOf(row?.observation), [index + 2, 1]);
      const two = await distributions(
        source,
        CURRENT,
        [],
        [
          { kind: 'exact', name: value },
          { kind: 'exact', name: 'other' },
        ]
      );
      expect(two.map(({ feature }) => feature)).toEqual([value]);
      const category = { ...CATEGORIES, matchers: [{ label: 'category', op: '=', value } as const] };
      expect(categoriesOf((await distributions(category, CURRENT))[0]?.observation)).toEqual({
        [value]: expect.closeTo(index + 2, 6),
      });
    }
  );

  it('says which feature lacks its +Inf bucket, and leaves its neighbour whole', async () => {
    const rows = await distributions(
      { ...FEATURES, matchers: [{ label: 'model', op: '=', value: 'broken' }] },
      CURRENT
    );
    expect(of(rows, 'cut')).toMatchObject({ kind: 'unusable', message: expect.stringContaining('+Inf') });
    expectClose(countsOf(of(rows, 'whole')), CURRENT_COUNTS);
  });

  it('says so where no series has the label of the category', async () => {
    const rows = await distributions({ ...CATEGORIES, categoryLabel: 'kind' }, CURRENT);
    expect(rows[0]?.observation).toMatchObject({ kind: 'unusable', message: expect.stringContaining('"kind"') });
  });

  it.each([
    [
      'a counter asked as a histogram',
      { ...FEATURES, metric: 'model_feature_category_total' },
      /is not a histogram.*"category"/,
    ],
    [
      'a gauge asked as a histogram',
      { ...FEATURES, matchers: [], metric: 'queue_depth' },
      /is not a histogram.*"gauge"/,
    ],
    ['a histogram asked as a counter', { ...CATEGORIES, metric: 'model_feature' }, /choose the kind "histogram"/],
    ['a histogram asked as a gauge', { ...FEATURES, kind: 'gauge' as const }, /choose the kind "histogram"/],
  ])('says which kind to choose: %s', async (_, source, message) => {
    const { upstream } = askAt({ url: prometheus.url });
    const answer = upstream.distributions({ source, features: [], groupBy: [] }, CURRENT, patiently());
    await expect(answer).rejects.toMatchObject({ code: 'unusable_data', message: expect.stringMatching(message) });
  });

  it('answers nothing, and no error, where there is nothing', async () => {
    expect(await distributions({ ...FEATURES, metric: 'no_such_metric' }, CURRENT)).toEqual([]);
    expect(await distributions(liveFeatures, { from: CURRENT.from - 10 * DAY, to: CURRENT.to - 10 * DAY })).toEqual([]);
    expect(await distributions(liveFeatures, CURRENT, [], [{ kind: 'exact', name: 'no_such_feature' }])).toEqual([]);
  });

  it("relays Prometheus' own words on a regular expression that it cannot read", async () => {
    const source = { ...FEATURES, matchers: [{ label: 'model', op: '=~', value: '(' } as const] };
    const answer = distributions(source, CURRENT);
    await expect(answer).rejects.toMatchObject({
      code: 'upstream_rejected_query',
      message: expect.stringMatching(/error parsing regexp: missing closing/),
    });
    await expect(answer).rejects.toBeInstanceOf(TidemarkError);
  });

  it("relays Prometheus' own words on a range of too many steps", async () => {
    const { upstream } = askAt({ url: prometheus.url });
    const question = { source: liveFeatures, features: [], groupBy: [] };
    const answer = upstream.distributionsOverTime(
      question,
      { from: NOW - 30 * DAY, to: NOW },
      HOUR,
      60_000,
      patiently()
    );
    await expect(answer).rejects.toMatchObject({
      code: 'upstream_rejected_query',
      message: expect.stringContaining('11,000 points'),
    });
  });

  it('lists metrics by kind, labels and their values for the editor', async () => {
    const { upstream } = askAt({ url: prometheus.url });
    const all = { from: NOW - 2 * DAY, to: NOW };
    const context = patiently();
    expect(await upstream.metrics('histogram', all, context)).toEqual(['model_feature']);
    expect(await upstream.metrics('category', all, context)).toEqual([
      'model_feature_category_total',
      'model_feature_missing_total',
    ]);
    expect(await upstream.metrics('gauge', all, context)).toEqual(['queue_depth']);
    const matchers = FEATURES.matchers;
    expect(await upstream.labelNames('model_feature', matchers, all, context)).toEqual([
      'country',
      'feature',
      'model',
      'role',
      'version',
    ]);
    expect(await upstream.labelNames(undefined, [], all, context)).toEqual([
      'category',
      'country',
      'feature',
      'model',
      'pod',
      'queue',
      'role',
      'version',
    ]);
    expect(await upstream.labelValues('feature', 'model_feature', matchers, all, context)).toEqual(['age', 'amount']);
    const hostile = [{ label: 'model', op: '=', value: 'hostile' } as const];
    expect(await upstream.labelValues('country', 'model_feature', hostile, all, context)).toEqual([...HOSTILE].sort());
  });

  it('says who answers, and how far back it can have data', async () => {
    const { upstream } = askAt({ url: prometheus.url });
    expect(await upstream.health(patiently())).toEqual({
      product: 'Prometheus',
      version: expect.stringMatching(/^\d+\.\d+/),
    });
    const oldest = (await upstream.oldest(patiently())) ?? NaN;
    expect((Date.now() - oldest) / DAY).toBeCloseTo(3650, 0);
  });
});
