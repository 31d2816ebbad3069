import type { DriftQuery } from '../../model';
import { checkComparisons, stepsOf } from './steps';

const HOUR = 3_600_000;
const NOW = Date.parse('2026-11-23T12:00:00Z');
const query = (window?: string): DriftQuery => ({
  queryType: 'drift_over_time',
  model: 'fraud',
  ...(window === undefined ? {} : { window }),
});
const at = (intervalMs: number, fromAlert = false) => ({ intervalMs, fromAlert });
const day = { from: NOW - 24 * HOUR, to: NOW };

describe('stepsOf', () => {
  it('steps by the interval, on a grid that does not move with the range', () => {
    const { stepMs, times } = stepsOf(query(), { from: NOW - 2.5 * HOUR, to: NOW + 60_000 }, at(HOUR));
    expect(stepMs).toBe(HOUR);
    expect(times.map((time) => (time - NOW) / HOUR)).toEqual([-2, -1, 0]);
  });

  it('has windows of an hour, of the step where that is longer, or of what is asked for', () => {
    expect(stepsOf(query(), day, at(60_000)).windowMs).toBe(HOUR);
    expect(stepsOf(query(), day, at(2 * HOUR)).windowMs).toBe(2 * HOUR);
    expect(stepsOf(query('15m'), day, at(2 * HOUR)).windowMs).toBe(HOUR / 4);
  });

  it('never steps by less than a second', () => {
    expect(stepsOf(query(), { from: NOW - HOUR, to: NOW }, at(0)).stepMs).toBe(1_000);
  });

  it('steps by a tenth of the window for an alert rule, which always sends an interval of one second', () => {
    expect(stepsOf(query(), day, at(1_000, true)).stepMs).toBe(HOUR / 10);
    expect(stepsOf(query('10m'), day, at(1_000, true)).stepMs).toBe(60_000);
    expect(stepsOf(query(), day, at(HOUR, true)).stepMs).toBe(HOUR);
  });

  it('refuses more points than 11,000, and says what to change', () => {
    expect(() => stepsOf(query(), day, at(1_000))).toThrow(
      'makes 86401 points of this time range, and 11000 are the most'
    );
    expect(stepsOf(query(), { from: NOW - 10_999_000, to: NOW }, at(1_000)).times).toHaveLength(11_000);
  });

  it('refuses a range in which no step ends', () => {
    expect(() => stepsOf(query(), { from: NOW + 1, to: NOW + 2 }, at(HOUR))).toThrow(
      'No step of 1h ends in this time range'
    );
  });
});

describe('checkComparisons', () => {
  it('lets a hundred thousand pass, and no more', () => {
    expect(() => checkComparisons(100, 1_000)).not.toThrow();
    expect(() => checkComparisons(101, 1_000)).toThrow('101 features and groups at 1000 points are 101000 comparisons');
  });
});
