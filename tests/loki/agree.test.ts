import { SCORE_IDS, type ScoreId } from '../../src/engine';
import { querySchema, settingsSchema, type DriftQuery } from '../../src/model';
import { seeded } from '../../src/engine/testing/random';
import { compare } from '../../src/backend/query/compare';
import { compareOverTime } from '../../src/backend/query/compareOverTime';
import { HOUR } from '../../src/backend/upstream/testing/loki/log';
import { askLoki } from '../../src/backend/upstream/testing/loki/upstream';
import { startLoki, type RunningLoki } from '../../scripts/lib/loki';
import { evenGrowth, histogramSeries, type MetricFamily } from '../../scripts/lib/openMetrics';
import { startPrometheus, type RunningPrometheus } from '../../scripts/lib/prometheus';
import { LOKI, PROMETHEUS } from '../lib/requirements';
import { describeWith } from '../lib/skip';
import { askAt } from '../prometheus/ask';

const HOUR_MS = 3_600_000;
const DAY_MS = 24 * HOUR_MS;
const CURRENT = HOUR;
const REFERENCE = { from: HOUR.from - DAY_MS, to: HOUR.to - DAY_MS };
const EDGES = [20, 40, 60, 80, 100, 120];
const COUNTRIES = ['DE', 'FR', 'IN', 'US'];
const EVENTS = 6_000;

interface Event {
  readonly time: number;
  readonly amount: number;
  readonly country: string;
}

/** Events of an hour, evenly over it, in whole thousands: amounts are drawn, so that no two are alike. */
function events({ from, to }: typeof CURRENT, shift: number, seed: number): readonly Event[] {
  const random = seeded(seed);
  return Array.from({ length: EVENTS }, (_, i) => ({
    time: from + Math.round(((i + 1) * (to - from)) / EVENTS),
    amount: 35 * (random() + random() + random() + random()) + shift,
    country: COUNTRIES[Math.floor(random() ** (1 + shift / 20) * COUNTRIES.length)] ?? 'DE',
  }));
}

const NOW = events(CURRENT, 9, 1);
const BEFORE = events(REFERENCE, 0, 2);

const binOf = (amount: number): number => EDGES.filter((edge) => amount > edge).length;
const countsOf = (all: readonly Event[]): readonly number[] =>
  Array.from({ length: EDGES.length + 1 }, (_, bin) => all.filter(({ amount }) => binOf(amount) === bin).length);
const countryCounts = (all: readonly Event[]): readonly number[] =>
  COUNTRIES.map((country) => all.filter((event) => event.country === country).length);

/** The very events as a service would have counted them, hour by hour: a counter that goes on where it stood. */
function metrics(): readonly MetricFamily[] {
  const labels = { model: 'fraud', role: 'live', version: '7' };
  const points = (reference: number, current: number) => [
    ...evenGrowth(REFERENCE.from / 1000, REFERENCE.to / 1000, 60, reference),
    ...evenGrowth(CURRENT.from / 1000, CURRENT.to / 1000, 60, current).map(
      ([time, value]) => [time, value + reference] as const
    ),
  ];
  const [before, now] = [BEFORE, NOW].map((all) =>
    histogramSeries({ ...labels, feature: 'amount' }, EDGES, countsOf(all), (total) => [[0, total]])
  );
  return [
    {
      name: 'model_feature',
      type: 'histogram',
      series: (before ?? []).map(({ labels: own, points: [first] }, i) => ({
        labels: own,
        points: points(first?.[1] ?? NaN, now?.[i]?.points[0]?.[1] ?? NaN),
      })),
    },
    {
      name: 'model_feature_category_total',
      type: 'counter',
      series: COUNTRIES.map((category, i) => ({
        labels: { ...labels, feature: 'country', category },
        points: points(countryCounts(BEFORE)[i] ?? NaN, countryCounts(NOW)[i] ?? NaN),
      })),
    },
  ];
}

const SETTINGS = settingsSchema.parse({
  prometheus: { url: 'http://prometheus' },
  loki: { url: 'http://loki' },
  models: [
    {
      id: 'fraud',
      features: [
        { name: 'amount', kind: 'numeric' },
        { name: 'country', kind: 'categorical' },
      ],
    },
  ],
});

describeWith([LOKI, PROMETHEUS], 'a real Loki and a real Prometheus that were given the same events', () => {
  let loki: RunningLoki;
  let prometheus: RunningPrometheus;

  beforeAll(async () => {
    [loki, prometheus] = await Promise.all([startLoki(), startPrometheus({ history: metrics() })]);
    const line = ({ amount, country }: Event, i: number): string =>
      JSON.stringify({
        prediction_id: `p-${i}`,
        request_id: `r-${i}`,
        version: '7',
        features: { amount, country },
        prediction: 'legit',
        confidence: 0.9,
        // As long as lines are: of shorter ones, all would be read.
        note: 'So it goes. '.repeat(20),
      });
    await loki.push([
      {
        labels: { model: 'fraud', role: 'live', event: 'prediction' },
        lines: [...BEFORE, ...NOW].map((event, i) => [BigInt(event.time) * 1_000_000n, line(event, i)] as const),
      },
    ]);
  }, 120_000);
  afterAll(async () => {
    await Promise.all([loki?.stop(), prometheus?.stop()]);
  });

  const ask = (query: Partial<DriftQuery>) => ({
    request: {
      query: querySchema.parse({
        queryType: 'drift',
        model: 'fraud',
        reference: { kind: 'offset', offset: '1d' },
        ...query,
      }),
      range: CURRENT,
      intervalMs: 600_000,
      fromAlert: false,
    },
    context: {
      instance: {
        settings: SETTINGS,
        upstream: askAt({ url: prometheus.url }).upstream,
        events: askLoki({ url: loki.url }).upstream,
      },
      signal: new AbortController().signal,
      now: () => CURRENT.to,
    },
  });

  const binning = { strategy: 'custom', edges: EDGES } as const;

  // One feature is counted by Loki; with others beside it, its lines are read.
  it.each([
    ['counted by Loki', ['amount'], /Loki counted 1 feature/],
    ['counted by Loki as categories', ['country'], /Loki counted 1 feature/],
    ['read line by line', ['amount', 'country', 'confidence', 'prediction'], /Read line by line/],
  ])('agree on every score, to the last digits, %s', async (_, features, plan) => {
    const scores = SCORE_IDS.filter((id) => id !== 'missing_rate');
    const asked = ask({ features: [...features], scores: [...scores], binning: { ...binning, edges: [...EDGES] } });
    const [ofLoki, ofPrometheus] = await Promise.all(
      (['loki', 'prometheus'] as const).map((upstream) =>
        compare({ ...asked.request, query: { ...asked.request.query, upstream } }, asked.context)
      )
    );
    expect(ofLoki?.notices.join()).toMatch(plan);
    const shared = features.filter((feature) => feature === 'amount' || feature === 'country');
    for (const feature of shared) {
      const [mine, theirs] = [ofLoki, ofPrometheus].map((comparison) =>
        comparison?.rows.find((row) => row.feature === feature)
      );
      expect(mine?.assessment.currentCount).toBe(EVENTS);
      expect(mine?.assessment.verdict).toBe(theirs?.assessment.verdict);
      for (const id of scores) {
        const [a, b] = [mine, theirs].map((row) => row?.assessment.scores[id as ScoreId]);
        expect([id, a?.ok]).toEqual([id, b?.ok]);
        if (a?.ok === true && b?.ok === true) {
          // Counters are extrapolated, and rounded on the way.
          expect(a.value.value).toBeCloseTo(b.value.value, 7);
        }
      }
      expect(mine?.assessment.scores.psi).toMatchObject({ ok: true, value: { value: expect.any(Number) } });
    }
  });

  it('agree over time as far as a window that grows evenly can', async () => {
    const asked = ask({
      queryType: 'drift_over_time',
      features: ['amount'],
      scores: ['psi'],
      window: '30m',
      binning: { ...binning, edges: [...EDGES] },
    });
    const [ofLoki, ofPrometheus] = await Promise.all(
      (['loki', 'prometheus'] as const).map((upstream) =>
        compareOverTime({ ...asked.request, query: { ...asked.request.query, upstream } }, asked.context)
      )
    );
    const psi = (
      windows: ReadonlyArray<{ readonly time: number; readonly scores: ReadonlyArray<number | null> }> = []
    ) => windows.map(({ scores: [value] }) => value ?? NaN);
    const [mine, theirs] = [ofLoki, ofPrometheus].map((answer) => psi(answer?.series[0]?.windows));
    expect(mine?.length).toBeGreaterThan(3);
    expect(mine?.length).toBe(theirs?.length);
    // Events come by chance, and a counter that was backfilled grows evenly: they can only be near each other.
    mine?.forEach((value, i) => expect(Math.abs(value - (theirs?.[i] ?? NaN))).toBeLessThan(0.06));
  });
});
