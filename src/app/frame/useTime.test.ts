import { timeOf } from './useTime';

const usual = { from: 'now-24h', to: 'now' };

describe('the time range of an address', () => {
  it('is the usual one where the address names none, or what nobody can read', () => {
    expect(timeOf({}, usual).raw).toEqual(usual);
    expect(timeOf({ from: 'yesterday-ish', to: 'now' }, usual).raw).toEqual(usual);
  });

  it('is read from milliseconds and from what is relative to now', () => {
    const range = timeOf({ from: '1763978400000', to: '1764064800000' }, usual);
    expect([range.from.valueOf(), range.to.valueOf()]).toEqual([1763978400000, 1764064800000]);
    expect(timeOf({ from: 'now-7d', to: 'now' }, usual).raw).toEqual({ from: 'now-7d', to: 'now' });
  });
});
