import { align, describeRepair, scores } from '../../../engine';
import type { FeaturePattern } from '../../../model';
import { endOfStory, HISTORY_MS, OFFSETS } from '../../../scenario';
import type {
  CallContext,
  CounterQuestion,
  FeatureSource,
  Increase,
  Matcher,
  ObservedFeature,
  TimeRange,
} from '../upstream';
import { createSampleUpstream } from './index';

// The first question draws days of requests, and many tests may share the machine.
jest.setTimeout(60_000);

const HOUR = 3_600_000;
const DAY = 24 * HOUR;
/** A Monday evening, in the middle of a slot. */
const NOW = Date.UTC(2026, 10, 23, 20, 7, 33);
const CONTEXT: CallContext = { signal: new AbortController().signal };
const upstream = createSampleUpstream({ now: () => NOW });

const FRAUD: Matcher = { label: 'model', op: '=', value: 'fraud' };
const NUMERIC: FeatureSource = {
  kind: 'histogram',
  metric: 'model_feature',
  matchers: [FRAUD],
  featureLabel: 'feature',
};
const CATEGORIES: FeatureSource = {
  kind: 'category',
  metric: 'model_feature_category_total',
  matchers: [FRAUD],
  featureLabel: 'feature',
  categoryLabel: 'category',
};
const STABLE = [
  ...['customer_age', 'account_age_days', 'merchant_age_days', 'distance_km', 'seconds_since_last', 'device_score'],
  ...['channel', 'card_type', 'merchant_category', 'country'],
];

const MISSING: CounterQuestion = {
  source: { metric: 'model_feature_missing_total', matchers: [FRAUD], featureLabel: 'feature' },
  features: [],
  groupBy: [],
};

async function missingIn(range: TimeRange): Promise<readonly Increase[]> {
  return (await upstream.increases(MISSING, range, CONTEXT)).value;
}

function is(label: string, value: string, op: Matcher['op'] = '='): Matcher {
  return { label, op, value };
}

async function ask(
  source: FeatureSource,
  range: TimeRange,
  groupBy: readonly string[] = [],
  features: readonly FeaturePattern[] = []
): Promise<readonly ObservedFeature[]> {
  return (await upstream.distributions({ source, features, groupBy }, range, CONTEXT)).value;
}

function counts(row: ObservedFeature | undefined): readonly number[] {
  if (row?.observation.kind !== 'histogram') {
    throw new Error(`no histogram: ${JSON.stringify(row)}`);
  }
  return row.observation.histogram.counts;
}

function sum(values: readonly number[]): number {
  return values.reduce((all, value) => all + value, 0);
}

function last(ms: number, ago = 0): TimeRange {
  return { from: NOW - ago - ms, to: NOW - ago };
}

/** PSI by the engine, of each feature and group, of a window against the same one some time before. */
async function drift(windowMs: number, ago: number, groupBy: readonly string[] = []): Promise<Map<string, number>> {
  const psi = new Map<string, number>();
  for (const source of [NUMERIC, CATEGORIES]) {
    const before = await ask(source, last(windowMs, ago), groupBy);
    for (const row of await ask(source, last(windowMs), groupBy)) {
      const reference = before.find(
        ({ feature, group }) => feature === row.feature && JSON.stringify(group) === JSON.stringify(row.group)
      );
      if (reference?.observation.kind !== 'histogram' || row.observation.kind !== 'histogram') {
        throw new Error(`${row.feature} cannot be compared`);
      }
      const pair = align(reference.observation.histogram, row.observation.histogram);
      const score = pair.ok ? scores.psi.compute(pair.value) : pair;
      if (!score.ok) {
        throw new Error(score.detail);
      }
      psi.set([row.feature, ...Object.values(row.group)].join('/'), score.value.value);
    }
  }
  return psi;
}

describe('what happens in the sample, as the engine scores it', () => {
  const windows = [
    [HOUR, DAY],
    [6 * HOUR, DAY],
    [DAY, DAY],
    [HOUR, 7 * DAY],
    [DAY, 7 * DAY],
  ] as const;

  it.each(windows)(
    'a window of %d ms against %d ms before: one drifts, one is noisy, one has a new category, the rest stay',
    async (windowMs, ago) => {
      const psi = await drift(windowMs, ago);
      expect(psi.size).toBe(13);
      expect(psi.get('amount')).toBeGreaterThan(0.35);
      expect(psi.get('clock_skew_seconds')).toBeGreaterThan(0.12);
      expect(psi.get('clock_skew_seconds')).toBeLessThan(0.25);
      expect(psi.get('payment_method')).toBeGreaterThan(0.4);
      // What chance alone does to so many rows is below it.
      STABLE.forEach((feature) => expect(psi.get(feature)).toBeLessThan(0.03));
    }
  );

  it('shows in every country, and most in India', async () => {
    const psi = await drift(HOUR, DAY, ['country']);
    expect(psi.size).toBe(52);
    const amount = ['US', 'DE', 'FR', 'IN'].map((country) => psi.get(`amount/${country}`) ?? NaN);
    amount.forEach((value) => expect(value).toBeGreaterThan(0.25));
    expect(Math.max(...amount)).toBe(psi.get('amount/IN'));
    STABLE.forEach((feature) => expect(psi.get(`${feature}/FR`)).toBeLessThan(0.1));
  });

  it('was calm before: nothing drifts from one day to the next', async () => {
    const before = createSampleUpstream({ now: () => NOW });
    for (const source of [NUMERIC, CATEGORIES]) {
      const question = { source, features: [], groupBy: [] };
      const [early, late] = [last(DAY, 3 * DAY), last(DAY, 2 * DAY)];
      const reference = (await before.distributions(question, early, CONTEXT)).value;
      const current = (await before.distributions(question, late, CONTEXT)).value;
      reference.forEach((row, i) => {
        const [p, q] = [counts(row), counts(current[i])];
        const far = p.map((count, bin) => Math.abs(count / sum(p) - (q[bin] ?? NaN) / sum(q)));
        expect(Math.max(...far)).toBeLessThan(0.01);
      });
    }
  });

  it('has smooth histograms of many buckets, and a category that nobody knew', async () => {
    const rows = await ask(NUMERIC, last(6 * HOUR));
    rows.forEach((row) => expect(counts(row).length).toBeGreaterThanOrEqual(14));
    rows.forEach(({ observation }) =>
      expect(observation.kind === 'histogram' ? observation.repairs.map(describeRepair) : ['unusable']).toEqual([])
    );
    // One hill: rising up to the mode and falling after it, but for a neighbour's noise.
    const skew = counts(rows.find(({ feature }) => feature === 'clock_skew_seconds')).slice(1, -1);
    const mode = skew.indexOf(Math.max(...skew));
    skew.slice(0, mode - 1).forEach((count, i) => expect(count).toBeLessThan(skew[i + 2] ?? NaN));
    const names = async (range: TimeRange): Promise<readonly string[]> => {
      const [row] = await ask(CATEGORIES, range, [], [{ kind: 'exact', name: 'payment_method' }]);
      const histogram = row?.observation.kind === 'histogram' ? row.observation.histogram : undefined;
      return histogram?.kind === 'categorical' ? histogram.categories : [];
    };
    expect(await names(last(HOUR))).toContain('crypto_wallet');
    expect(await names(last(DAY, 2 * DAY))).toEqual(['card', 'apple_pay', 'google_pay', 'paypal', 'bank_transfer']);
  });

  it('is busy by day and quiet by night', async () => {
    const hours = await Promise.all(
      Array.from({ length: 24 }, async (_, hour) => sum(counts((await ask(NUMERIC, last(HOUR, hour * HOUR)))[0])))
    );
    expect(Math.max(...hours) / Math.min(...hours)).toBeGreaterThan(2.5);
    expect(Math.min(...hours)).toBeGreaterThan(1_500);
  });

  it('counts each row in every feature, with its value or as one without', async () => {
    const rows = [...(await ask(NUMERIC, last(DAY))), ...(await ask(CATEGORIES, last(DAY)))];
    const missing = new Map((await missingIn(last(DAY))).map(({ feature, count }) => [feature, count]));
    const totals = rows.map((row) => sum(counts(row)) + (missing.get(row.feature) ?? NaN));
    totals.forEach((total) => expect(total).toBeCloseTo(totals[0] ?? NaN, 1));
  });

  it('has ever more rows without a device score, and none without another feature', async () => {
    const share = async (range: TimeRange): Promise<number> => {
      const [row] = await ask(NUMERIC, range, [], [{ kind: 'exact', name: 'device_score' }]);
      const [missing] = (await missingIn(range)).filter(({ feature }) => feature === 'device_score');
      return (missing?.count ?? NaN) / (sum(counts(row)) + (missing?.count ?? NaN));
    };
    expect(await share(last(HOUR))).toBeCloseTo(0.09, 2);
    expect(await share(last(HOUR, 2 * DAY))).toBeCloseTo(0.02, 2);
    const others = (await missingIn(last(DAY))).filter(({ feature }) => feature !== 'device_score');
    expect(others.map(({ count }) => count)).toEqual(Array.from({ length: 12 }, () => 0));
  });

  it('counts what is missing over time as in each window alone, and by group', async () => {
    const question = { ...MISSING, groupBy: ['country'] };
    const { value, executed } = await upstream.increasesOverTime(question, last(3 * HOUR), HOUR, HOUR, CONTEXT);
    expect(executed).toBe('sum by (feature, country) (increase(model_feature_missing_total{model="fraud"}[1h]))');
    expect(value).toHaveLength(52);
    const german = ({ feature, group }: { feature: string; group: Readonly<Record<string, string>> }): boolean =>
      feature === 'device_score' && group['country'] === 'DE';
    const points = value.find(german)?.points ?? [];
    expect(points).toHaveLength(3);
    for (const { time, count } of points) {
      const alone = await upstream.increases(question, { from: time - HOUR, to: time }, CONTEXT);
      expect(alone.value.find(german)?.count).toBe(count);
    }
    const nowhere = { ...MISSING, source: { ...MISSING.source, metric: 'nulls' } };
    expect((await upstream.increases(nowhere, last(HOUR), CONTEXT)).value).toEqual([]);
  });

  it('puts version 7 in the place of version 6 three days ago, and mirrors a part of the traffic to the other', async () => {
    const versions = async (role: string, range: TimeRange): Promise<readonly unknown[]> =>
      (
        await ask(
          { ...NUMERIC, matchers: [FRAUD, is('role', role)] },
          range,
          ['version'],
          [{ kind: 'exact', name: 'amount' }]
        )
      ).map(({ group }) => group['version']);
    expect(await versions('live', last(HOUR))).toEqual(['7']);
    expect(await versions('shadow', last(HOUR))).toEqual(['8']);
    expect(await versions('shadow', last(HOUR, 2.5 * DAY))).toEqual(['6']);
    expect(await versions('live', last(HOUR, 4 * DAY))).toEqual(['6']);
    expect(await versions('live', last(7 * DAY))).toEqual(['6', '6.1', '7']);
    const [live, shadow] = await Promise.all(
      ['live', 'shadow'].map(async (role) =>
        sum(counts((await ask({ ...NUMERIC, matchers: [FRAUD, is('role', role)] }, last(HOUR)))[0]))
      )
    );
    expect((shadow ?? NaN) / (live ?? NaN)).toBeCloseTo(0.6, 1);
  });
});

describe('the sample as an upstream', () => {
  it('answers the same to the same question, from another process and at another time', async () => {
    const range = last(3 * HOUR, 5 * HOUR);
    const question = { source: NUMERIC, features: [], groupBy: ['country'] };
    const other = createSampleUpstream({ now: () => NOW + 90_000 });
    const again = await other.distributions(question, range, CONTEXT);
    expect(again).toEqual(await upstream.distributions(question, range, CONTEXT));
  });

  it('adds up: two halves of a window make the whole, and so do groups', async () => {
    const range = { from: NOW - 7 * HOUR - 123_456, to: NOW - HOUR };
    const middle = NOW - 4 * HOUR - 7_777;
    const whole = counts((await ask(NUMERIC, range))[0]);
    const early = counts((await ask(NUMERIC, { from: range.from, to: middle }))[0]);
    const late = counts((await ask(NUMERIC, { from: middle, to: range.to }))[0]);
    whole.forEach((count, i) => expect((early[i] ?? NaN) + (late[i] ?? NaN)).toBeCloseTo(count, 2));
    const groups = (await ask(NUMERIC, range, ['country', 'role'])).filter(({ feature }) => feature === 'amount');
    expect(groups).toHaveLength(8);
    whole.forEach((count, i) => expect(sum(groups.map((row) => counts(row)[i] ?? NaN))).toBeCloseTo(count, 2));
  });

  it('answers over time what it answers for each window alone', async () => {
    const range = { from: NOW - 26 * HOUR, to: NOW };
    const question = { source: NUMERIC, features: [], groupBy: [] };
    const { value } = await upstream.distributionsOverTime(question, range, HOUR, 20 * 60_000, CONTEXT);
    expect(value).toHaveLength(8);
    const { points = [] } = value[0] ?? {};
    expect(points).toHaveLength(78);
    expect(points.every(({ time }) => time % (20 * 60_000) === 0)).toBe(true);
    for (const { time, observation } of points.filter((_, i) => i % 10 === 0)) {
      const [alone] = await ask(NUMERIC, { from: time - HOUR, to: time });
      expect(observation).toEqual(alone?.observation);
    }
  });

  it('knows nothing older than its history, and says how old that is', async () => {
    const oldest = (await upstream.oldest(CONTEXT)) ?? NaN;
    expect(NOW - oldest).toBeGreaterThanOrEqual(HISTORY_MS);
    expect(NOW - oldest).toBeLessThan(HISTORY_MS + HOUR);
    expect(await ask(NUMERIC, { from: oldest - DAY, to: oldest })).toEqual([]);
    expect(await ask(NUMERIC, { from: oldest - DAY, to: oldest + HOUR })).toHaveLength(8);
    expect(await ask(NUMERIC, { from: NOW, to: NOW + DAY })).toEqual([]);
  });

  it('keeps what changed within its last day, and the deployment three days ago', () => {
    expect(endOfStory(NOW) + OFFSETS.changed).toBeGreaterThan(NOW - DAY);
    expect(endOfStory(NOW) + OFFSETS.deployed).toBeLessThanOrEqual(NOW - 3 * DAY);
  });

  it('reads all four operators, with regular expressions for the whole value, and a missing label as empty', async () => {
    const seen = async (...matchers: Matcher[]): Promise<readonly unknown[]> => {
      const rows = await ask(
        { ...NUMERIC, matchers: [FRAUD, ...matchers] },
        last(HOUR),
        ['country'],
        [{ kind: 'exact', name: 'amount' }]
      );
      return rows.map(({ group }) => group['country']);
    };
    expect(await seen(is('country', 'DE'))).toEqual(['DE']);
    expect(await seen(is('country', 'DE', '!='))).toEqual(['US', 'FR', 'IN']);
    expect(await seen(is('country', 'D.|F.', '=~'))).toEqual(['DE', 'FR']);
    expect(await seen(is('country', 'D', '=~'))).toEqual([]);
    expect(await seen(is('country', 'U.*', '!~'))).toEqual(['DE', 'FR', 'IN']);
    expect(await seen(is('nowhere', ''), is('country', 'IN'))).toEqual(['IN']);
    await expect(seen(is('country', '(', '=~'))).rejects.toMatchObject({ code: 'bad_query' });
  });

  it('reads matchers on the category and on the bound of a bucket', async () => {
    const notCard = { ...CATEGORIES, matchers: [FRAUD, is('category', 'card', '!='), is('feature', 'payment_method')] };
    const [row] = await ask(notCard, last(HOUR));
    expect(row?.observation).toMatchObject({ histogram: { categories: expect.not.arrayContaining(['card']) } });
    const cut = await ask({ ...NUMERIC, matchers: [FRAUD, is('le', '+Inf', '!=')] }, last(HOUR));
    expect(cut[0]?.observation).toMatchObject({ kind: 'unusable', message: expect.stringContaining('+Inf') });
  });

  it('picks features by name and by regular expression', async () => {
    const names = async (...features: FeaturePattern[]): Promise<readonly string[]> =>
      (await ask(NUMERIC, last(HOUR), [], features)).map(({ feature }) => feature);
    expect(await names({ kind: 'regex', regex: '^_age' })).toEqual([]);
    expect(await names({ kind: 'regex', regex: 'age' })).toEqual([
      'customer_age',
      'account_age_days',
      'merchant_age_days',
    ]);
    expect(await names({ kind: 'exact', name: 'amount' }, { kind: 'regex', regex: 'score$' })).toEqual([
      'amount',
      'device_score',
    ]);
  });

  it('takes the metric for the feature where no label names one, and any label for the feature or the category', async () => {
    const latency = await ask(
      { kind: 'histogram', metric: 'model_prediction_latency_seconds', matchers: [] },
      last(HOUR)
    );
    expect(latency.map(({ feature }) => feature)).toEqual(['model_prediction_latency_seconds']);
    const byCountry = await ask(
      { ...NUMERIC, matchers: [is('feature', 'amount')], featureLabel: 'country' },
      last(HOUR)
    );
    expect(byCountry.map(({ feature }) => feature)).toEqual(['US', 'DE', 'FR', 'IN']);
    const [predictions] = await ask(
      { kind: 'category', metric: 'model_predictions_total', matchers: [], categoryLabel: 'prediction' },
      last(HOUR)
    );
    expect(predictions?.observation).toMatchObject({ histogram: { categories: ['legit', 'fraud'] } });
    const [countries] = await ask(
      { kind: 'category', metric: 'model_predictions_total', matchers: [], categoryLabel: 'country' },
      last(HOUR)
    );
    expect(countries?.observation).toMatchObject({ histogram: { categories: ['US', 'DE', 'FR', 'IN'] } });
  });

  it('answers the raw values of a gauge, at once and over time, which drift as the histogram does', async () => {
    const gauge: FeatureSource = {
      kind: 'gauge',
      metric: 'model_feature_last',
      matchers: [FRAUD, is('role', 'live')],
      featureLabel: 'feature',
    };
    const amount: readonly FeaturePattern[] = [{ kind: 'exact', name: 'amount' }];
    const values = (row: ObservedFeature | undefined): readonly number[] =>
      row?.observation.kind === 'samples' ? [...row.observation.values] : [];
    const now = values((await ask(gauge, last(HOUR), [], amount))[0]);
    const before = values((await ask(gauge, last(HOUR, DAY), [], amount))[0]);
    expect([now.length, before.length]).toEqual([120, 120]);
    const median = (all: readonly number[]): number => all.toSorted((a, b) => a - b)[60] ?? NaN;
    expect(median(now) / median(before)).toBeGreaterThan(1.4);
    const question = { source: gauge, features: amount, groupBy: [] };
    const { value } = await upstream.distributionsOverTime(question, last(6 * HOUR), HOUR, HOUR, CONTEXT);
    expect(
      value[0]?.points.map(({ observation }) => (observation.kind === 'samples' ? observation.values.length : 0))
    ).toEqual(Array.from({ length: 6 }, () => 120));
  });

  it('answers nothing for a metric that is not there, and says which kind to choose for one that is', async () => {
    expect(await ask({ ...NUMERIC, metric: 'nothing' }, last(HOUR))).toEqual([]);
    const asked = (source: FeatureSource): Promise<unknown> => ask(source, last(HOUR));
    await expect(asked({ ...NUMERIC, metric: 'model_predictions_total' })).rejects.toThrow(/is not a histogram/);
    await expect(asked({ ...CATEGORIES, metric: 'model_feature' })).rejects.toThrow(/choose the kind "histogram"/);
    await expect(asked({ ...CATEGORIES, kind: 'gauge' })).rejects.toThrow(/choose the kind "category"/);
    await expect(asked({ ...CATEGORIES, metric: 'model_feature_last' })).rejects.toThrow(/choose the kind "gauge"/);
  });

  it('says in PromQL what was asked', async () => {
    const question = { source: { ...NUMERIC, matchers: [is('model', 'fraud')] }, features: [], groupBy: ['country'] };
    const { executed } = await upstream.distributions(question, last(HOUR), CONTEXT);
    expect(executed).toBe('sum by (le, feature, country) (increase(model_feature_bucket{model="fraud"}[1h]))');
  });

  it('lists metrics, labels and values for the editors, of the time asked for', async () => {
    expect(await upstream.metrics('histogram', last(HOUR), CONTEXT)).toEqual([
      'model_feature',
      'model_prediction_latency_seconds',
      'model_prediction_confidence',
    ]);
    expect(await upstream.metrics('gauge', last(HOUR), CONTEXT)).toEqual(['model_feature_last', 'model_info']);
    const names = await upstream.labelNames('model_feature_category_total', [], last(HOUR), CONTEXT);
    expect(names).toEqual(['category', 'country', 'feature', 'model', 'role', 'version']);
    const live = [FRAUD, is('role', 'live')];
    expect(await upstream.labelValues('version', 'model_feature', live, last(HOUR), CONTEXT)).toEqual(['7']);
    expect(await upstream.labelValues('version', 'model_feature', live, last(7 * DAY), CONTEXT)).toEqual([
      '6',
      '6.1',
      '7',
    ]);
    expect(await upstream.labelValues('model', undefined, [], last(HOUR), CONTEXT)).toEqual(['fraud', 'parcel_eta']);
    expect(await upstream.labelValues('feature', undefined, [FRAUD], last(HOUR), CONTEXT)).toHaveLength(13);
    expect(await upstream.health(CONTEXT)).toEqual({ product: 'Built-in sample', version: '1' });
  });
});
