import { reasonOf, valueOf } from '../testing/pairs';
import { expectHonest, expectWithin, HOSTILE_NUMBERS } from '../testing/within';
import { BURN_RULES, errorBudget, type WindowCounts } from './errorBudget';

/** Windows of all the usual rules, a thousand outputs an hour, with these shares of bad ones. */
function windows(shares: Record<'5m' | '30m' | '1h' | '6h' | '3d', number>): WindowCounts[] {
  const hours = { '5m': 1 / 12, '30m': 0.5, '1h': 1, '6h': 6, '3d': 72 };
  return (Object.keys(hours) as Array<keyof typeof hours>).map((name) => ({
    hours: hours[name],
    bad: shares[name] * hours[name] * 1000,
    all: hours[name] * 1000,
  }));
}

const quiet = { '5m': 0, '30m': 0, '1h': 0, '6h': 0, '3d': 0 };

describe('errorBudget', () => {
  test('1.44 % bad where 0.1 % is allowed burns at 14.4, and pages (SRE Workbook, table 5-8)', () => {
    const answer = valueOf(errorBudget(windows({ ...quiet, '5m': 0.0145, '1h': 0.0145, '3d': 0.0003 }), 0.001));
    expect(answer.level).toBe('page');
    expect(answer.firing).toEqual([BURN_RULES[0]]);
    expectWithin(answer.rates[2]?.burnRate as number, 14.5, 1e-12);
    expect(answer.reason).toContain('burns at 14.5 times');
  });

  test('a long window alone does not page once the short one has recovered', () => {
    expect(valueOf(errorBudget(windows({ ...quiet, '1h': 0.02 }), 0.001)).level).toBe('ok');
  });

  test('a slow burn opens a ticket, and a page outranks it', () => {
    const slow = { ...quiet, '6h': 0.0012, '3d': 0.0011 };
    expect(valueOf(errorBudget(windows(slow), 0.001)).level).toBe('ticket');
    const both = valueOf(errorBudget(windows({ ...slow, '30m': 0.01, '6h': 0.007 }), 0.001));
    expect(both.level).toBe('page');
    expect(both.firing).toHaveLength(2);
  });

  test('burning at 1 spends the budget exactly over the period', () => {
    const answer = valueOf(errorBudget(windows({ ...quiet, '3d': 0.001 }), 0.001));
    expectWithin(answer.spent, 0.1, 1e-12);
    expectWithin(answer.hoursForWhole as number, 720, 1e-12);
    expect(valueOf(errorBudget(windows(quiet), 0.001)).hoursForWhole).toBeNull();
  });

  test('the burn rate does not depend on traffic, its interval does', () => {
    const at = (factor: number): number[] => {
      const counts = windows({ ...quiet, '1h': 0.01 }).map((window) => ({
        ...window,
        bad: window.bad * factor,
        all: window.all * factor,
      }));
      const rate = valueOf(errorBudget(counts, 0.001)).rates[2];
      return [rate?.burnRate as number, (rate?.upper as number) - (rate?.lower as number)];
    };
    const [one, ten] = [at(1), at(10)];
    expectWithin(ten[0], one[0] as number, 1e-12);
    expect(ten[1]).toBeLessThan(one[1] as number);
  });

  test('a rule whose window was not counted is said, not silently quiet', () => {
    expect(reasonOf(errorBudget(windows(quiet).slice(1), 0.001))).toBe('missing_window');
    expect(reasonOf(errorBudget([], 0.001))).toBe('missing_window');
    expect(reasonOf(errorBudget([], 0.001, { rules: [] }))).toBe('invalid_objective');
    expect(reasonOf(errorBudget(windows(quiet), 0))).toBe('invalid_objective');
  });

  test('hostile input is answered with finite numbers or a reason', () => {
    for (const a of HOSTILE_NUMBERS) {
      for (const b of HOSTILE_NUMBERS) {
        expectHonest(errorBudget([...windows(quiet), { hours: 1e3, bad: a, all: b }], 0.01));
        expectHonest(errorBudget([...windows(quiet), { hours: a, bad: 1, all: 2 }], b));
      }
    }
  });
});
