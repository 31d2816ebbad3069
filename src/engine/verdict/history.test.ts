import { multinomialDraw } from '../special/binomialDraw';
import { reasonOf, valueOf } from '../testing/pairs';
import { seeded } from '../testing/random';
import { align } from '../distribution/align';
import { merge } from '../distribution/merge';
import { type NumericHistogram } from '../distribution/histogram';
import { scores } from '../score/catalogue';
import { historyOf, historyOnBins, historyRank, historyVerdict } from './history';
import { psiSignificance } from './psiSignificance';

const EDGES = [1, 2, 3];

/** Windows whose mix wanders by itself: bursts, as in production, which no law of independent draws knows of. */
function windows(random: () => number, count: number): NumericHistogram[] {
  return Array.from({ length: count }, () => {
    const mix = [1, 1, 1, 1].map(() => 1 + 0.6 * random());
    const all = mix.reduce((sum, one) => sum + one, 0);
    const counts = multinomialDraw(5000, mix.map((one) => one / all), random); // prettier-ignore
    return { kind: 'numeric', edges: EDGES, counts };
  });
}

describe('a verdict by the own history', () => {
  test('holds its alpha where the law of independent observations fires all the time', () => {
    const random = seeded(14);
    let byHistory = 0;
    let byLaw = 0;
    const rounds = 400;
    for (let k = 0; k < rounds; k++) {
      const [today, ...reference] = windows(random, 40) as [NumericHistogram, ...NumericHistogram[]];
      const pair = valueOf(align(valueOf(merge(reference)), today));
      const psi = valueOf(scores.psi.compute(pair)).value;
      const rank = valueOf(historyRank(psi, valueOf(historyOf(reference, 'psi')), 'psi'));
      byHistory += rank.pValue <= 0.05 ? 1 : 0;
      const sizes = { reference: 39 * 5000, current: 5000, bins: 4 };
      byLaw += valueOf(psiSignificance(psi, sizes)).pValue <= 0.05 ? 1 : 0;
    }
    expect(byLaw / rounds).toBeGreaterThan(0.8);
    expect(Math.abs(byHistory / rounds - 0.05)).toBeLessThan(0.025);
  });

  test('on shared bins is the same, window by window, and leaves out one that lies on others', () => {
    const random = seeded(15);
    const reference = windows(random, 12);
    const whole = valueOf(merge(reference));
    const pairs = reference.map((window) => valueOf(align(whole, window)));
    for (const id of ['psi', 'js', 'ks', 'overlap', 'mean_shift'] as const) {
      const [byBins, byMerging] = [valueOf(historyOnBins(pairs, id)), valueOf(historyOf(reference, id))];
      expect(byBins).toHaveLength(12);
      byBins.forEach((value, i) => expect(value).toBeCloseTo(byMerging[i] as number, 12));
    }
    const odd = valueOf(align({ kind: 'numeric', edges: [7], counts: [5, 5] }, { kind: 'numeric', edges: [7], counts: [5, 5] })); // prettier-ignore
    expect(valueOf(historyOnBins([...pairs, odd], 'psi'))).toHaveLength(12);
    expect(reasonOf(historyOnBins([odd], 'psi'))).toBe('too_few_observations');
  });

  test('of counts that are missing takes them from the windows', () => {
    const pairs = [1, 2, 9].map((missing) => ({
      ...valueOf(align({ kind: 'numeric', edges: [7], counts: [50, 50] }, { kind: 'numeric', edges: [7], counts: [50, 50] })), // prettier-ignore
      missing: { reference: 0, current: missing },
    }));
    const [first = NaN] = valueOf(historyOnBins(pairs, 'missing_rate'));
    expect(first).toBeCloseTo(11 / 211 - 1 / 101, 12);
  });

  test('beyond all windows is still not enough among many that are asked together, and says how many are', () => {
    const rank = valueOf(historyRank(9, Array.from({ length: 39 }, (_, i) => i), 'psi')); // prettier-ignore
    const among = (together: number, value = 99) =>
      historyVerdict({ ...rank, pValue: value > 38 ? 1 / 40 : 0.5 }, { label: 'PSI', value, pAdjusted: 0.5, together });
    expect(among(20)).toEqual({
      verdict: 'insufficient',
      reason:
        'PSI 99 lies beyond all 39 windows of the reference, which are too few to be sure of it among 20 asked together: 399 are enough (adjusted p 0.5).',
    });
    expect(among(20, 3).verdict).toBe('ok');
    expect(among(2).verdict).toBe('ok');
  });

  test('ranks by hand, both ways', () => {
    const history = [0.1, 0.2, 0.15, 0.3];
    expect(valueOf(historyRank(0.25, history, 'psi')).pValue).toBe(2 / 5);
    expect(valueOf(historyRank(0.12, history, 'overlap')).pValue).toBe(2 / 5);
    expect(valueOf(historyRank(0.25, history, 'psi')).usual).toBeCloseTo(0.175, 12);
  });

  test('beyond the limit is unusual, on it is not always', () => {
    const history = Array.from({ length: 39 }, (_, i) => i / 100);
    const { limit } = valueOf(historyRank(0, history, 'psi'));
    expect(limit).toBe(0.37);
    expect(valueOf(historyRank(0.371, history, 'psi')).pValue).toBeLessThanOrEqual(0.05);
    expect(valueOf(historyRank(0.369, history, 'psi')).pValue).toBeGreaterThan(0.05);
  });

  test('too few windows are said, with how many it takes', () => {
    const rank = valueOf(historyRank(9, [1, 2, 3], 'psi'));
    expect(rank.limit).toBeNull();
    expect(historyVerdict(rank, { label: 'PSI', value: 9, pAdjusted: rank.pValue })).toEqual({
      verdict: 'insufficient',
      reason: 'Too little history: 3 windows can show nothing at 0.05; 19 can (measured: PSI 9).',
    });
    expect(reasonOf(historyRank(1, [], 'psi'))).toBe('too_few_observations');
    expect(reasonOf(historyRank(NaN, [1], 'psi'))).toBe('overflow');
    expect(reasonOf(historyOf([], 'psi'))).toBe('too_few_observations');
  });

  test('says in words what is usual', () => {
    const rank = valueOf(historyRank(0.9, Array.from({ length: 99 }, (_, i) => i / 1000), 'psi')); // prettier-ignore
    expect(historyVerdict(rank, { label: 'PSI', value: 0.9, pAdjusted: rank.pValue }).reason).toBe(
      'PSI 0.9 is unusual among the 99 windows of the reference, whose usual value is 0.049 (adjusted p 0.01).'
    );
    expect(historyVerdict(rank, { label: 'PSI', value: 0.01, pAdjusted: 0.7 }).verdict).toBe('ok');
  });
});
