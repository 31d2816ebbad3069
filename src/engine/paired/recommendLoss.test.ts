import { valueOf } from '../testing/pairs';
import { seeded } from '../testing/random';
import { expectHonest, HOSTILE_NUMBERS } from '../testing/within';
import { addDifference, noDifferences } from './pairedDifference';
import { pairsNeededForLoss } from './pairsNeeded';
import { recommendLoss } from './recommendLoss';

/** Differences of loss with a standard deviation of about 1. */
const differing = (mean: number, n = 1000) => ({ n, mean, squares: n - 1 });

describe('recommendLoss', () => {
  test('promotes what errs less, or no more than the margin allows', () => {
    const better = valueOf(recommendLoss(differing(-0.2), { margin: 0.1 }));
    expect(better).toMatchObject({ recommendation: 'promote', pairsStillNeeded: 0 });
    expect(better.reasons[0]).toMatch(/^Better: on 1000 labelled pairs the shadow errs by 0\.2 less on average/);
    const alike = valueOf(recommendLoss(differing(0.01), { margin: 0.1 }));
    expect(alike.recommendation).toBe('promote');
    expect(alike.reasons[0]).toMatch(/^No worse than the margin of 0\.1 allows/);
  });

  test('rolls back what errs more, beyond the margin and beyond chance', () => {
    const { recommendation, reasons } = valueOf(recommendLoss(differing(0.2), { margin: 0.1 }));
    expect(recommendation).toBe('roll_back');
    expect(reasons[0]).toMatch(/^Worse: .* errs by 0\.2 more on average .* beyond the margin of 0\.1\.$/);
  });

  test('holds where too little is known, and says how many pairs are missing', () => {
    const open = valueOf(recommendLoss(differing(0.05, 200), { margin: 0.1 }));
    expect(open.recommendation).toBe('hold');
    // (1.6449 + 0.8416)^2 / 0.05^2, the standard deviation being 1, less the 200 there are.
    expect(open.pairsStillNeeded).toBe(2474 - 200);
    expect(valueOf(recommendLoss(differing(-1, 40), { margin: 0.1 }))).toMatchObject({
      recommendation: 'hold',
      pairsStillNeeded: 60,
    });
    expect(valueOf(recommendLoss(noDifferences(), { margin: 0.1, smallest: 0 })).recommendation).toBe('hold');
  });

  test('a shadow that fails too often is rolled back however small its errors', () => {
    const answers = {
      outcomes: { bothRight: 900, onlyLiveRight: 90, onlyShadowRight: 5, bothWrong: 5 },
      margin: 0.01,
    };
    const { recommendation, reasons } = valueOf(recommendLoss(differing(-0.2), { margin: 0.1, answers }));
    expect(recommendation).toBe('roll_back');
    expect(reasons[0]).toBe(
      'Fails too often: the shadow fails on 9.5 % of the requests, live on 1 %, beyond the margin of 1 %.'
    );
  });

  test('a shadow that errs more by the whole margin is promoted in at most 5 % of cases', () => {
    const random = seeded(21);
    let promoted = 0;
    for (let k = 0; k < 1000; k++) {
      const moments = noDifferences();
      for (let i = 0; i < 150; i++) {
        addDifference(moments, 0.1 + (random() + random() + random() - 1.5));
      }
      promoted += valueOf(recommendLoss(moments, { margin: 0.1 })).recommendation === 'promote' ? 1 : 0;
    }
    expect(promoted / 1000).toBeLessThan(0.065);
  });

  test('numbers that break sums give an answer or a reason', () => {
    for (const a of HOSTILE_NUMBERS) {
      for (const b of HOSTILE_NUMBERS) {
        expectHonest(recommendLoss({ n: 300, mean: a, squares: b }, { margin: 1 }));
        expectHonest(recommendLoss({ n: a > 1e9 ? NaN : a, mean: b, squares: 5 }, { margin: 1 }));
        expectHonest(recommendLoss({ n: 300, mean: 1, squares: 5 }, { margin: a }));
        expectHonest(pairsNeededForLoss(a, b, { expected: 0.1 }));
      }
    }
  });
});
