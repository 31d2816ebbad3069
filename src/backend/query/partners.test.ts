import { partnerRange, partnerWithinMs } from './partners';

const MINUTE = 60_000;

describe('the partner of an answer', () => {
  it('is looked for a minute beyond both ends of a range, or as far as the model says', () => {
    expect(partnerWithinMs({})).toBe(MINUTE);
    expect(partnerWithinMs({ shadow: { margin: 0.01 } })).toBe(MINUTE);
    expect(partnerWithinMs({ shadow: { partnerWithin: '2h' } })).toBe(120 * MINUTE);
    expect(partnerRange({ from: 10 * MINUTE, to: 20 * MINUTE }, MINUTE, 99 * MINUTE)).toEqual({
      from: 9 * MINUTE,
      to: 21 * MINUTE,
    });
  });

  it('is not looked for ahead of the clock, nor less far than the range itself goes', () => {
    const range = { from: 10 * MINUTE, to: 20 * MINUTE };
    expect(partnerRange(range, 5 * MINUTE, 22 * MINUTE).to).toBe(22 * MINUTE);
    expect(partnerRange(range, 5 * MINUTE, 15 * MINUTE).to).toBe(20 * MINUTE);
  });
});
