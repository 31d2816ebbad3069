import type { Settings } from '../../../model';
import type { GivenEvent } from '../testing/tableEvents';
import { ask, FLIPS, frame, NOW, request, requests, rows, said } from './testing/ask';

describe('live and shadow on the same requests', () => {
  it('agree on a share of them, beyond chance by kappa, and flip between classes', async () => {
    const frames = await ask(FLIPS);
    const [summary] = rows(frames, 'summary');
    expect(summary).toMatchObject({ pairs: 60, unpaired_live: 0, unpaired_shadow: 0, basis: 'pairs' });
    expect(summary?.['agreement']).toBeCloseTo(50 / 60, 12);
    // pe = (45/60)^2 + (15/60)^2 = 0.625.
    expect(summary?.['kappa']).toBeCloseTo((50 / 60 - 0.625) / 0.375, 12);
    expect(summary).toMatchObject({ live_versions: '7', shadow_versions: '8', sampled_fraction: 1 });
    expect(rows(frames, 'flips').map(({ live, shadow: says, count }) => [live, says, count])).toEqual([
      ['bad', 'ok', 5],
      ['ok', 'bad', 5],
      ['ok', 'ok', 40],
      ['bad', 'bad', 10],
    ]);
  });

  it('answer the frames of the contract in its order, with its first fields, and only those that are asked for', async () => {
    const frames = await ask(FLIPS);
    expect(frames.map(({ name }) => name)).toEqual([
      'summary',
      'metrics',
      'flips',
      'outputs',
      'segments',
      'over_time',
      'rows',
    ]);
    expect(
      frame(frames, 'summary')
        .fields.slice(0, 8)
        .map(({ name }) => name)
    ).toEqual([
      'pairs',
      'unpaired_live',
      'unpaired_shadow',
      'agreement',
      'kappa',
      'mcnemar_p',
      'recommendation',
      'reason',
    ]);
    expect((await ask(FLIPS, { frames: ['rows', 'flips'] })).map(({ name }) => name)).toEqual(['flips', 'rows']);
  });

  it('are told apart by labels: 8 requests that only the shadow had right against 2 of live, p by the exact test', async () => {
    const events = [
      ...requests(90, { live: 'ok', shadow: 'ok', label: 'ok' }, 'a'),
      ...requests(8, { live: 'ok', shadow: 'bad', label: 'bad' }, 'b'),
      ...requests(2, { live: 'ok', shadow: 'bad', label: 'ok' }, 'c'),
      ...requests(7, { live: 'ok', shadow: 'ok' }, 'd'),
    ];
    const frames = await ask(events);
    const [summary] = rows(frames, 'summary');
    // Twice the lower tail of binomial (10, 1/2) at 2: 2 (1 + 10 + 45) / 1024.
    expect(summary?.['mcnemar_p']).toBeCloseTo(112 / 1024, 12);
    expect(summary).toMatchObject({ labelled_pairs: 100, accuracy_live: 0.92, accuracy_shadow: 0.98 });
    expect(summary?.['accuracy_difference']).toBeCloseTo(0.06, 12);
    expect(summary?.['recommendation']).toBe('promote');
    expect(summary?.['reason']).toMatch(/^No worse than the margin of 1 % allows: on 100 labelled pairs/);
    expect(rows(frames, 'flips')[0]).toMatchObject({
      live: 'ok',
      shadow: 'bad',
      count: 10,
      labelled: 10,
      live_right: 2,
      shadow_right: 8,
    });
    const [accuracy] = rows(frames, 'metrics');
    expect(accuracy).toMatchObject({
      metric: 'accuracy',
      live: 0.92,
      shadow: 0.98,
      better: null,
      n: 100,
      unit: 'percentunit',
    });
  });

  it('take a label of either prediction, however late, and that of live where they differ', async () => {
    const at = NOW - 1000;
    const events: readonly GivenEvent[] = [
      ...request('a', { at, live: 'ok', shadow: 'bad' }),
      { event: 'label', time: NOW + 2 * 86_400_000, predictionId: 'a/shadow', label: 'bad' },
      ...request('b', { at, live: 'ok', shadow: 'bad' }),
      { event: 'label', time: NOW + 1, predictionId: 'b/shadow', label: 'bad' },
      { event: 'label', time: NOW + 1, predictionId: 'b/live', label: 'ok' },
    ];
    const frames = await ask(events, { frames: ['summary', 'rows'] });
    expect(rows(frames, 'rows').map(({ request_id: id, label, right }) => [id, label, right])).toEqual([
      ['a', 'bad', 'shadow'],
      ['b', 'ok', 'live'],
    ]);
    expect(said(frames)).toContain('Requests whose two labels differ, of which that of live holds: 1.');
  });

  it('know no label that comes after now', async () => {
    const frames = await ask(requests(3, { live: 'ok', shadow: 'bad', label: 'ok' }, 'a'), {}, { now: NOW });
    expect(rows(frames, 'summary')[0]).toMatchObject({ labelled_pairs: 0, accuracy_live: null, mcnemar_p: null });
    expect(said(frames)).toContain('No pair has a label yet');
  });

  it('differ in latency by pairs: the mean of the differences, and not the difference of two noisy means', async () => {
    const events = Array.from({ length: 50 }, (_, i) =>
      request(`r${i}`, { live: 'ok', shadow: 'ok', latencies: [10 * i, 10 * i + (i % 2 === 0 ? 3 : 5)] })
    ).flat();
    const metrics = rows(await ask(events, { frames: ['metrics'] }), 'metrics');
    const mean = metrics.find(({ metric }) => metric === 'latency_mean');
    expect(mean?.['difference']).toBeCloseTo(4, 12);
    // Student's t at 49 degrees of freedom, 97.5 %, is 2.009575; the standard deviation is sqrt(50/49).
    expect(mean?.['difference_upper']).toBeCloseTo(4 + (2.009575 * Math.sqrt(50 / 49)) / Math.sqrt(50), 5);
    expect(mean).toMatchObject({ better: 'live', unit: 'ms', live: 245, shadow: 249 });
    const median = metrics.find(({ metric }) => metric === 'latency_p50');
    expect(median).toMatchObject({ live: 245, difference_lower: null, p_value: null });
    expect(median?.['live_lower']).toBeLessThan(245);
  });

  it('fail on requests of which the other answers, and those take no part in agreement', async () => {
    const events = [
      ...requests(97, { live: 'ok', shadow: 'ok' }, 'a'),
      ...requests(3, { live: 'ok', errors: [undefined, 'timeout'] }, 'b'),
    ];
    const frames = await ask(events);
    expect(rows(frames, 'summary')[0]).toMatchObject({ pairs: 100, agreement: 1, error_rate_live: 0, kappa: null });
    expect(rows(frames, 'summary')[0]?.['error_rate_shadow']).toBeCloseTo(0.03, 12);
    const failures = rows(frames, 'metrics').find(({ metric }) => metric === 'error_rate');
    // Three against none: 2 / 2^3.
    expect(failures?.['p_value']).toBeCloseTo(0.25, 12);
    expect(said(frames)).toContain('kappa: Both sides only ever say one class');
  });

  it('are held for contradictions of which both are sure, whatever the labels say', async () => {
    const events = [
      ...requests(900, { live: 'ok', shadow: 'ok', label: 'ok', confidences: [0.99, 0.99] }, 'a'),
      ...requests(50, { live: 'ok', shadow: 'bad', label: 'bad', confidences: [0.97, 0.96] }, 'b'),
      ...requests(50, { live: 'ok', shadow: 'bad', label: 'bad', confidences: [0.97, 0.6] }, 'c'),
    ];
    const [summary] = rows(await ask(events), 'summary');
    expect(summary?.['confident_disagreement_rate']).toBeCloseTo(50 / 950, 12);
    expect(summary?.['recommendation']).toBe('hold');
    expect(summary?.['reason']).toMatch(/^Both models are sure and contradict each other on 5 % of the pairs/);
    const settings: Settings = { models: [{ id: 'fraud', shadow: { confidentDisagreement: 0.1 } }] };
    expect(rows(await ask(events, {}, { settings }), 'summary')[0]?.['recommendation']).toBe('promote');
  });

  it('drift apart in what they predict and how sure they are', async () => {
    const events = [
      ...requests(500, { live: 'ok', shadow: 'ok', confidences: [0.98, 0.7] }, 'a'),
      ...requests(300, { live: 'ok', shadow: 'bad', confidences: [0.98, 0.7] }, 'b'),
      ...requests(200, { live: 'bad', shadow: 'bad', confidences: [0.98, 0.7] }, 'c'),
    ];
    const frames = await ask(events, { frames: ['summary', 'outputs'] });
    // (0.5 - 0.8) ln(0.5/0.8) + (0.5 - 0.2) ln(0.5/0.2).
    expect(rows(frames, 'summary')[0]?.['prediction_psi']).toBeCloseTo(
      0.3 * Math.log(0.8 / 0.5) + 0.3 * Math.log(0.5 / 0.2),
      10
    );
    expect(frame(frames, 'summary').meta.custom).toMatchObject({
      kind: 'shadow',
      outputs: [
        { output: 'prediction', verdict: 'drift' },
        { output: 'confidence', verdict: 'drift' },
      ],
    });
    const outputs = rows(frames, 'outputs');
    expect(outputs.slice(0, 2)).toMatchObject([
      { output: 'prediction', bin: 'bad', live: 0.2, shadow: 0.5, live_count: 200, shadow_count: 500 },
      { output: 'prediction', bin: 'ok', live: 0.8, shadow: 0.5 },
    ]);
    expect(
      outputs.filter(({ output, live_count: count }) => output === 'confidence' && Number(count) > 0)
    ).toMatchObject([{ lower: 0.95, upper: 0.99, live: 1, shadow: 0 }]);
  });
});
