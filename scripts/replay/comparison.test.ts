import { logqlComparison, promqlComparison } from './comparison';

describe('what the expression of an alert is held against', () => {
  it.each([
    ['a - a offset 3d > 0.1', 0.1, 'a - a offset 3d > 7'],
    ['up{job="x > 5"} < -2.5', -2.5, 'up{job="x > 5"} < 7'],
    ['(burn_1h > 14.4) and (burn_5m > 14.4)', 14.4, '(burn_1h > 7) and (burn_5m > 7)'],
    [
      '(moved > 0.5) and on (model) (features > 1) and on (model) (drifted > 0)',
      0.5,
      '(moved > 7) and on (model) (features > 1) and on (model) (drifted > 0)',
    ],
    ['(a >= 1) unless on (model) (b > 1)', 1, '(a >= 7) unless on (model) (b > 1)'],
  ])('of %s in PromQL is %d', (expr, threshold, replaced) => {
    const found = promqlComparison(expr);
    expect(found?.threshold).toBe(threshold);
    expect(found?.replaced(7)).toBe(replaced);
  });

  it.each(['psi and on (model) (drifted == 1)', 'absent_over_time(up[1h])', 'a > b', 'vector(1) == 1', '(a > 1) + b'])(
    'is nothing that could be moved in %s',
    (expr) => {
      expect(promqlComparison(expr)).toBeUndefined();
    }
  );

  it('is at the very end in LogQL', () => {
    const plain = logqlComparison('sum(count_over_time({app="x"} | json | ms > 5 [1h])) >= 10');
    expect([plain?.threshold, plain?.replaced(3)]).toEqual([
      10,
      'sum(count_over_time({app="x"} | json | ms > 5 [1h])) >= 3',
    ]);
    expect(logqlComparison('sum(rate({a="b"}[1h])) or sum(rate({a="c"}[1h])) > 1')).toBeUndefined();
    expect(logqlComparison('(sum(count_over_time({a="b"}[1h])) or vector(0)) == 0')).toBeUndefined();
  });
});
