import { reasonOf, valueOf } from '../testing/pairs';
import { seeded, wholeNumber } from '../testing/random';
import { expectHonest, HOSTILE_NUMBERS } from '../testing/within';
import { type PairedOutcomes } from './outcomes';
import { recommend, type Recommended, type RecommendationOptions } from './recommend';

function decided(counts: readonly number[], options?: RecommendationOptions): Recommended {
  const [bothRight = 0, onlyLiveRight = 0, onlyShadowRight = 0, bothWrong = 0] = counts;
  return valueOf(recommend({ bothRight, onlyLiveRight, onlyShadowRight, bothWrong }, options));
}

const fast = { moments: { n: 500, mean: -2, squares: 500 }, margin: 5 };
const slow = { moments: { n: 500, mean: 40, squares: 500 }, margin: 5 };
const unclear = { moments: { n: 5, mean: 4, squares: 500 }, margin: 5 };

describe('recommend', () => {
  test('promotes what is better, and says by how much', () => {
    const { recommendation, reasons, pairsStillNeeded } = decided([9000, 150, 250, 600]);
    expect(recommendation).toBe('promote');
    expect(reasons[0]).toMatch(/^Better: on 10000 labelled pairs the shadow is right 1 % more often/);
    expect(pairsStillNeeded).toBe(0);
  });

  test('promotes what is shown to be no worse than the margin', () => {
    const { recommendation, reasons } = decided([9000, 200, 200, 600]);
    expect(recommendation).toBe('promote');
    expect(reasons[0]).toContain('No worse than the margin of 1 % allows');
  });

  test('rolls back what is worse beyond the margin and beyond chance', () => {
    const { recommendation, reasons } = decided([900, 60, 10, 30]);
    expect(recommendation).toBe('roll_back');
    expect(reasons[0]).toContain('Worse: on 1000 labelled pairs the shadow is right 5 % less often');
  });

  test('holds where too little is known, and says how many pairs are missing', () => {
    const { recommendation, reasons, pairsStillNeeded } = decided([80, 10, 10, 20]);
    expect(recommendation).toBe('hold');
    expect(reasons[0]).toContain('Not settled');
    expect(pairsStillNeeded).toBeGreaterThan(1000);
    expect(decided([20, 10, 0, 20])).toMatchObject({ recommendation: 'hold', pairsStillNeeded: 50 });
    expect(decided([0, 0, 0, 0]).recommendation).toBe('hold');
  });

  test('the margin is what decides between worse and no worse', () => {
    const counts = [9000, 300, 200, 500];
    expect(decided(counts, { margin: 0.02 }).recommendation).toBe('promote');
    expect(decided(counts, { margin: 0.005 }).recommendation).toBe('roll_back');
  });

  test('a slow shadow is rolled back however right it is, and latency that is not settled holds it', () => {
    const better = [9000, 150, 250, 600];
    expect(decided(better, { latency: fast }).recommendation).toBe('promote');
    const { recommendation, reasons } = decided(better, { latency: slow });
    expect(recommendation).toBe('roll_back');
    expect(reasons[0]).toContain('Too slow: the shadow answers 40 slower on average');
    expect(reasons).toHaveLength(2);
    expect(decided(better, { latency: unclear }).recommendation).toBe('hold');
    expect(decided([1, 0, 0, 0], { latency: slow }).recommendation).toBe('roll_back');
  });

  test('confident contradictions hold a promotion until somebody has looked', () => {
    const better = [9000, 150, 250, 600];
    const { recommendation, reasons } = decided(better, { confidentDisagreement: { share: 0.03, most: 0.01 } });
    expect(recommendation).toBe('hold');
    expect(reasons[0]).toContain('contradict each other on 3 % of the pairs');
    expect(decided(better, { confidentDisagreement: { share: 0.01, most: 0.01 } }).recommendation).toBe('promote');
  });

  test('a shadow that fails more often is held or rolled back, and failures of neither are not worth a word', () => {
    const better = [9000, 150, 250, 600];
    const answers = (counts: readonly [number, number, number, number]) => {
      const [bothRight, onlyLiveRight, onlyShadowRight, bothWrong] = counts;
      return { answers: { outcomes: { bothRight, onlyLiveRight, onlyShadowRight, bothWrong }, margin: 0.01 } };
    };
    expect(decided(better, answers([10000, 0, 0, 0])).reasons).toHaveLength(1);
    const few = decided(better, answers([9980, 10, 5, 5]));
    expect(few.recommendation).toBe('promote');
    expect(few.reasons[1]).toBe(
      'Failures are within the margin of 1 %: the shadow fails on 0.15 % of the requests, live on 0.1 %.'
    );
    const open = decided(better, answers([190, 3, 2, 5]));
    expect(open.recommendation).toBe('hold');
    expect(open.reasons[0]).toMatch(/^Failures are not settled: .* and up to [\d.]+ % more is possible\.$/);
    expect(decided(better, answers([9000, 900, 50, 50])).recommendation).toBe('roll_back');
    expect(decided([5, 0, 0, 0], answers([9000, 900, 50, 50])).recommendation).toBe('roll_back');
  });

  test('names the unit of latency where it has one', () => {
    const { reasons } = decided([9000, 150, 250, 600], { latency: { ...slow, unit: 'ms' } });
    expect(reasons[0]).toBe('Too slow: the shadow answers 40 ms slower on average, more than the margin of 5 ms.');
  });

  test('a model that is worse by the whole margin is promoted in at most 5 % of cases, and an equal one hardly ever rolled back', () => {
    const random = seeded(11);
    let promoted = 0;
    let rolledBack = 0;
    const draw = (loss: number): PairedOutcomes => {
      let [b, c] = [0, 0];
      for (let i = 0; i < 2000; i++) {
        const at = random();
        b += at < 0.05 + loss ? 1 : 0;
        c += at >= 0.05 + loss && at < 0.1 + loss ? 1 : 0;
      }
      return { bothRight: 2000 - b - c, onlyLiveRight: b, onlyShadowRight: c, bothWrong: 0 };
    };
    for (let k = 0; k < 1000; k++) {
      promoted += valueOf(recommend(draw(0.01))).recommendation === 'promote' ? 1 : 0;
      rolledBack += valueOf(recommend(draw(0))).recommendation === 'roll_back' ? 1 : 0;
    }
    expect(promoted / 1000).toBeLessThan(0.065);
    expect(rolledBack / 1000).toBeLessThan(0.05);
  });

  test('more pairs of the same mix never turn a decision round', () => {
    const random = seeded(12);
    for (let k = 0; k < 1000; k++) {
      const counts = [100, 0, 0, 20].map((count, i) => (i === 1 || i === 2 ? wholeNumber(random, 0, 40) : count));
      const before = decided(counts).recommendation;
      const after = decided(counts.map((count) => 5 * count)).recommendation;
      if (before !== 'hold') {
        expect([before, 'promote']).toContain(after);
      }
    }
  });

  test('counts that are no counts give no answer', () => {
    expect(reasonOf(recommend({ bothRight: NaN, onlyLiveRight: 1, onlyShadowRight: 1, bothWrong: 1 }))).toBe(
      'invalid_count'
    );
    for (const a of HOSTILE_NUMBERS) {
      for (const b of HOSTILE_NUMBERS) {
        const latency = { moments: { n: 300, mean: a, squares: b }, margin: b };
        expectHonest(recommend({ bothRight: a, onlyLiveRight: b, onlyShadowRight: 9, bothWrong: 9 }));
        expectHonest(recommend({ bothRight: 900, onlyLiveRight: 9, onlyShadowRight: 9, bothWrong: 9 }, { latency }));
      }
    }
  });
});
