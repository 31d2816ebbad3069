import { bucketOf } from './tally';
import { FRAUD } from '../../../scenario/fraud/fraud';
import { SLOT_MS } from '../../../scenario';
import { LOG_FIELDS, type EventKind } from '../../../model';
import { PairJoin } from '../../events/pairs';
import { LabelIndex } from '../../events/labels';
import { inSample } from '../../events/sampling';
import type { EventByKind, EventQuestion, EventReport, PredictionEvent, ReadOptions } from '../events';
import type { EventSource } from '../eventSource';
import type { CallContext, FeatureSource, Matcher, TimeRange } from '../upstream';
import { createSampleEvents } from './events';
import { createSampleUpstream } from './index';

// Days of lines are read, and many tests may share the machine.
jest.setTimeout(60_000);

const HOUR = 3_600_000;
const DAY = 24 * HOUR;
/** A Monday evening, in the middle of a slot. */
const NOW = Date.UTC(2026, 10, 23, 20, 7, 33);
const CONTEXT: CallContext = { signal: new AbortController().signal };
const events = createSampleEvents({ now: () => NOW });
const metrics = createSampleUpstream({ now: () => NOW });

function is(label: string, value: string, op: Matcher['op'] = '='): Matcher {
  return { label, op, value };
}

function about<K extends EventKind>(event: K, change: Partial<EventQuestion<K>> = {}): EventQuestion<K> {
  return {
    event,
    source: {
      matchers: [is('model', 'fraud'), is('event', event)],
      parser: 'json',
      fields: LOG_FIELDS,
      privateFields: [],
    },
    filters: [],
    groupBy: [],
    features: [],
    ...change,
  };
}

async function read<K extends EventKind>(
  question: EventQuestion<K>,
  range: TimeRange,
  options: ReadOptions = {}
): Promise<{ readonly all: ReadonlyArray<EventByKind[K]>; readonly report: EventReport }> {
  const reading = events.read(question, range, CONTEXT, options);
  const all: Array<EventByKind[K]> = [];
  for await (const batch of reading) {
    all.push(...batch);
  }
  return { all, report: reading.report() };
}

function last(ms: number, ago = 0): TimeRange {
  return { from: NOW - ago - ms, to: NOW - ago };
}

/** A stretch of whole slots. */
function slots(count: number, ago: number): TimeRange {
  const to = Math.floor((NOW - ago) / SLOT_MS) * SLOT_MS;
  return { from: to - count * SLOT_MS, to };
}

const live = [is('role', 'live')];
const liveFraud = [is('model', 'fraud'), ...live];

describe('the metrics of the sample count the lines of its log', () => {
  const range = slots(30, 22 * HOUR);

  it('feature by feature, in every bucket and category, with those that miss a value', async () => {
    const { all } = await read(about('prediction', { features: 'all', filters: live }), range);
    expect(all.length).toBeGreaterThan(5_000);
    const ask = async (kind: FeatureSource['kind'], metric: string): Promise<Map<string, readonly number[]>> => {
      const source = {
        kind,
        metric,
        matchers: liveFraud,
        featureLabel: 'feature',
        ...(kind === 'category' ? { categoryLabel: 'category' } : {}),
      };
      const { value } = await metrics.distributions({ source, features: [], groupBy: [] }, range, CONTEXT);
      return new Map(
        value.map(({ feature, observation }) => [
          feature,
          observation.kind === 'histogram' ? observation.histogram.counts : [],
        ])
      );
    };
    const histograms = await ask('histogram', 'model_feature');
    const categories = await ask('category', 'model_feature_category_total');
    const missing = await metrics.increases(
      {
        source: { metric: 'model_feature_missing_total', matchers: liveFraud, featureLabel: 'feature' },
        features: [],
        groupBy: [],
      },
      range,
      CONTEXT
    );
    for (const feature of FRAUD.features) {
      const counts = new Array<number>(
        feature.kind === 'numeric' ? feature.bounds.length + 1 : feature.categories.length
      );
      counts.fill(0);
      let without = 0;
      for (const { features } of all) {
        const value = features[feature.name];
        if (value === null) {
          without += 1;
        } else {
          const bin =
            feature.kind === 'numeric'
              ? bucketOf(feature.bounds, Number(value))
              : feature.categories.indexOf(String(value));
          counts[bin] = (counts[bin] ?? 0) + 1;
        }
      }
      const counted = feature.kind === 'numeric' ? histograms.get(feature.name) : categories.get(feature.name);
      // A category that never came has no counter.
      expect([feature.name, counted?.filter((count) => count > 0)]).toEqual([
        feature.name,
        counts.filter((count) => count > 0),
      ]);
      expect(missing.value.find((row) => row.feature === feature.name)?.count).toBe(without);
    }
  });

  it('by version, role and country, with predictions, confidences, latencies and errors', async () => {
    const groupBy = ['version', 'role', 'country'];
    const { all } = await read(about('prediction', { groupBy }), range);
    const key = (group: Readonly<Record<string, string>>): string => groupBy.map((name) => group[name]).join('/');
    const expected = new Map<string, { predictions: number; latencies: number; errors: number }>();
    for (const { group, prediction } of all) {
      const row = expected.get(key(group)) ?? { predictions: 0, latencies: 0, errors: 0 };
      row.latencies += 1;
      row.errors += prediction === undefined ? 1 : 0;
      row.predictions += prediction === undefined ? 0 : 1;
      expected.set(key(group), row);
    }
    const total = async (kind: 'histogram' | 'category', metric: string): Promise<Map<string, number>> => {
      const source = {
        kind,
        metric,
        matchers: [is('model', 'fraud')],
        ...(kind === 'category' ? { categoryLabel: 'prediction' } : {}),
      };
      const { value } = await metrics.distributions({ source, features: [], groupBy }, range, CONTEXT);
      return new Map(
        value.map(({ group, observation }) => [
          key(group),
          observation.kind === 'histogram' ? observation.histogram.counts.reduce((sum, count) => sum + count, 0) : NaN,
        ])
      );
    };
    const [predictions, confidences, latencies] = [
      await total('category', 'model_predictions_total'),
      await total('histogram', 'model_prediction_confidence'),
      await total('histogram', 'model_prediction_latency_seconds'),
    ];
    const errors = await metrics.increases(
      {
        source: { metric: 'model_prediction_errors_total', matchers: [is('model', 'fraud')], featureLabel: 'error' },
        features: [],
        groupBy,
      },
      range,
      CONTEXT
    );
    expect([...expected.keys()].sort()).toEqual([...latencies.keys()].sort());
    expect(expected.size).toBe(8);
    for (const [name, row] of expected) {
      expect([name, predictions.get(name), confidences.get(name), latencies.get(name)]).toEqual([
        name,
        row.predictions,
        row.predictions,
        row.latencies,
      ]);
      const failed = errors.value.filter(({ group }) => key(group) === name);
      expect(failed.reduce((sum, { count }) => sum + count, 0)).toBe(row.errors);
    }
  });
});

describe('a request', () => {
  it('is answered by live and shadow with the same inputs, and each answer has an id of its own', async () => {
    const { all } = await read(about('prediction', { features: 'all' }), last(HOUR));
    expect(new Set(all.map(({ predictionId }) => predictionId)).size).toBe(all.length);
    const join = new PairJoin();
    for (const event of all) {
      const pair = join.add(event.role === 'live' ? 'live' : 'shadow', event);
      if (pair !== undefined) {
        expect(pair.shadow.features).toEqual(pair.live.features);
        expect([pair.live.version, pair.shadow.version]).toEqual(['7', '8']);
        expect(pair.shadow.time).toBeGreaterThanOrEqual(pair.live.time);
      }
    }
    const { pairs, unpairedShadow, duplicates, unpairedLive } = join.counts();
    expect(pairs).toBeGreaterThan(1_500);
    // The answer of the shadow is a little later: of a request at the start, it alone lies inside.
    expect(unpairedShadow).toBeLessThan(5);
    expect(pairs / (pairs + unpairedLive)).toBeCloseTo(0.6, 1);
    expect(duplicates).toBe(0);
  });

  it('tells the same whenever it is asked, forward and backward, as a whole and in parts', async () => {
    const question = about('prediction', { features: 'all', groupBy: ['country'] });
    const range = last(20 * 60_000, 5 * HOUR);
    const { all } = await read(question, range);
    const backward = await read(question, range, { direction: 'backward' });
    expect([...backward.all].reverse()).toEqual(all);
    const middle = range.from + 421_337;
    const [early, late] = [
      await read(question, { ...range, to: middle }),
      await read(question, { ...range, from: middle }),
    ];
    expect([...early.all, ...late.all]).toEqual(all);
    expect(all.map(({ time }) => time)).toEqual(all.map(({ time }) => time).sort((a, b) => a - b));
    expect(all.every(({ time }) => time > range.from && time <= range.to)).toBe(true);
  });

  it('is not told before it happens, nor after it is forgotten', async () => {
    const { all } = await read(about('prediction'), { from: NOW - 60_000, to: NOW + HOUR });
    expect(all.length).toBeGreaterThan(20);
    expect(all.every(({ time }) => time <= NOW)).toBe(true);
    expect((await read(about('prediction'), last(DAY, 9 * DAY))).all).toEqual([]);
  });
});

describe('labels', () => {
  it('come late, once, and not for all; they say what was true', async () => {
    const range = { from: NOW - 2.1 * DAY, to: NOW - 2 * DAY };
    const sampling = { by: 'predictionId', fraction: 0.1 } as const;
    const predictions = (await read(about('prediction'), range, { sampling })).all;
    const index = new LabelIndex();
    for (const label of (await read(about('label'), { from: range.from, to: NOW }, { sampling })).all) {
      index.add(label);
    }
    expect([index.corrections, index.withoutUse]).toEqual([0, 0]);
    const labelled = predictions.flatMap(({ time, predictionId, prediction }) => {
      const label = index.of(predictionId);
      return label === undefined ? [] : [{ after: label.firstTime - time, right: label.label === prediction }];
    });
    expect(labelled.length / predictions.length).toBeGreaterThan(0.95);
    expect(labelled.length / predictions.length).toBeLessThan(0.99);
    const share = (test: (row: { after: number; right: boolean }) => boolean): number =>
      labelled.filter(test).length / labelled.length;
    expect(Math.max(...labelled.map(({ after }) => after))).toBeLessThanOrEqual(2 * DAY);
    expect(share(({ after }) => after < 2 * 60_000)).toBeCloseTo(0.12, 1);
    expect(share(({ after }) => after > 3 * HOUR)).toBeGreaterThan(0.5);
    expect(share(({ right }) => right)).toBeGreaterThan(0.9);
  });

  it('of one reading are those of its parts', async () => {
    const whole = (await read(about('label'), last(3 * HOUR))).all;
    const parts = [
      ...(await read(about('label'), last(HOUR, 2 * HOUR))).all,
      ...(await read(about('label'), last(2 * HOUR))).all,
    ];
    expect(parts).toEqual(whole);
    expect(whole.map(({ time }) => time)).toEqual(whole.map(({ time }) => time).sort((a, b) => a - b));
  });
});

describe('what is asked for', () => {
  const range = last(HOUR);

  it('filters mean labels of the stream, fields and features, in this order', async () => {
    const groupBy = ['role', 'version', 'country', 'payment_method', 'prediction'];
    const filters = [is('version', '7'), is('country', 'DE|FR', '=~'), is('payment_method', 'card', '!='), ...live];
    const { all } = await read(about('prediction', { filters, groupBy }), range);
    expect(all.length).toBeGreaterThan(100);
    for (const { group, prediction } of all) {
      expect(group).toEqual({
        role: 'live',
        version: '7',
        country: expect.stringMatching(/^(DE|FR)$/),
        payment_method: expect.not.stringMatching(/^card$/),
        prediction: prediction ?? '',
      });
    }
    expect((await read(about('prediction', { filters: [is('nowhere', 'x')] }), range)).all).toEqual([]);
    expect((await read(about('prediction', { groupBy: ['nowhere'] }), last(60_000))).all[0]?.group).toEqual({
      nowhere: '',
    });
  });

  it('features come where they are named, and none where none is', async () => {
    const of = async (features: EventQuestion['features']): Promise<readonly string[]> =>
      Object.keys((await read(about('prediction', { features }), last(60_000))).all[0]?.features ?? {});
    expect(await of([])).toEqual([]);
    expect(
      await of([
        { kind: 'exact', name: 'amount' },
        { kind: 'regex', regex: 'score$' },
      ])
    ).toEqual(['amount', 'device_score']);
    expect(await of('all')).toHaveLength(13);
  });

  it('private fields are in no event, and neither grouped nor filtered by', async () => {
    const question = about('prediction', {
      features: 'all',
      groupBy: ['version'],
      source: {
        ...about('prediction').source,
        privateFields: ['features.country', 'features.amount', 'confidence', 'probabilities.fraud'],
      },
    });
    const [event] = (await read(question, last(60_000))).all;
    expect(Object.keys(event?.features ?? {})).not.toContain('amount');
    expect(event).toMatchObject({
      confidence: undefined,
      probabilities: { legit: expect.any(Number) },
      group: { version: '7' },
    });
    expect(Object.keys(event?.probabilities ?? {})).toEqual(['legit']);
    // As Loki's upstream has it: a name that can only mean what is private is refused, however it is written.
    await expect(read({ ...question, groupBy: ['country'] }, last(60_000))).rejects.toThrow(
      '"country" is personal data'
    );
    const by = { ...question, groupBy: ['confidence'] };
    await expect(read(by, range)).rejects.toThrow('"confidence" is personal data');
    await expect(events.countOverTime(by, range, HOUR, HOUR, CONTEXT)).rejects.toThrow('personal data');
    const filters = [is('features.amount', '1')];
    await expect(events.count({ ...question, filters }, range, CONTEXT)).rejects.toThrow('personal data');
    const none = { ...question, source: { ...question.source, privateFields: ['features'] } };
    expect((await read(none, last(60_000))).all[0]).toMatchObject({ features: {} });
    const names = async (source: EventSource) => (await events.fields(source, range, CONTEXT)).map(({ name }) => name);
    expect(await names(question.source)).not.toContain('features.amount');
    expect(await names(about('prediction').source)).toEqual(
      expect.arrayContaining(['features.amount', 'probabilities.fraud', 'schema', 'latency_ms'])
    );
    expect(await names(about('label').source)).toEqual(['label', 'prediction_id']);
  });

  it('a sample holds the same requests on both sides, and says how many lines it was taken from', async () => {
    const sampling = { by: 'requestId', fraction: 0.2 } as const;
    const whole = await read(about('prediction'), range);
    const part = await read(about('prediction'), range, { sampling });
    expect(part.all).toEqual(whole.all.filter(({ requestId }) => inSample(requestId ?? '', 0.2)));
    expect(part.all.length / whole.all.length).toBeCloseTo(0.2, 1);
    expect(part.report.lines).toBe(whole.all.length);
  });

  it('a limit cuts, and says so only where it did', async () => {
    const backward = await read(about('prediction'), range, { direction: 'backward', limit: 7 });
    const whole = await read(about('prediction'), range);
    expect(backward.all).toEqual([...whole.all].reverse().slice(0, 7));
    expect([backward.report.cut, whole.report.cut]).toEqual([true, false]);
    const exact = await read(about('prediction'), range, { limit: whole.all.length });
    expect(exact.report.cut).toBe(false);
  });

  it('lines that are no logfmt are counted as unreadable', async () => {
    const question = about('prediction', { source: { ...about('prediction').source, parser: 'logfmt' } });
    const { all, report } = await read(question, range);
    expect(all).toEqual([]);
    expect(report.unreadable).toBe(await events.count(about('prediction'), range, CONTEXT).then(({ value }) => value));
    expect(report.notices.join()).toContain('json');
  });

  it('fields are read where the settings say', async () => {
    const source = {
      ...about('prediction').source,
      fields: { ...LOG_FIELDS, prediction: 'schema', confidence: 'features.amount', latencyMs: 'nowhere' },
    };
    const [event] = (await read(about('prediction', { source }), last(60_000))).all as readonly PredictionEvent[];
    expect(event).toMatchObject({ prediction: 'payments-4', latencyMs: undefined });
    expect(event?.confidence).toBeGreaterThan(1);
  });
});

describe('counting', () => {
  it('counts the lines that a reading would read', async () => {
    for (const question of [
      about('prediction'),
      about('prediction', { filters: live }),
      about('label'),
      about('pipeline'),
    ]) {
      for (const range of [last(3 * HOUR + 77_777), last(90_000), slots(6, HOUR)]) {
        const { all } = await read(question, range);
        expect((await events.count(question, range, CONTEXT)).value).toBe(all.length);
      }
    }
    expect((await events.count(about('prediction'), last(HOUR), CONTEXT)).executed).toBe(
      'sum (count_over_time({model="fraud",event="prediction"} | drop __error__, __error_details__ [1h]))'
    );
  });

  it('over time counts in each window what it counts in that window alone', async () => {
    const question = about('prediction', { groupBy: ['role', 'payment_method'] });
    const { value, executed } = await events.countOverTime(question, last(3 * HOUR), HOUR, 30 * 60_000, CONTEXT);
    expect(executed).toBe(
      'sum by (role, tm_payment_method) (count_over_time({model="fraud",event="prediction"} | json tm_payment_method="features.payment_method" | drop __error__, __error_details__ [1h]))'
    );
    expect(value).toHaveLength(12);
    const row = value.find(({ group }) => group['role'] === 'shadow' && group['payment_method'] === 'paypal');
    expect(row?.points).toHaveLength(6);
    for (const { time, count } of row?.points ?? []) {
      const filters = [is('role', 'shadow'), is('payment_method', 'paypal')];
      const alone = await events.count(about('prediction', { filters }), { from: time - HOUR, to: time }, CONTEXT);
      expect(alone.value).toBe(count);
    }
  });
});

describe('deployments and pipeline runs', () => {
  it('tell of the bad version that was rolled back, and of those that came after', async () => {
    const { all } = await read(about('model'), last(8 * DAY));
    expect(all.map(({ version, role, stage }) => `${stage} ${version} ${role}`)).toEqual([
      'deployed 6.1 live',
      'rolled_back 6.1 live',
      'deployed 6 live',
      'deployed 7 live',
      'deployed 6 shadow',
      'retired 6 shadow',
      'deployed 8 shadow',
    ]);
    expect(all[0]).toMatchObject({
      hyperparameters: { algorithm: 'logistic' },
      runUrl: expect.stringContaining('https://'),
    });
    expect((await read(about('model'), last(365 * DAY))).all.length).toBeGreaterThan(all.length);
  });

  it('each run starts and ends; one failed just before the inputs changed, and the next was late', async () => {
    const { all } = await read(about('pipeline', { groupBy: ['schema'] }), last(3 * DAY));
    const runs = new Map<string, Array<EventByKind['pipeline']>>();
    for (const step of all) {
      runs.set(step.runId ?? '', [...(runs.get(step.runId ?? '') ?? []), step]);
    }
    const whole = [...runs.values()].filter((steps) => steps[0]?.status === 'started');
    expect(whole.filter((steps) => steps.length === 2).length).toBeGreaterThan(150);
    const failed = all.filter(({ status, job }) => status === 'failed' && job === 'payments_enrich');
    expect(failed).toHaveLength(1);
    const [first] = all.filter(({ group }) => group['schema'] === 'payments-4');
    expect(first?.time).toBeGreaterThan(failed[0]?.time ?? Infinity);
    const [shown] = (
      await read(
        about('prediction', { groupBy: ['schema'], filters: [is('schema', 'payments-4')] }),
        last(3 * HOUR, 21 * HOUR)
      )
    ).all;
    const [end] = all.filter(({ status, runId }) => runId === first?.runId && status === 'succeeded');
    expect(end?.time).toBeLessThanOrEqual(shown?.time ?? 0);
    expect((shown?.time ?? 0) - (end?.time ?? 0)).toBeLessThan(5 * 60_000);
  });
});

it('stops with its request', async () => {
  const controller = new AbortController();
  const reading = events.read(about('prediction', { features: 'all' }), last(8 * DAY), { signal: controller.signal });
  let seen = 0;
  const all = (async () => {
    for await (const batch of reading) {
      seen += batch.length;
      controller.abort(new Error('gone'));
    }
  })();
  await expect(all).rejects.toThrow('gone');
  expect(seen).toBeLessThan(100_000);
});

it('tells of a model that predicts numbers, with its labels and without confidence', async () => {
  const matchers = [is('model', 'parcel_eta'), is('event', 'prediction')];
  const range = { from: NOW - 6 * HOUR, to: NOW - 5 * HOUR };
  const { all } = await read(
    about('prediction', { features: 'all', source: { ...about('prediction').source, matchers } }),
    range
  );
  expect(all.length).toBeGreaterThan(500);
  for (const { prediction, confidence, probabilities, features, error } of all.slice(0, 50)) {
    expect(prediction === undefined ? error : prediction).toEqual(error ?? expect.any(Number));
    expect([confidence, probabilities]).toEqual([undefined, undefined]);
    expect(Object.keys(features)).toContain('route_km');
  }
  const labels = new LabelIndex();
  const labelSource = { ...about('label').source, matchers: [is('model', 'parcel_eta'), is('event', 'label')] };
  for (const label of (await read(about('label', { source: labelSource }), { from: range.from, to: NOW })).all) {
    labels.add(label);
  }
  const known = all.flatMap(({ predictionId, prediction }) => {
    const label = labels.of(predictionId)?.label;
    return typeof label === 'number' && typeof prediction === 'number' ? [Math.abs(prediction - label)] : [];
  });
  expect(known.length / all.length).toBeGreaterThan(0.95);
  expect(known.reduce((sum, off) => sum + off, 0) / known.length).toBeLessThan(8);
});

it('lists labels and their values', async () => {
  expect(await events.labelNames([], last(HOUR), CONTEXT)).toEqual(['event', 'model', 'role']);
  expect(await events.labelNames([is('event', 'pipeline')], last(HOUR), CONTEXT)).toEqual(['event', 'model']);
  expect(await events.labelValues('event', [], last(HOUR), CONTEXT)).toEqual([
    'label',
    'model',
    'pipeline',
    'prediction',
  ]);
  expect(await events.labelValues('role', [], last(HOUR), CONTEXT)).toEqual(['live', 'shadow']);
});
