import { toDataFrame } from '@grafana/data';
import { frameOf, goldenFrames, withValues } from '../testing/golden';
import { DEFAULT_OPTIONS } from './options';
import { toViewModel, type ShadowView } from './toViewModel';

const summary = goldenFrames('shadow/summary');
const metricsAlone = goldenFrames('shadow/from-metrics');
const segmentsAndTime = goldenFrames('shadow/segments-and-time');
const rows = goldenFrames('shadow/rows');

function ready(...args: Parameters<typeof toViewModel>): ShadowView {
  const view = toViewModel(...args);
  if (view.state !== 'ready') {
    throw new Error(view.text);
  }
  return view;
}

describe('with labels', () => {
  const view = ready(summary, DEFAULT_OPTIONS);

  it('the verdict has its reasons, the deciding one first, and names both versions', () => {
    expect(view.verdict).toMatchObject({ recommendation: 'promote', versions: 'Shadow 8 against live 7', warning: '' });
    expect(view.verdict?.reasons[0]).toMatch(/^Better: on 5090 labelled pairs the shadow is right 4\.58 % more often/);
    expect(view.verdict?.reasons).toHaveLength(2);
  });

  it('the numbers that are asked for first stand beside it, with their intervals and what they mean', () => {
    const facts = new Map(view.verdict?.facts.map((fact) => [fact.name, fact]));
    expect(facts.get('Agreement')).toMatchObject({ value: '93.4 %', note: '92.9 to 93.8 %' });
    expect(facts.get('Accuracy difference')).toMatchObject({ value: '+4.6 points', note: '+3.9 to +5.3 points' });
    expect(facts.get('Pairs')).toMatchObject({ value: '13,865', note: '60.0 % of live' });
    expect(facts.get('Labelled pairs')).toMatchObject({ value: '5,090', note: '' });
    expect(facts.get('Kappa')?.why).toMatch(/agreement beyond what chance gives/);
  });

  it('the matrix has who was right in each cell, and says the most frequent flip', () => {
    expect(view.flips?.classes).toEqual(['legit', 'fraud']);
    expect(view.flips?.rows[1]?.[0]).toMatchObject({
      live: 'fraud',
      shadow: 'legit',
      agrees: false,
      countText: '755',
      shareText: '5.5 %',
      rightText: 'right: live 15, shadow 283 of 298',
      weight: 1,
    });
    expect(view.flips?.rows[0]?.[0]).toMatchObject({ agrees: true, rightText: 'both right 4,122 of 4,221' });
    expect(view.flips?.summary).toBe(
      'They say the same on 93.4 % of 13,830 requests. The most frequent flip: live says fraud, the shadow legit (755).'
    );
  });

  it('metrics are apart from latency, each with intervals, and who is better where that is shown', () => {
    expect(view.metrics.map(({ name, finding }) => [name, finding])).toEqual([
      ['Accuracy', 'Shadow better'],
      ['Failures', 'No difference shown'],
      ['Confidence', 'No difference shown'],
    ]);
    expect(view.metrics[0]).toMatchObject({
      liveText: '87.2 %',
      shadowText: '91.8 %',
      differenceText: '+4.6 points',
      differenceRange: '+3.9 to +5.3 points',
      why: 'Chance of a difference as large if both were alike: p < 0.001. On 5,090 requests.',
    });
    expect(view.latency.map(({ name }) => name)).toEqual([
      'Latency, mean',
      'Latency, median',
      'Latency, 95 %',
      'Latency, 99 %',
    ]);
    expect(view.latency[2]).toMatchObject({ differenceText: '−5.87 ms', differenceRange: '', finding: 'Not tested' });
  });

  it('the answers of both are bins without the empty ones at the ends', () => {
    const [prediction, confidence] = view.outputs;
    expect(prediction).toMatchObject({ name: 'Prediction', verdict: 'ok' });
    expect(prediction?.bins.map(({ label }) => label)).toEqual(['legit', 'fraud']);
    expect(confidence?.bins[0]?.label).toBe('0.45 – 0.5');
    expect(confidence?.bins.at(-1)?.label).toBe('> 0.99');
  });

  it('shows the parts for which the query brings something, and the margin', () => {
    expect([...view.sections]).toEqual(['verdict', 'agreement', 'metrics', 'latency', 'outputs']);
    expect(view.margin).toBe(0.01);
  });
});

describe('without labels', () => {
  const view = ready(goldenFrames('shadow/without-labels'), DEFAULT_OPTIONS);

  it('says how many labelled pairs are missing for a decision', () => {
    expect(view.verdict?.recommendation).toBe('hold');
    expect(view.verdict?.facts.find(({ name }) => name === 'Labelled pairs')).toMatchObject({
      value: '0',
      note: '100 more for a decision',
    });
    expect(view.verdict?.facts.map(({ name }) => name)).not.toContain('Accuracy difference');
  });

  it('still shows agreement, and claims of nobody to be right', () => {
    expect(view.flips?.rows.flat().map(({ rightText }) => rightText)).toEqual(['', '', '', '']);
    expect(view.metrics[0]).toMatchObject({ liveText: '–', differenceText: '–', finding: 'Not tested' });
    expect(view.metrics[0]?.domain).toBeUndefined();
  });
});

describe('predicted numbers', () => {
  const view = ready(goldenFrames('shadow/predicted-numbers'), DEFAULT_OPTIONS);

  it('have errors and their paired difference, and no matrix', () => {
    expect(view.flips).toBeUndefined();
    expect(view.sections.has('agreement')).toBe(false);
    const error = view.metrics.find(({ name }) => name === 'Mean absolute error');
    expect(error).toMatchObject({ better: 'shadow', finding: 'Shadow better' });
    expect(error?.difference?.value).toBeLessThan(0);
  });
});

describe('from metrics alone', () => {
  const view = ready(metricsAlone, DEFAULT_OPTIONS);

  it('warns that nothing is paired, and shows what can be known', () => {
    expect(view.verdict?.recommendation).toBe('hold');
    expect(view.verdict?.warning).toMatch(/^From metrics alone: no request is paired/);
    expect(view.verdict?.facts.map(({ name }) => name)).toEqual([
      'Accuracy difference',
      'Live predictions',
      'Shadow predictions',
    ]);
    expect(view.flips).toBeUndefined();
    expect([...view.sections]).toEqual(['verdict', 'metrics', 'latency', 'segments', 'over_time']);
  });

  it('segments show what they have, without agreement', () => {
    expect(view.segments?.columns.map(({ id }) => id)).toEqual(['accuracy_difference', 'prediction_psi']);
    expect(view.segments?.countTitle).toBe('Shadow predictions');
    expect(view.segments?.segments[0]).toMatchObject({ name: 'IN', finding: 'shadow_better', countText: '2,047' });
  });
});

describe('segments and time', () => {
  const view = ready(segmentsAndTime, DEFAULT_OPTIONS);

  it('a segment stands on one axis with all others, and says on what its finding rests', () => {
    expect(view.segments?.groups).toBe('country');
    expect(view.segments?.columns.map(({ id, compared }) => [id, compared])).toEqual([
      ['agreement', undefined],
      ['accuracy_difference', 0],
      ['latency_difference_ms', 0],
    ]);
    expect(view.segments?.segments[0]).toMatchObject({
      name: 'IN',
      findingText: 'Shadow better',
      findingWhy: 'Who is right more often: p < 0.001, corrected over all segments.',
    });
    expect(view.segments?.segments[0]?.values[1]).toMatchObject({
      text: '+24.1 points',
      range: '+19.1 to +29.8 points',
    });
  });

  it('charts over time are those for which windows hold something', () => {
    expect(view.overTime.map(({ id }) => id)).toEqual([
      'agreement',
      'accuracy',
      'accuracy_difference',
      'latency',
      'outputs',
    ]);
    expect(view.overTime[0]?.frame.fields.map(({ name }) => name)).toEqual([
      'time',
      'agreement',
      'agreement_lower',
      'agreement_upper',
    ]);
  });
});

describe('parts', () => {
  it('are those that the options choose', () => {
    const options = { ...DEFAULT_OPTIONS, sections: ['latency', 'rows'] as const };
    expect([...ready([...summary, ...rows], options).sections]).toEqual(['latency', 'rows']);
  });

  it('may come from several queries, each from the first that has it', () => {
    const other = rows.map((frame) => ({ ...frame, refId: 'B' }));
    const view = ready([...summary, ...other], DEFAULT_OPTIONS);
    expect(view.rows?.refId).toBe('B');
    expect(view.notices).toEqual([]);
  });

  it('of a second comparison are not mixed into the first, and that is said', () => {
    const other = summary.map((frame) => ({ ...frame, refId: 'B' }));
    expect(ready([...summary, ...other], DEFAULT_OPTIONS).notices).toEqual([
      'Several queries compare a shadow; shown is the first. Give B a panel of its own.',
    ]);
  });

  it('that were chosen and are not there give a message that says what to do', () => {
    const view = toViewModel(rows, { ...DEFAULT_OPTIONS, sections: ['verdict'] });
    expect(view).toMatchObject({ state: 'message', title: 'Nothing of what was chosen is there' });
  });
});

describe('hostile input', () => {
  it('no frame at all is a message, and so are frames of another kind, by name', () => {
    expect(toViewModel([], DEFAULT_OPTIONS)).toMatchObject({ state: 'message', title: 'Nothing to compare yet' });
    const foreign = toDataFrame({ name: 'drift', fields: [{ name: 'psi', values: [1] }] });
    expect(toViewModel([foreign], DEFAULT_OPTIONS)).toMatchObject({
      state: 'message',
      text: expect.stringContaining('answers drift instead'),
    });
  });

  it('a summary without meta, with an unknown recommendation, has its reason and no verdict', () => {
    const frame = withValues(frameOf(summary, 'summary'), 0, { recommendation: 'maybe', reason: 'Because.' });
    const { verdict, margin } = ready(
      [{ ...frame, meta: { custom: { kind: 'shadow', reasons: 7 } } }],
      DEFAULT_OPTIONS
    );
    expect(verdict).toMatchObject({ recommendation: null, reasons: ['Because.'] });
    expect(margin).toBe(0);
  });

  it('tables without rows show no part of their own, but for the requests', () => {
    const empty = [...summary, ...segmentsAndTime, ...rows]
      .filter(({ name }) => name !== 'summary')
      .map((frame) => ({ ...frame, length: 0, fields: frame.fields.map((field) => ({ ...field, values: [] })) }));
    expect([...ready(empty, DEFAULT_OPTIONS).sections]).toEqual(['rows']);
  });

  it('many classes are put together, and a flip among the rest is no agreement', () => {
    const names = Array.from({ length: 12 }, (_, i) => `c${i}`);
    const flips = toDataFrame({
      name: 'flips',
      fields: [
        { name: 'live', values: [...names, 'c10'] },
        { name: 'shadow', values: [...names, 'c11'] },
        { name: 'count', values: [...names.map((_, i) => 100 - i), 10] },
      ],
    });
    const view = ready([flips], DEFAULT_OPTIONS).flips;
    expect(view?.classes).toHaveLength(8);
    expect(view?.classes.at(-1)).toBe('All others');
    expect(view?.summary).toContain('99.13 % of 1,144 requests');
  });
});
