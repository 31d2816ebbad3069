import { andersonDarlingTest } from '../sample/andersonDarling';
import { cramerVonMisesTest } from '../sample/cramerVonMises';
import { exactGapChance, kolmogorovSmirnov } from '../sample/kolmogorovSmirnov';
import { mannWhitney } from '../sample/mannWhitney';
import { type SampleTest } from '../sample/result';
import { type Samples } from '../sample/sides';
import { welch } from '../sample/welch';
import { type Answer } from '../answer';
import { alarmRates, falseDiscoveries, MIXES, pairWithoutDrift, RESTS, SIZES } from '../testing/alarms';
import { valueOf } from '../testing/pairs';
import { seeded } from '../testing/random';

// Pairs without drift: what fires here is a false alarm. 2,000 of them leave a standard error of half a point, which is
// put up with here; `npm run bench -- power` draws 20,000 of each size and holds every rate to the point itself.

const ALPHA = 0.05;
const POINT = 0.01;
const noise = (rounds: number): number => Math.sqrt((ALPHA * (1 - ALPHA)) / rounds);
const FEW_OR_UNLIKE = SIZES.filter(([n, m]) => n === m || m === 100);

describe.each(FEW_OR_UNLIKE)('%p against %p observations without drift', (n, m) => {
  test.each(Object.entries(MIXES))('whatever a verdict rests on fires within a point of alpha: %s bins', (_, mix) => {
    const random = seeded(511);
    const ids = RESTS.filter((id) => id !== 'ks');
    const rates = alarmRates(ids, 2000, () => pairWithoutDrift(random, n, m, mix), ALPHA);
    expect([...rates].filter(([, rate]) => Math.abs(rate - ALPHA) > POINT + noise(2000))).toEqual([]);
  });
});

// Its law takes longer than all others together.
describe('Kolmogorov-Smirnov without drift', () => {
  test.each(
    [
      [100, 100],
      [1000, 100],
    ].flatMap(([n = 0, m = 0]) => Object.entries(MIXES).map(([name, mix]) => [n, m, name, mix] as const))
  )('%p against %p fires within a point of alpha: %s bins', (n, m, _, mix) => {
    const random = seeded(512);
    const rate = alarmRates(['ks'], 1000, () => pairWithoutDrift(random, n, m, mix), ALPHA).get('ks') ?? 0;
    expect(Math.abs(rate - ALPHA)).toBeLessThan(POINT + noise(1000));
  });
});

describe('tests on samples without drift', () => {
  const tests: ReadonlyArray<readonly [string, (x: Samples, y: Samples) => Answer<SampleTest>]> = [
    ['Anderson-Darling', andersonDarlingTest],
    ['Cramer-von Mises', cramerVonMisesTest],
    ['Mann-Whitney', mannWhitney],
    ['Welch', welch],
    ['Kolmogorov-Smirnov', kolmogorovSmirnov],
  ];

  /** The largest chance of at most alpha that the gap of n and m values can have: it takes few values. */
  function attainable(n: number, m: number): number {
    let gap = 1;
    while (exactGapChance(n, m, gap) > ALPHA) {
      gap++;
    }
    return exactGapChance(n, m, gap);
  }

  test.each([
    [100, 100, 2000],
    [400, 100, 2000],
  ])('fire within a point of alpha at %p against %p, or of what their statistic can have', (n, m, rounds) => {
    const random = seeded(504);
    const draw = (size: number): Float64Array => Float64Array.from({ length: size }, random);
    const fired = tests.map(() => 0);
    for (let k = 0; k < rounds; k++) {
      const [x, y] = [draw(n), draw(m)];
      tests.forEach(([, of], i) => {
        fired[i] = (fired[i] as number) + (valueOf(of(x, y)).pValue <= ALPHA ? 1 / rounds : 0);
      });
    }
    const off = tests
      .map(([name], i) => ({
        name,
        rate: fired[i] as number,
        wanted: name === 'Kolmogorov-Smirnov' ? attainable(n, m) : ALPHA,
      }))
      .filter(({ rate, wanted }) => Math.abs(rate - wanted) > POINT);
    expect(off).toEqual([]);
  });
});

describe('100 features asked together', () => {
  test('where 20 have drifted, fewer than alpha of those that are said to have not; nearly all of the 20 are found', () => {
    const { rate, found } = falseDiscoveries(seeded(505), 100, 20);
    expect(rate).toBeLessThan(ALPHA);
    expect(found).toBeGreaterThan(0.9);
  });

  test('where none has, there is a false alarm among all hundred in fewer than alpha of all cases', () => {
    expect(falseDiscoveries(seeded(506), 300, 0).rate).toBeLessThan(ALPHA + POINT);
  });
});
