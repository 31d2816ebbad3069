import { windowsOfRange } from './windowsOfRange';

const HOUR = 3_600_000;
const NOW = Date.parse('2026-11-23T12:00:00Z');
const last = (hours: number) => ({ from: NOW - hours * HOUR, to: NOW });

describe('windowsOfRange', () => {
  it('cuts the range into windows that lie side by side, the first of them whole', () => {
    const { times, windowMs, stepMs } = windowsOfRange({ window: '2h' }, last(6));
    expect(times.map((time) => (time - NOW) / HOUR)).toEqual([-4, -2, 0]);
    expect([windowMs, stepMs]).toEqual([2 * HOUR, 2 * HOUR]);
  });

  it('leaves out what is no whole window, on a grid that does not move with the range', () => {
    const { times } = windowsOfRange({ window: '1h' }, { from: NOW - 2.5 * HOUR, to: NOW + 0.25 * HOUR });
    expect(times.map((time) => (time - NOW) / HOUR)).toEqual([-1, 0]);
  });

  it.each([
    [1, '5m', 12],
    [24, '30m', 48],
    [48, '1h', 48],
    [7 * 24, '6h', 28],
    [90 * 24, '2d', 45],
  ])('of %d hours makes windows of %s, so that there are 48 at most', (hours, length, most) => {
    const { times, windowMs } = windowsOfRange({}, last(hours));
    expect(windowMs).toBe(windowsOfRange({ window: length }, last(hours)).windowMs);
    expect(times.length).toBeGreaterThan(most - 2);
    expect(times.length).toBeLessThanOrEqual(most);
  });

  it('says what to change where no window fits, and where there are too many', () => {
    expect(() => windowsOfRange({ window: '1d' }, last(6))).toThrow(
      'No whole window of 1d lies in this time range: choose a shorter window, or a wider range.'
    );
    expect(() => windowsOfRange({ window: '1s' }, last(24))).toThrow('choose a longer window, or a shorter range');
  });
});
