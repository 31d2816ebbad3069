import { ask, made, NOW, refusal, right, summaryOf, tableOf, wrong } from './testing/ask';

describe('what is missing is said', () => {
  it('labels that never came', async () => {
    const { summary, said } = await summaryOf(made(20));
    expect(summary).toMatchObject({
      confident: 0,
      wrong: null,
      expected_wrong: null,
      ratio: null,
      p_value: null,
      unlabelled: 20,
      verdict: 'insufficient',
      label_completeness: 0,
    });
    expect(said).toContain('No label ever came for this model, from the start of the time range up to now');
  });

  it('labels for others', async () => {
    const { summary, said } = await summaryOf([
      ...made(20),
      { event: 'label', time: NOW - 1000, predictionId: 'stranger', label: 'fraud' },
    ]);
    expect(summary['verdict']).toBe('insufficient');
    expect(said).toContain('Labels came for 1 predictions, and for none of these 20');
    expect(said).toContain('compare the prediction_id of both lines');
  });

  it('labels in other words than predictions: nothing is called wrong for it', async () => {
    const { summary, said } = await summaryOf([
      ...made(10, { prediction: 'fraud', label: 1 }),
      ...made(10, { prediction: 'fine', label: 0 }),
    ]);
    expect(summary).toMatchObject({ wrong: null, verdict: 'insufficient' });
    expect(said).toContain('labels are "1", "0", predictions "fraud", "fine"');
  });

  it('one class alone on either side may be a model that is wrong throughout', async () => {
    const { summary, said } = await summaryOf(wrong(10));
    expect(summary).toMatchObject({ wrong: 10, verdict: 'drift' });
    expect(said).toContain('No label is one of the classes that were predicted');
  });

  it('no confidence at all, or one that is no chance', async () => {
    const none = await summaryOf(made(5, { confidence: undefined, label: 'fine' }));
    expect(none.summary).toMatchObject({ confident: 0, wrong: null, verdict: 'insufficient' });
    expect(none.said).toContain('No prediction tells how confident it is');
    const percent = await summaryOf(made(5, { confidence: 97, label: 'fine' }));
    expect(percent.said).toContain('log a share, such as 0.97, not 97');
  });

  it('requests that failed are no outputs', async () => {
    const { summary, said } = await summaryOf([...wrong(5, { error: 'timeout' }), ...right(3)]);
    expect(summary).toMatchObject({ predictions: 3, wrong: 0 });
    expect(said).toContain('Requests that failed: 5.');
    const rules = [{ name: 'n', when: 'prediction == "x"' }];
    const alone = await tableOf([...wrong(5, { error: 'timeout' }), ...right(3)], 'rules', {
      model: { absurd: { rules } },
    });
    expect(alone.said).toBe('Requests that failed: 5. They have no output, and are left out.');
    expect((await summaryOf(wrong(5, { error: 'timeout' }))).summary).toMatchObject({
      predictions: 0,
      verdict: 'insufficient',
      label_completeness: null,
    });
  });

  it('predictions without an id, which no label can name', async () => {
    const { summary, said } = await summaryOf([...right(3), ...made(2, { predictionId: '' })]);
    expect(summary).toMatchObject({ predictions: 5, unlabelled: 2 });
    expect(said).toContain('Predictions without a prediction_id, to which no label can belong: 2.');
  });

  it('nothing at all', async () => {
    const none = await refusal(ask([]));
    expect(none.code).toBe('no_current_data');
    expect(none.message).toContain('No prediction of fraud was logged from 2026-11-23T11:00:00.000Z');
    expect(none.message).toContain('{model="fraud",event="prediction"}');
  });

  it('names that do not exist', async () => {
    expect((await refusal(ask([], { query: { frames: ['nonsense'] } }))).message).toContain(
      'there is summary, over_time'
    );
    expect((await refusal(ask([], { query: { metrics: ['nonsense'] } }))).message).toContain('there is ratio');
    expect((await refusal(ask([], { query: { groupBy: ['wrong_rate'] } }))).message).toContain(
      'group by another label'
    );
    expect((await refusal(ask([], { query: { features: ['/(/'] } }))).code).toBe('bad_query');
    expect((await refusal(ask([], { query: { model: 'other' } }))).code).toBe('unknown_model');
  });
});
