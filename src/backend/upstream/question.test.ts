import { alignedSteps, checkQuestion } from './question';
import type { FeatureSource } from './upstream';

const HISTOGRAM: FeatureSource = { kind: 'histogram', metric: 'm', matchers: [], featureLabel: 'f' };
const CATEGORY: FeatureSource = { ...HISTOGRAM, kind: 'category', categoryLabel: 'c' };

describe('what no upstream can answer is refused before it is asked', () => {
  const check = (source: FeatureSource, groupBy: readonly string[] = [], from = 0, to = 1): void =>
    checkQuestion({ source, features: [], groupBy }, { from, to });

  it('lets a good question pass', () => {
    expect(() => check(HISTOGRAM, ['country', 'f'])).not.toThrow();
    expect(() => check(CATEGORY, ['country'])).not.toThrow();
  });

  it.each([
    ['an empty range', (): void => check(HISTOGRAM, [], 5, 5), /range is empty/],
    ['a range backwards', (): void => check(HISTOGRAM, [], 5, 4), /range is empty/],
    ['a range that is no range', (): void => check(HISTOGRAM, [], NaN, 4), /range is empty/],
    [
      'a histogram named with its _bucket',
      (): void => check({ ...HISTOGRAM, metric: 'x_bucket' }),
      /without _bucket: "x"/,
    ],
    [
      'a category without a label',
      (): void => check({ kind: 'category', metric: 'm', matchers: [] }),
      /source\.categoryLabel/,
    ],
    ['one label for feature and category', (): void => check({ ...CATEGORY, featureLabel: 'c' }), /cannot hold both/],
    ['groups by the bound of a bucket', (): void => check(HISTOGRAM, ['le']), /"le" holds the bins/],
    [
      'features named by the bound of a bucket',
      (): void => check({ ...HISTOGRAM, featureLabel: 'le' }),
      /"le" holds the bins/,
    ],
    ['groups by the category', (): void => check(CATEGORY, ['c']), /"c" holds the bins/],
  ])('refuses %s', (_, run, message) => {
    expect(run).toThrow(message);
  });
});

describe('the steps of a query over time', () => {
  it.each([
    [{ from: 0, to: 100 }, 10, { first: 0, count: 11 }],
    [{ from: 1, to: 99 }, 10, { first: 10, count: 9 }],
    [{ from: 11, to: 19 }, 10, { first: 20, count: 0 }],
    [{ from: 20, to: 20 }, 10, { first: 20, count: 1 }],
  ])('%j every %d', (range, step, steps) => {
    expect(alignedSteps(range, step)).toEqual(steps);
  });
});
