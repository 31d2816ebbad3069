import type { Repair } from '../../engine';
import { repairNotices, unansweredNotices, warnings } from './notices';

const smoothed = (emptyBins: number): Repair => ({ kind: 'smoothed', added: 0.5, emptyBins });

describe('repairNotices', () => {
  it('says a repair of one feature with its name', () => {
    expect(repairNotices([{ feature: 'amount', repairs: [smoothed(1)] }])).toEqual([
      {
        severity: 'info',
        text: 'amount: Smoothed: 1 bin is empty on one side, so 0.5 was added to every bin of both sides.',
      },
    ]);
  });

  it('says the same repair of many features once', () => {
    const rows = Array.from({ length: 23 }, (_, i) => ({ feature: `f${i}`, repairs: [smoothed(1)] }));
    const notices = repairNotices(rows);
    expect(notices).toHaveLength(1);
    expect(notices[0]?.text).toMatch(/^23 features \(f0, f1, f2, f3, f4 and 18 more\): Smoothed: 1 bin/);
  });

  it('shows the numbers of one as an example where they differ', () => {
    const notices = repairNotices([
      { feature: 'a', repairs: [smoothed(1)] },
      { feature: 'b', repairs: [smoothed(2)] },
    ]);
    expect(notices[0]?.text).toMatch(/^2 features \(a, b\), for example a: Smoothed: 1 bin/);
  });

  it('counts a feature once, in however many groups it was repaired', () => {
    const rows = ['DE', 'FR'].map(() => ({ feature: 'amount', repairs: [smoothed(1)] }));
    expect(repairNotices(rows)[0]?.text).toMatch(/^amount: /);
  });

  it('warns of what makes a number an estimate', () => {
    const repairs: Repair[] = [smoothed(1), { kind: 'interpolated', shared: 1, bounds: 4 }];
    expect(repairNotices([{ feature: 'a', repairs }]).map(({ severity }) => severity)).toEqual(['info', 'warning']);
  });
});

describe('unansweredNotices', () => {
  it('puts features with the same fault together, and leaves out those without', () => {
    expect(
      unansweredNotices([
        { feature: 'a', why: 'no +Inf bucket.' },
        { feature: 'b', why: undefined },
        { feature: 'c', why: 'no +Inf bucket.' },
      ])
    ).toEqual([{ severity: 'warning', text: 'a, c: no +Inf bucket.' }]);
  });
});

describe('warnings', () => {
  it('passes on what was said', () => {
    expect(warnings(['cut'])).toEqual([{ severity: 'warning', text: 'cut' }]);
  });
});
