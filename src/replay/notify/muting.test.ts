import { isMuted } from './muting';

const at = (text: string): number => Date.parse(text);

describe('a mute timing', () => {
  const night = [
    {
      times: [
        { start_time: '20:00', end_time: '24:00' },
        { start_time: '00:00', end_time: '07:00' },
      ],
    },
  ];

  it.each([
    ['2026-11-24T19:59:59Z', false],
    ['2026-11-24T20:00:00Z', true],
    ['2026-11-24T23:59:59Z', true],
    ['2026-11-25T00:00:00Z', true],
    ['2026-11-25T06:59:59Z', true],
    ['2026-11-25T07:00:00Z', false],
  ])('has its start and not its end: %s %p', (time, muted) => {
    expect(isMuted(night, at(time))).toBe(muted);
  });

  it('goes by the clock on the wall, also when that is put back', () => {
    const berlin = night.map((one) => ({ ...one, location: 'Europe/Berlin' }));
    // 24 October 2026 is summer time there, the 26th is not.
    expect(isMuted(berlin, at('2026-10-24T18:00:00Z'))).toBe(true);
    expect(isMuted(berlin, at('2026-10-26T18:00:00Z'))).toBe(false);
    expect(isMuted(berlin, at('2026-10-26T19:00:00Z'))).toBe(true);
  });

  it('may hold on some days of the week alone', () => {
    const weekend = [{ weekdays: ['saturday', 'sunday'] }];
    const work = [{ weekdays: ['monday:friday'] }];
    // A Saturday.
    expect(isMuted(weekend, at('2026-11-28T12:00:00Z'))).toBe(true);
    expect(isMuted(work, at('2026-11-28T12:00:00Z'))).toBe(false);
    expect(isMuted(work, at('2026-11-27T12:00:00Z'))).toBe(true);
  });
});
