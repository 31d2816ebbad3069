import { HOUR, NOW, right, summaryOf, wrong } from './testing/ask';

describe('the error budget', () => {
  it('burns when errors become known, not when the predictions were made', async () => {
    const over = { from: NOW - 12 * HOUR, to: NOW };
    // Made ten hours ago; the labels of half of them came three minutes ago.
    const time = NOW - 10 * HOUR;
    const events = [
      ...right(90, { time, labelAfter: HOUR }),
      ...right(80, { time, labelAfter: 10 * HOUR - 180_000 }),
      ...wrong(20, { time, labelAfter: 10 * HOUR - 180_000 }),
    ];
    const { summary } = await summaryOf(events, { over, model: { absurd: { budget: 0.01 } } });
    // 20 of 100 in the last 5 minutes and in the last hour, with 1 % allowed; a range of 12 hours has no 3 days.
    expect(summary).toMatchObject({
      budget: 0.01,
      burn_fast: expect.closeTo(20, 9),
      burn_slow: expect.closeTo(20, 9),
      burn_long: null,
      burn_level: 'page',
      budget_left: expect.closeTo(1 - 20 / 190 / 0.01, 9),
    });
  });

  it('is silent, not fine, where nothing became known lately or the range is short', async () => {
    const late = await summaryOf(right(50, { time: NOW - 2 * HOUR, labelAfter: 60_000 }), {
      over: { from: NOW - 12 * HOUR, to: NOW },
    });
    expect(late.summary).toMatchObject({ burn_fast: null, burn_slow: null });
    const short = await summaryOf(right(50, { time: NOW - 60_000, labelAfter: 1000 }), {
      over: { from: NOW - HOUR / 2, to: NOW },
    });
    expect(short.summary).toMatchObject({ burn_fast: null, burn_level: null, budget_left: 1 });
  });
});
