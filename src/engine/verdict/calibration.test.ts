import { answered } from '../answer';
import { assess } from '../assess';
import { scores } from '../score/catalogue';
import { type ScoreId } from '../score/definition';
import { andersonDarlingTest } from '../sample/andersonDarling';
import { cramerVonMisesTest } from '../sample/cramerVonMises';
import { kolmogorovSmirnov } from '../sample/kolmogorovSmirnov';
import { mannWhitney } from '../sample/mannWhitney';
import { welch } from '../sample/welch';
import { multinomialDraw } from '../special/binomialDraw';
import { numericPair, valueOf } from '../testing/pairs';
import { seeded } from '../testing/random';
import { type AlignedPair } from '../distribution/pair';
import { type ThresholdOverrides } from './thresholds';

// Pairs without drift: what fires here is a false alarm. 4,000 of them leave a standard error of a third of a point.

const ALPHA = 0.05;
const POINT = 0.01;
const EDGES = [1, 2, 3, 4, 5, 6, 7, 8, 9];
const EVEN = new Array<number>(10).fill(0.1);
const UNEVEN = [0.3, 0.2, 0.15, 0.1, 0.08, 0.06, 0.05, 0.03, 0.02, 0.01];
const SIZES: Array<[number, number]> = [
  [100, 100],
  [100, 1000],
  [1000, 100],
  [1000, 1000],
  [10_000, 1000],
  [100_000, 100_000],
  [100_000, 100],
];

function withoutDrift(random: () => number, n: number, m: number, mix: readonly number[]): AlignedPair {
  const side = (size: number): { counts: number[]; missing: number } => {
    const [missing = 0, ...counts] = multinomialDraw(size, [0.1, ...mix.map((share) => share * 0.9)], random);
    return { counts, missing };
  };
  const [before, now] = [side(n), side(m)];
  return {
    ...numericPair(EDGES, before.counts, now.counts),
    missing: { reference: before.missing, current: now.missing },
  };
}

function rateOf(rounds: number, fires: () => boolean): number {
  let fired = 0;
  for (let k = 0; k < rounds; k++) {
    fired += fires() ? 1 : 0;
  }
  return fired / rounds;
}

/** Of so many pairs the share in which the p-value of each score is at most alpha. */
function rates(ids: readonly ScoreId[], rounds: number, draw: () => AlignedPair): Map<ScoreId, number> {
  const fired = new Map<ScoreId, number>(ids.map((id) => [id, 0]));
  for (let k = 0; k < rounds; k++) {
    const pair = draw();
    for (const id of ids) {
      const score = scores[id].compute(pair);
      fired.set(id, (fired.get(id) ?? 0) + (score.ok && (score.value.pValue ?? 1) <= ALPHA ? 1 / rounds : 0));
    }
  }
  return fired;
}

/** Tests whose law holds on bins, both ways. */
const CALIBRATED: ScoreId[] = ['chi_square', 'anderson_darling', 'mean_shift'];
/** Tests that stay on the safe side: of few values (missing), on bins (KS), by three moments (Cramer-von Mises). */
const SAFE: ScoreId[] = ['cramer_von_mises', 'ks', 'missing_rate'];

describe.each(SIZES)('%p against %p observations without drift', (n, m) => {
  test.each([
    ['even', EVEN],
    ['uneven', UNEVEN],
  ])('p-values fire within a point of alpha on %s bins, or stay below it', (_, mix) => {
    const random = seeded(511);
    const found = rates([...CALIBRATED, ...SAFE], 4000, () => withoutDrift(random, n, m, mix));
    const off = [...found].filter(
      ([id, rate]) => rate > ALPHA + POINT || (CALIBRATED.includes(id) && rate < ALPHA - POINT)
    );
    expect(off).toEqual([]);
  });

  // All others take one of the p-values above.
  test.each<ScoreId>(['psi', 'js', 'g_test', 'overlap'])(
    'no verdict on %s fires more than a point beyond alpha, with thresholds that let everything through',
    (id) => {
      const random = seeded(512);
      const thresholds: ThresholdOverrides = { [id]: id === 'overlap' ? { drift: 1 } : { drift: 0, warning: 0 } };
      const rate = rateOf(1000, () => {
        const pair = answered(withoutDrift(random, n, m, EVEN));
        return assess([{ key: 0, pair }], { scores: [id], thresholds, alpha: ALPHA })[0]?.verdict === 'drift';
      });
      expect(rate).toBeLessThanOrEqual(ALPHA + POINT);
    }
  );
});

describe('tests on samples without drift', () => {
  const tests = [
    ['Anderson-Darling', andersonDarlingTest, ALPHA - POINT],
    ['Cramer-von Mises', cramerVonMisesTest, ALPHA - POINT],
    ['Mann-Whitney', mannWhitney, ALPHA - POINT],
    ['Welch', welch, ALPHA - POINT],
    // Its statistic takes few values, so that it can only stay below alpha.
    ['Kolmogorov-Smirnov', kolmogorovSmirnov, 0.02],
  ] as const;

  test.each([
    [100, 100],
    [100, 400],
  ])('fire within a point of their alpha at %p against %p', (n, m) => {
    const random = seeded(504);
    const rounds = 2000;
    const draw = (size: number): Float64Array => Float64Array.from({ length: size }, random);
    const fired = tests.map(() => 0);
    for (let k = 0; k < rounds; k++) {
      const [x, y] = [draw(n), draw(m)];
      tests.forEach(([, of], i) => {
        fired[i] = (fired[i] as number) + (valueOf(of(x, y)).pValue <= ALPHA ? 1 / rounds : 0);
      });
    }
    const off = tests
      .map(([name, , least], i) => ({ name, rate: fired[i] as number, least }))
      .filter(({ rate, least }) => rate < least || rate > ALPHA + POINT);
    expect(off).toEqual([]);
  });
});

describe('100 features asked together', () => {
  const drift = UNEVEN.map((share, i) => share * (i % 2 === 0 ? 1.5 : 0.6));

  test('of the features that are said to drift fewer than alpha do not', () => {
    const random = seeded(505);
    let rates = 0;
    let found = 0;
    const rounds = 60;
    for (let k = 0; k < rounds; k++) {
      const items = Array.from({ length: 100 }, (_, i) => ({
        key: i,
        pair: answered(
          i < 20
            ? numericPair(EDGES, multinomialDraw(1000, UNEVEN, random), multinomialDraw(1000, drift, random))
            : withoutDrift(random, 1000, 1000, UNEVEN)
        ),
      }));
      const said = assess(items, { scores: ['total_variation'], thresholds: { total_variation: { drift: 0 } } })
        .filter(({ verdict }) => verdict === 'drift')
        .map(({ key }) => key);
      rates += said.length === 0 ? 0 : said.filter((key) => key >= 20).length / said.length;
      found += said.filter((key) => key < 20).length;
    }
    expect(rates / rounds).toBeLessThanOrEqual(ALPHA);
    // And it is no deaf test: nearly all of the drifted ones are found.
    expect(found / rounds / 20).toBeGreaterThan(0.9);
  });
});
