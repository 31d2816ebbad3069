import { toDataFrame } from '@grafana/data';
import { frameOf, goldenFrames } from '../testing/golden';
import { choicesOf, matchingRows, NO_FILTER } from './rowFilter';

const rows = frameOf(goldenFrames('absurd/rows-and-repeats'), 'rows');

describe('a filter', () => {
  it('that asks for nothing keeps every row', () => {
    expect(matchingRows(rows, NO_FILTER)).toHaveLength(rows.length);
  });

  it('on confidence leaves out the rows of which nobody knows it', () => {
    expect(matchingRows(rows, { ...NO_FILTER, confidence: 0.99 })).toEqual([0, 1, 2, 3, 4, 5, 6]);
  });

  it('on a rule keeps the rows that break it, any, or none', () => {
    expect(matchingRows(rows, { ...NO_FILTER, rule: { name: 'confidence above 1' } })).toEqual([7, 8, 9, 10]);
    expect(matchingRows(rows, { ...NO_FILTER, rule: 'any' })).toEqual([7, 8, 9, 10]);
    expect(matchingRows(rows, { ...NO_FILTER, rule: 'none' })).toEqual([0, 1, 2, 3, 4, 5, 6]);
    expect(matchingRows(rows, { ...NO_FILTER, rule: { name: 'confidence' } })).toEqual([]);
  });

  it('on a sign keeps the rows that show it, beside others or not', () => {
    expect(matchingRows(rows, { ...NO_FILTER, sign: 'opposed' })).toEqual([3, 4, 5, 6]);
  });

  it('of several kinds keeps what meets all', () => {
    expect(matchingRows(rows, { confidence: 0.99, rule: 'none', sign: 'opposed' })).toEqual([3, 4, 5, 6]);
    expect(matchingRows(rows, { confidence: 0.99, rule: 'any', sign: null })).toEqual([]);
  });
});

describe('what can be chosen', () => {
  it('is what the rows hold', () => {
    expect(choicesOf(rows, ['confidence above 1', 'never broken'])).toEqual({
      confidences: [],
      rules: ['confidence above 1'],
      hasRows: { anyRule: true, noRule: true },
      signs: ['wrong', 'rule', 'opposed'],
    });
  });

  it('has steps of confidence between the least and the most', () => {
    const frame = toDataFrame({
      fields: [
        { name: 'confidence', values: [0.96, 0.9995, null] },
        { name: 'rule', values: ['a, b', '', ''] },
        { name: 'signs', values: ['rule', 'wrong', 'wrong'] },
      ],
    });
    expect(choicesOf(frame, ['a, b']).confidences).toEqual([0.99, 0.999]);
    expect(choicesOf(frame, ['a, b']).rules).toEqual(['a, b']);
    expect(choicesOf(frame, []).rules).toEqual(['a, b']);
  });

  it('is nothing of an empty table', () => {
    expect(choicesOf({ ...rows, length: 0 }, [])).toEqual({
      confidences: [],
      rules: [],
      hasRows: { anyRule: false, noRule: false },
      signs: [],
    });
  });
});
