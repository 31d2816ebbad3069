import { formatDuration, parseDuration } from './duration';

describe('parseDuration', () => {
  it.each([
    ['15m', 900_000],
    ['1h30m', 5_400_000],
    ['7d', 604_800_000],
    ['2w', 1_209_600_000],
    ['250ms', 250],
  ])('reads %s as Prometheus does', (text, ms) => {
    expect(parseDuration(text)).toBe(ms);
  });

  it.each(['', '0s', '1', 'h', '1.5h', '-1h', ' 1h', '1h ', '1M', '1h30', '99999999999999999y'])(
    'takes %j for no duration',
    (text) => {
      expect(parseDuration(text)).toBeUndefined();
    }
  );
});

describe('formatDuration', () => {
  it('writes the largest units that fit', () => {
    expect(formatDuration(5_400_000)).toBe('1h30m');
    expect(formatDuration(0)).toBe('0s');
  });

  it('gives back what parseDuration read', () => {
    for (const text of ['1w2d3h4m5s6ms', '1d', '90ms']) {
      expect(formatDuration(parseDuration(text) ?? Number.NaN)).toBe(text);
    }
  });
});
