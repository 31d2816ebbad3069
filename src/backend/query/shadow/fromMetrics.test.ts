import { categorical, native, numeric, type Entry } from '../testing/tableUpstream';
import { ask, frame, NOW, rows, said } from './testing/ask';

describe('from metrics alone', () => {
  const labels = (role: string, more: Readonly<Record<string, string>> = {}) => ({ model: 'fraud', role, ...more });
  const ENTRIES: readonly Entry[] = [
    {
      metric: 'model_predictions_total',
      feature: 'model_predictions_total',
      labels: labels('live', { version: '7' }),
      observation: categorical({ ok: 900, bad: 100 }),
    },
    {
      metric: 'model_predictions_total',
      feature: 'model_predictions_total',
      labels: labels('shadow', { version: '8' }),
      observation: categorical({ ok: 700, bad: 300 }),
    },
    ...(['live', 'shadow'] as const).flatMap((role) =>
      (['true', 'false'] as const).map((correct): Entry => ({
        metric: 'model_prediction_confidence',
        feature: 'model_prediction_confidence',
        labels: labels(role, { correct }),
        observation: numeric(
          [0.5, 0.9],
          correct === 'true'
            ? [0, 400, role === 'live' ? 540 : 400]
            : [0, role === 'live' ? 30 : 100, role === 'live' ? 30 : 100]
        ),
      }))
    ),
    {
      metric: 'model_prediction_latency_seconds',
      feature: 'model_prediction_latency_seconds',
      labels: labels('live'),
      observation: numeric([0.01, 0.02, 0.04], [500, 400, 100, 0]),
    },
    {
      metric: 'model_prediction_latency_seconds',
      feature: 'model_prediction_latency_seconds',
      labels: labels('shadow'),
      observation: numeric([0.01, 0.02, 0.04], [100, 400, 500, 0]),
    },
  ];

  it('nothing is paired, and what that costs is said', async () => {
    const frames = await ask(undefined, {}, { entries: ENTRIES });
    const [summary] = rows(frames, 'summary');
    expect(summary).toMatchObject({
      pairs: null,
      unpaired_live: null,
      agreement: null,
      kappa: null,
      mcnemar_p: null,
      recommendation: 'roll_back',
      basis: 'metrics',
      live_versions: '7',
      shadow_versions: '8',
      live_predictions: 1000,
      shadow_predictions: 1000,
      accuracy_live: 0.94,
      accuracy_shadow: 0.8,
      duplicates: null,
    });
    expect(summary?.['accuracy_difference']).toBeCloseTo(-0.14, 12);
    expect(said(frames)).toMatch(
      /^This data source reads no log \(loki in its settings\), so this is from metrics alone\. Nothing is paired: /
    );
    expect(rows(frames, 'flips')).toEqual([]);
    expect(rows(frames, 'rows')).toEqual([]);
    expect(frame(frames, 'rows').fields.length).toBeGreaterThan(10);
  });

  it('shares of classes, confidence, latency and accuracy are compared as two separate sets', async () => {
    const frames = await ask(undefined, { frames: ['metrics', 'outputs', 'over_time'] }, { entries: ENTRIES });
    expect(rows(frames, 'outputs').slice(0, 2)).toMatchObject([
      { output: 'prediction', bin: 'ok', live: 0.9, shadow: 0.7 },
      { output: 'prediction', bin: 'bad', live: 0.1, shadow: 0.3 },
    ]);
    const metrics = rows(frames, 'metrics');
    expect(metrics[0]).toMatchObject({ metric: 'accuracy', live: 0.94, better: 'live' });
    // The 95 % quantile lies half way into (20 ms, 40 ms], and nine tenths into it.
    const latency = metrics.find(({ metric }) => metric === 'latency_p95');
    expect(latency).toMatchObject({ live: 30, live_lower: 20, live_upper: 40, better: null });
    expect(latency?.['shadow']).toBeCloseTo(38, 10);
    expect(latency?.['difference']).toBeCloseTo(8, 10);
    expect(rows(frames, 'over_time').at(-1)).toMatchObject({
      time: NOW,
      live_predictions: 1000,
      accuracy_shadow: 0.8,
      latency_p95_live_ms: 30,
    });
    expect(frame(frames, 'over_time').fields.map(({ name }) => name)).not.toContain('pairs');
  });

  it('failures are compared where a counter tells of them: 10 of 1010 against 60 of 1060', async () => {
    const failures = [
      { metric: 'model_prediction_errors_total', feature: 'live', labels: labels('live'), count: 10 },
      { metric: 'model_prediction_errors_total', feature: 'shadow', labels: labels('shadow'), count: 60 },
    ];
    const asking = { entries: ENTRIES, counters: failures };
    const frames = await ask(undefined, { frames: ['summary', 'metrics', 'over_time'] }, asking);
    const [summary] = rows(frames, 'summary');
    expect(summary?.['error_rate_live']).toBeCloseTo(10 / 1010, 12);
    expect(summary?.['error_rate_shadow']).toBeCloseTo(60 / 1060, 12);
    expect(summary?.['error_rate_difference']).toBeCloseTo(60 / 1060 - 10 / 1010, 12);
    expect(rows(frames, 'metrics').find(({ metric }) => metric === 'error_rate')).toMatchObject({ better: 'live' });
    expect(rows(frames, 'over_time').at(-1)?.['error_rate_shadow']).toBeCloseTo(60 / 1060, 12);
    // A counter that the other role has not begun stands at zero.
    const one = await ask(undefined, { frames: ['summary'] }, { ...asking, counters: failures.slice(0, 1) });
    expect(rows(one, 'summary')[0]).toMatchObject({ error_rate_shadow: 0 });
    const none = await ask(undefined, { frames: ['summary'] }, { entries: ENTRIES });
    expect(rows(none, 'summary')[0]).toMatchObject({ error_rate_live: null, error_rate_shadow: null });
  });

  it('reads native histograms, and of both kinds the classic one alone', async () => {
    const nativeOf = (role: string): Entry => ({
      metric: 'model_prediction_latency_seconds',
      feature: 'model_prediction_latency_seconds',
      labels: labels(role),
      // Buckets (2^-7, 2^-6] and (2^-6, 2^-5]: 900 up to 15.6 ms, 100 up to 31.25 ms.
      observation: {
        kind: 'native',
        native: {
          kind: 'exponential',
          schema: 0,
          zeroThreshold: 0,
          zeroCount: 0,
          positive: [
            [-6, 900],
            [-5, 100],
          ],
          negative: [],
          count: 1000,
        },
      },
    });
    const latency = async (entries: readonly Entry[]) =>
      rows(await ask(undefined, { frames: ['metrics'] }, { entries }), 'metrics').find(
        ({ metric }) => metric === 'latency_p95'
      );
    const rest = ENTRIES.filter(({ metric }) => metric !== 'model_prediction_latency_seconds');
    const natives = await latency([...rest, nativeOf('live'), nativeOf('shadow')]);
    expect(natives?.['live']).toBeCloseTo(1000 * (2 ** -6 + 2 ** -6 / 2), 9);
    expect(natives).toMatchObject({ difference: 0, n: 1000 });
    expect((await latency([...ENTRIES, nativeOf('live'), nativeOf('shadow')]))?.['live']).toBe(30);
  });

  it('of native histograms has the same, as closely as their buckets let', async () => {
    // Latencies in schema 0: (7.8 ms, 15.6 ms], (15.6 ms, 31.2 ms] and (31.2 ms, 62.5 ms]; confidence: (0.5, 1].
    const natives = ENTRIES.map((entry): Entry => {
      const { role, correct } = entry.labels ?? {};
      switch (entry.metric) {
        case 'model_prediction_confidence':
          return { ...entry, observation: native(0, [[0, correct === 'false' ? 60 : 940]]) };
        case 'model_prediction_latency_seconds':
          return { ...entry, observation: native(0, role === 'live' ? [[-6, 500], [-5, 500]] : [[-5, 500], [-4, 500]]) }; // prettier-ignore
        default:
          return entry;
      }
    });
    const frames = await ask(undefined, { frames: ['summary', 'metrics'] }, { entries: natives });
    expect(rows(frames, 'summary')[0]).toMatchObject({ accuracy_live: 0.94, accuracy_shadow: 0.94 });
    const latency = rows(frames, 'metrics').find(({ metric }) => metric === 'latency_p95');
    expect(latency).toMatchObject({ live_lower: 15.625, live_upper: 31.25, shadow_lower: 31.25, shadow_upper: 62.5 });
  });

  it('is what is answered where the log holds nothing of the two', async () => {
    const frames = await ask([], {}, { entries: ENTRIES });
    expect(rows(frames, 'summary')[0]).toMatchObject({ basis: 'metrics' });
    expect(said(frames)).toMatch(/^The log holds no prediction with the role live or shadow in this time/);
  });

  it('a rule that names no number sees those that can be had', async () => {
    const frames = await ask(undefined, {}, { entries: ENTRIES, fromAlert: true });
    expect(frames.map(({ name }) => name)).toEqual([
      'prediction_psi',
      'confidence_psi',
      'accuracy_difference',
      'shadow_worse',
    ]);
    expect(frames.at(-1)?.fields[0]?.values).toEqual([1]);
    const [pairs] = await ask(undefined, { metrics: ['agreement'] }, { entries: ENTRIES, fromAlert: true });
    expect(pairs?.fields[0]?.values).toEqual([null]);
    expect(pairs?.meta.notices?.map(({ text }) => text).join()).toContain(
      'agreement: It needs answers to the same requests'
    );
  });
});
