import { answered } from '../answer';
import { assess } from '../assess';
import { multinomialDraw } from '../special/binomialDraw';
import { categoricalPair, pair, reasonOf, valueOf } from '../testing/pairs';
import { seeded } from '../testing/random';
import { scores } from '../score/catalogue';
import { psiSignificance } from './psiSignificance';
import { scoreNoise } from './resample';

describe('scoreNoise', () => {
  test('agrees with the law of PSI where that holds: noise floor, critical value and p', () => {
    const sides = pair([520, 480, 500, 500], [470, 510, 530, 490]);
    const found = valueOf(scoreNoise(sides, 'psi', { random: seeded(3), rounds: 4000 }));
    const law = valueOf(psiSignificance(found.value, { reference: 2000, current: 2000, bins: 4 }));
    expect(found.noiseFloor / law.noiseFloor).toBeCloseTo(1, 1);
    expect(found.criticalValue / law.criticalValue).toBeCloseTo(1, 1);
    expect(Math.abs(found.pValue - law.pValue)).toBeLessThan(0.03);
  });

  test('without drift fires at its alpha, for a score without a law, on 60 against 90', () => {
    const random = seeded(4);
    let fired = 0;
    for (let k = 0; k < 600; k++) {
      const mix = [0.4, 0.3, 0.2, 0.1];
      const sides = categoricalPair(multinomialDraw(60, mix, random), multinomialDraw(90, mix, random));
      fired += valueOf(scoreNoise(sides, 'js', { random, rounds: 99 })).pValue <= 0.05 ? 1 : 0;
    }
    expect(Math.abs(fired / 600 - 0.05)).toBeLessThan(0.025);
  });

  test('a p-value is never 0, and the same seed gives the same answer', () => {
    const sides = pair([900, 100], [100, 900]);
    const found = valueOf(scoreNoise(sides, 'hellinger', { random: seeded(5) }));
    expect(found.pValue).toBe(1 / 200);
    expect(found.effect).toBeGreaterThan(0.5);
    expect(valueOf(scoreNoise(sides, 'hellinger', { random: seeded(5) }))).toEqual(found);
  });

  test('of overlap, which falls with drift, noise lies below 1 and drift below noise', () => {
    const found = valueOf(scoreNoise(pair([500, 500], [300, 700]), 'overlap', { random: seeded(6) }));
    expect(found.noiseFloor).toBeLessThan(1);
    expect(found.criticalValue).toBeLessThan(found.noiseFloor);
    expect(found.value).toBeLessThan(found.criticalValue);
    expect(found.pValue).toBe(1 / 200);
  });

  test('missing values are drawn, too; a fixed reference is not', () => {
    const sides = { ...pair([500, 400], [480, 420]), missing: { reference: 100, current: 40 } };
    expect(valueOf(scoreNoise(sides, 'missing_rate', { random: seeded(7) })).pValue).toBeLessThan(0.05);
    const fixed = valueOf(scoreNoise(pair([50, 50], [58, 42]), 'js', { random: seeded(8) }, { fixedReference: true }));
    const sampled = valueOf(scoreNoise(pair([50, 50], [58, 42]), 'js', { random: seeded(8) }));
    expect(fixed.noiseFloor).toBeLessThan(sampled.noiseFloor);
  });

  test('what has no score has no noise', () => {
    expect(reasonOf(scoreNoise(pair([0, 0], [1, 2]), 'js', { random: seeded(9) }))).toBe('empty_reference');
    expect(() => scoreNoise(pair([1, 1], [1, 2]), 'js', { random: seeded(9) }, {}, 2)).toThrow(RangeError);
  });

  test('assess rests a verdict on it where it is asked to, with its p and without its noise', () => {
    const item = { key: 'a', pair: answered(categoricalPair([300, 300, 400], [420, 280, 300])) };
    const [drawn] = assess([item], { scores: ['js'], resampling: { random: seeded(10) } });
    const [borrowed] = assess([item], { scores: ['js'] });
    expect(drawn?.pValue).toBe(1 / 200);
    expect(borrowed?.pValue).toBe(valueOf(scores.chi_square.compute(item.pair.value)).pValue);
    expect(drawn?.reason).toContain('of it beyond noise');
    const [overlap] = assess([item], {
      scores: ['overlap'],
      thresholds: { overlap: { warning: 0.95, drift: 0.9 } },
      resampling: { random: seeded(10) },
    });
    expect(overlap?.verdict).toBe('warning');
    expect(overlap?.reason).toContain('below the warning threshold 0.95');
  });
});
