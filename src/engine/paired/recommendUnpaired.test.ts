import { reasonOf, valueOf } from '../testing/pairs';
import { expectHonest, HOSTILE_NUMBERS } from '../testing/within';
import { recommendUnpaired } from './recommendUnpaired';

describe('recommendUnpaired', () => {
  test('rolls back what is clearly worse, and says that traffic may be the reason', () => {
    const { recommendation, reasons } = valueOf(recommendUnpaired({ hits: 950, n: 1000 }, { hits: 850, n: 1000 }));
    expect(recommendation).toBe('roll_back');
    expect(reasons[0]).toMatch(
      /^Worse: the shadow is right on 85 % of 1000 labelled predictions, live on 95 % of 1000 \(difference -12\.\d+ % to -7\.\d+ %/
    );
    expect(reasons[0]).toContain('nothing is paired');
  });

  test('never promotes, however good the shadow looks', () => {
    const { recommendation, pairsStillNeeded } = valueOf(
      recommendUnpaired({ hits: 800, n: 1000 }, { hits: 990, n: 1000 })
    );
    expect(recommendation).toBe('hold');
    expect(pairsStillNeeded).toBeNull();
  });

  test('holds with few labels or none', () => {
    const { recommendation, reasons } = valueOf(recommendUnpaired({ hits: 0, n: 0 }, { hits: 0, n: 0 }));
    expect(recommendation).toBe('hold');
    expect(reasons[0]).toMatch(/^Only 0 labelled predictions: at least 100 .* And nothing is paired/);
  });

  test('counts that are no counts give no answer', () => {
    expect(reasonOf(recommendUnpaired({ hits: 300, n: 200 }, { hits: 1, n: 200 }))).toBe('invalid_count');
    for (const a of HOSTILE_NUMBERS) {
      for (const b of HOSTILE_NUMBERS) {
        expectHonest(recommendUnpaired({ hits: a, n: b }, { hits: b, n: 1000 }));
      }
    }
  });
});
