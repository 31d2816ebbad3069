import { numericFrames, wantedFrames, wantedMetrics } from './named';

const NAMES = ['summary', 'rows'] as const;

describe('which frames of an answer are wanted', () => {
  it('is all of them where the query names none', () => {
    expect([...wantedFrames(undefined, NAMES)]).toEqual(['summary', 'rows']);
    expect([...wantedFrames([], NAMES)]).toEqual(['summary', 'rows']);
  });

  it('is those that it names', () => {
    expect([...wantedFrames(['rows', 'rows'], NAMES)]).toEqual(['rows']);
  });

  it('is refused, with the names there are, for one that the kind does not answer', () => {
    expect(() => wantedFrames(['sumary'], NAMES)).toThrow(
      'frames: this kind of query answers no frame "sumary"; there is summary, rows.'
    );
  });
});

describe('which numbers a rule is to evaluate', () => {
  it('is the usual ones where the query names none, else those it names', () => {
    expect(wantedMetrics(undefined, ['a', 'b'], ['b'])).toEqual(['b']);
    expect(wantedMetrics(['a'], ['a', 'b'], ['b'])).toEqual(['a']);
    expect(() => wantedMetrics(['c'], ['a', 'b'], ['b'])).toThrow(/no number "c"; there is a, b/);
  });

  it('is one frame each, with notices and text on the first alone', () => {
    const frames = numericFrames(
      [
        { name: 'accuracy', value: 0.9, labels: { model: 'fraud' } },
        { name: 'f1', value: null, labels: { model: 'fraud' } },
      ],
      [{ severity: 'info', text: 'sampled' }],
      'asked'
    );
    expect(frames.map(({ fields }) => fields[0]?.values)).toEqual([[0.9], [null]]);
    expect(frames[0]?.meta).toMatchObject({ type: 'numeric-multi', executedQueryString: 'asked' });
    expect(frames[1]?.meta).toEqual({ type: 'numeric-multi', typeVersion: [0, 1] });
  });

  it('has labels of its own each, for alerting refuses two values of the same labels', () => {
    const labels = { model: 'fraud', job: 'ingest' };
    const frames = numericFrames(
      [
        { name: 'failed_runs', value: 1, labels },
        { name: 'late_s', value: 0, labels },
      ],
      [],
      ''
    );
    expect(frames.map(({ fields }) => fields[0]?.labels)).toEqual([
      { ...labels, metric: 'failed_runs' },
      { ...labels, metric: 'late_s' },
    ]);
  });

  it('is null, never NaN, where a number cannot be had', () => {
    for (const value of [NaN, Infinity, -Infinity]) {
      expect(numericFrames([{ name: 'x', value, labels: {} }], [], '')[0]?.fields[0]?.values).toEqual([null]);
    }
  });
});
