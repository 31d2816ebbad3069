import type { FeatureSource } from '../upstream';
import type { PromSample, PromSeries } from './api';
import { countsOverTime, instantCounts, observedCounts, rowsOf } from './rows';

const SOURCE: FeatureSource = { kind: 'histogram', metric: 'm', matchers: [], featureLabel: 'f' };
const instant = (metric: PromSeries['metric'], value: string): PromSeries => ({ metric, value: [1, value] });

describe('series sorted into features and groups', () => {
  it('keeps features and groups apart, whatever characters are in their names', () => {
    const series = [
      instant({ f: 'a', g: 'b,c', le: '1' }, '1'),
      instant({ f: 'a', g: 'b', h: 'c', le: '1' }, '1'),
      instant({ f: 'a', g: 'b', h: 'c', le: '+Inf' }, '2'),
      instant({ le: '+Inf' }, '3'),
    ];
    const question = { source: SOURCE, features: [], groupBy: ['g', 'h'] };
    expect(
      rowsOf(series, question, () => true).map(({ feature, group, series: own }) => [feature, group, own.length])
    ).toEqual([
      ['a', { g: 'b,c', h: '' }, 1],
      ['a', { g: 'b', h: 'c' }, 2],
      ['m', { g: '', h: '' }, 1],
    ]);
  });

  it('adds buckets whose bound is written in two ways, and says so', () => {
    const counts = instantCounts([
      instant({ le: '1' }, '2'),
      instant({ le: '1.0' }, '3'),
      instant({ le: '+Inf' }, '9'),
    ]);
    expect(observedCounts(SOURCE, counts)).toEqual({
      kind: 'histogram',
      histogram: { kind: 'numeric', edges: [1], counts: [5, 4] },
      repairs: [{ kind: 'duplicate_bounds_added', bounds: 1 }],
    });
  });

  it.each([
    ['a bucket without le', [instant({}, '1')], /without the label "le"/],
    ['no +Inf', [instant({ le: '1' }, '1')], /\+Inf/],
    ['a bound that is no number', [instant({ le: 'x' }, '1'), instant({ le: '+Inf' }, '1')], /le must be a number/],
    ['a count that is NaN', [instant({ le: '+Inf' }, 'NaN')], /NaN/],
  ])('says what is wrong with %s', (_, series, message) => {
    expect(observedCounts(SOURCE, instantCounts(series))).toMatchObject({
      kind: 'unusable',
      message: expect.stringMatching(message),
    });
  });

  it('names the category that has no name, beside others that have one', () => {
    const source: FeatureSource = { ...SOURCE, kind: 'category', categoryLabel: 'c' };
    const counts = instantCounts([instant({ c: 'x' }, '1'), instant({}, '2')]);
    expect(observedCounts(source, counts)).toMatchObject({
      histogram: { categories: ['x', '(none)'], counts: [1, 2] },
    });
  });
});

describe('series over time turned into counts by instant', () => {
  const over = (le: string, ...values: PromSample[]): PromSeries => ({ metric: { le }, values });

  it('walks series with gaps side by side, and leaves out instants without any value', () => {
    const series = [over('1', [10, '1'], [30, '3']), over('+Inf', [20.5, '2'], [30, '4'], [50, '5'])];
    expect(
      [...countsOverTime(series)].map(({ time, counts }) => [
        time,
        counts.map(({ labels, count }) => [labels['le'], count]),
      ])
    ).toEqual([
      [10_000, [['1', 1]]],
      [20_500, [['+Inf', 2]]],
      [
        30_000,
        [
          ['1', 3],
          ['+Inf', 4],
        ],
      ],
      [50_000, [['+Inf', 5]]],
    ]);
  });

  it('has nothing to say of nothing', () => {
    expect([...countsOverTime([]), ...countsOverTime([over('1')])]).toEqual([]);
  });
});
