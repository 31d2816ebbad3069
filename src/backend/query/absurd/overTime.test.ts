import { seeded, wholeNumber } from '../../../engine/testing/random';
import type { PredictionEvent } from '../../upstream/events';
import type { Judged } from './judge';
import { OverTime } from './overTime';

function judged(time: number, random: () => number): Judged {
  const isConfident = random() < 0.7;
  const label = random() < 0.8 ? { label: 'fraud', firstTime: time } : undefined;
  return {
    event: { time } as PredictionEvent,
    label,
    confidence: isConfident ? 0.96 : 0.5,
    isConfident,
    right: label === undefined ? undefined : random() < 0.9,
    answers: [],
    breaksRule: random() < 0.1,
    other: undefined,
    isOpposed: random() < 0.1,
  };
}

describe('counts in windows', () => {
  it('are those of counting each window by itself, however windows and steps lie', () => {
    for (let seed = 0; seed < 200; seed++) {
      const random = seeded(seed);
      const stepMs = wholeNumber(random, 1, 20);
      const windowMs = wholeNumber(random, 1, 100);
      const begin = wholeNumber(random, 0, 50);
      const times = Array.from({ length: wholeNumber(random, 1, 15) }, (_, i) => begin + i * stepMs);
      const all = Array.from({ length: wholeNumber(random, 0, 80) }, () =>
        judged(wholeNumber(random, -120, 400), random)
      );
      const overTime = new OverTime({ stepMs, windowMs, times }, undefined);
      all.forEach((one) => overTime.add(one));

      const windows = overTime.windows();
      expect(windows.map(({ time }) => time)).toEqual(times);
      for (const window of windows) {
        const within = all.filter(({ event: { time } }) => time > window.time - windowMs && time <= window.time);
        const count = (test: (one: Judged) => boolean): number => within.filter(test).length;
        const isConfident = (one: Judged): boolean => one.isConfident && one.right !== undefined;
        expect(window).toEqual({
          time: window.time,
          predictions: within.length,
          labelled: count(({ label }) => label !== undefined),
          unlabelled: count((one) => one.isConfident && one.label === undefined),
          confident: count(isConfident),
          wrong: count((one) => isConfident(one) && one.right === false),
          expectedWrong: expect.closeTo(0.04 * count(isConfident), 9),
          ruleViolations: count(({ breaksRule }) => breaksRule),
          opposed: count(({ isOpposed }) => isOpposed),
        });
      }
    }
  });
});
