import { reasonOf, valueOf } from '../testing/pairs';
import { seeded } from '../testing/random';
import { expectHonest, HOSTILE_NUMBERS } from '../testing/within';
import { labelCompleteness } from './labelCompleteness';
import { labelDelays } from './labelDelays';

const columns = (rows: number, of: (i: number) => number): Float64Array => Float64Array.from({ length: rows }, (_, i) => of(i)); // prettier-ignore

describe('labelDelays', () => {
  test('are the delays after which half, three quarters, ... of the labels have come, whatever their order', () => {
    const seconds = columns(100, (i) => ((i * 37) % 100) + 1);
    expect(valueOf(labelDelays(seconds, 1000))).toEqual({
      delays: [
        { seconds: 50, share: 0.5 },
        { seconds: 75, share: 0.75 },
        { seconds: 90, share: 0.9 },
        { seconds: 95, share: 0.95 },
        { seconds: 99, share: 0.99 },
        { seconds: 100, share: 1 },
      ],
      median: 50,
      late: 95,
      n: 100,
    });
  });

  test('rise even where many labels are as late as one another, or there at once', () => {
    const seconds = columns(100, (i) => (i < 80 ? 0 : i < 99 ? 60 : -5));
    expect(valueOf(labelDelays(seconds, 1000)).delays).toEqual([
      { seconds: 1e-3, share: 0.75 },
      { seconds: 60, share: 1 },
    ]);
  });

  test('can be handed on to judge how complete a window is', () => {
    const random = seeded(71);
    const { delays } = valueOf(
      labelDelays(
        columns(500, () => 3600 * random()),
        86_400
      )
    );
    const window = { end: 0, predictions: 100, labelled: 40 };
    const at = (now: number) => valueOf(labelCompleteness([window], now, { delays }))[0]?.complete;
    expect([at(1800), at(3600)]).toEqual([false, true]);
  });

  test('are not told from few labels, or while labels are still coming', () => {
    expect(reasonOf(labelDelays(columns(19, () => 1), 1e9))).toBe('too_few_observations'); // prettier-ignore
    const answer = labelDelays(columns(100, (i) => 1000 + i), 1500); // prettier-ignore
    expect(answer).toMatchObject({ ok: false, detail: expect.stringContaining('still coming') });
    for (const a of HOSTILE_NUMBERS) {
      expectHonest(labelDelays(columns(30, (i) => (i < 5 ? a : i)), 1e9)); // prettier-ignore
      expectHonest(labelDelays(columns(30, (i) => i), a)); // prettier-ignore
    }
  });
});
