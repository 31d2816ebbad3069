import { type Answer } from '../answer';
import { reasonOf, valueOf } from '../testing/pairs';
import { peerTable } from '../testing/peerTable';
import { seeded } from '../testing/random';
import { expectHonest, expectWithin, HOSTILE_NUMBERS } from '../testing/within';
import { adwin } from './adwin';
import { detectors } from './catalogue';
import { changePoint } from './changePoint';
import { cusum, cusumRunLength } from './cusum';
import { oneSidedRunLength } from './cusumRunLength';
import { type Detection, DETECTOR_IDS, type RunLength } from './definition';
import { ewma } from './ewma';
import { ewmaRunLength } from './ewmaRunLength';
import { equalSamplesKsP, kswin } from './kswin';
import { pageHinkley } from './pageHinkley';
import { kolmogorovCritical } from '../special/kolmogorov';
import { gaussLegendre } from '../special/quadrature';
import { simulatedRunLength } from './simulatedRunLength';

const peer = peerTable('river/stream.json') as {
  published: { values: number[]; adwin: number[]; pageHinkley: number[] };
  nile: number[];
  nileFirstYear: number;
  cases: Array<{
    values: number[];
    delta: number;
    clock: number;
    adwin: number[];
    threshold: number;
    pageHinkley: number[];
    kswin: number[];
  }>;
};

interface Called {
  readonly at: number;
  readonly onset: number;
  readonly direction: string;
  readonly statistic: number;
}

/** Control charts by other forms, and statsmodels' test of a changed mean. */
const charts = peerTable('statsmodels/charts.json') as {
  cases: Array<{
    values: number[];
    mean: number;
    deviation: number;
    slack: number;
    threshold: number;
    cusum: Called[];
    weight: number;
    width: number;
    ewma: Called[];
    change: { scaled: number; pValue: number; onset: number; meanBefore: number; meanAfter: number };
  }>;
};

/** The annotated series that river ships, and where river calls a change in them. */
const annotated = peerTable('river/annotated.json') as {
  series: Array<{ name: string; values: number[]; adwin: number[]; pageHinkley: number[]; kswin: number[] }>;
};

const KNOWN = { inControl: { mean: 0, deviation: 1 } };

function places(detection: Answer<Detection>): number[] {
  return valueOf(detection).alarms.map(({ at }) => at);
}

/** Standard normal values (Box & Muller 1958) from a seeded stream. */
function normals(seed: number): () => number {
  const random = seeded(seed);
  return () => Math.sqrt(-2 * Math.log(1 - random())) * Math.cos(2 * Math.PI * random());
}

/** A series that shifts by `by` at `at`. */
function shifted(seed: number, at: number, length: number, by: number): Float64Array {
  const draw = normals(seed);
  return Float64Array.from({ length }, (_, i) => draw() + (i >= at ? by : 0));
}

describe('against river 0.26.1', () => {
  const values = Float64Array.from(peer.published.values);

  test("ADWIN calls river's documented change at 1023, and finds that it began at 1000", () => {
    expect(places(adwin(values))).toEqual([1023]);
    expect(peer.published.adwin).toEqual([1023]);
    const [alarm] = valueOf(adwin(values)).alarms;
    expect(alarm?.direction).toBe('up');
    expect(Math.abs((alarm?.onset as number) - 1000)).toBeLessThan(10);
  });

  test("Page-Hinkley calls river's documented change at 1006, and finds that it began at 1000", () => {
    expect(places(pageHinkley(values))).toEqual([1006]);
    expect(peer.published.pageHinkley).toEqual([1006]);
    expect(Math.abs((valueOf(pageHinkley(values)).alarms[0]?.onset as number) - 1000)).toBeLessThan(10);
  });

  test('ADWIN, Page-Hinkley and KSWIN call the same places on 200 random series', () => {
    for (const set of peer.cases) {
      const series = Float64Array.from(set.values);
      expect(places(adwin(series, { delta: set.delta, clock: set.clock }))).toEqual(set.adwin);
      expect(places(pageHinkley(series, { threshold: set.threshold }))).toEqual(set.pageHinkley);
      // All 30 older values are drawn, in whatever order: nothing is left to chance.
      expect(places(kswin(series, { window: 60, recent: 30, random: () => 0.3 }))).toEqual(set.kswin);
    }
  });
});

test.each(annotated.series.map((one) => [one.name, one] as const))(
  'ADWIN, Page-Hinkley and KSWIN call the same places as river in its annotated series %s',
  (_, { values, ...called }) => {
    const series = Float64Array.from(values);
    expect(places(adwin(series))).toEqual(called.adwin);
    expect(places(pageHinkley(series))).toEqual(called.pageHinkley);
    expect(places(kswin(series, { window: 60, recent: 30, random: () => 0.3 }))).toEqual(called.kswin);
  }
);

describe('against NumPy, SciPy and statsmodels, on 200 random series', () => {
  /** The alarms that are in the table; it holds the first of very many. */
  function expectCalled(detection: Answer<Detection>, called: readonly Called[]): void {
    const alarms = valueOf(detection).alarms.slice(0, called.length);
    expect(valueOf(detection).alarms.length).toBeGreaterThanOrEqual(called.length);
    expect(called.length === 10 || valueOf(detection).alarms.length === called.length).toBe(true);
    alarms.forEach(({ at, onset, direction, statistic }, i) => {
      const wanted = called[i] as Called;
      expect({ at, onset, direction }).toEqual({ at: wanted.at, onset: wanted.onset, direction: wanted.direction });
      expectWithin(statistic, wanted.statistic, 1e-9, 1e-12);
    });
  }

  test('CUSUM calls where the path of sums leaves its lowest point behind', () => {
    expect(charts.cases).toHaveLength(200);
    for (const { values, mean, deviation, slack, threshold, cusum: called } of charts.cases) {
      const options = { inControl: { mean, deviation }, slack, threshold };
      expectCalled(cusum(Float64Array.from(values), options), called);
    }
  });

  test('EWMA calls where a linear filter leaves its limits', () => {
    for (const { values, mean, deviation, weight, width, ewma: called } of charts.cases) {
      expectCalled(ewma(Float64Array.from(values), { inControl: { mean, deviation }, weight, width }), called);
    }
  });

  test('the place of a change, and its p, are those of breaks_cusumolsresid', () => {
    for (const { values, change } of charts.cases) {
      const found = valueOf(changePoint(Float64Array.from(values)));
      expect(found.onset).toBe(change.onset);
      expectWithin(found.scaled, change.scaled, 1e-9);
      expectWithin(found.meanBefore, change.meanBefore, 1e-9, 1e-12);
      expectWithin(found.meanAfter, change.meanAfter, 1e-9, 1e-12);
      expectWithin(found.pValue, change.pValue, 1e-6, 1e-290);
    }
  });
});

describe('changePoint', () => {
  test("of statsmodels' nile.csv: 1898, 4995.2, scaled 2.966637, means 1097.75 and 849.972", () => {
    const change = valueOf(changePoint(Float64Array.from(peer.nile)));
    expect(peer.nileFirstYear + change.onset - 1).toBe(1898);
    expect(change.statistic).toBeCloseTo(4995.2, 6);
    expect(change.scaled).toBeCloseTo(2.966637, 6);
    expect(change.meanBefore).toBeCloseTo(1097.75, 6);
    expect(change.meanAfter).toBeCloseTo(849.972, 3);
    expect(change.pValue).toBeLessThan(0.01);
    // The limit of 99 %.
    expect(kolmogorovCritical(0.01)).toBeCloseTo(1.63, 2);
  });

  test('of two levels lies between them, worked by hand', () => {
    const change = valueOf(changePoint(Float64Array.of(1, 1, 1, 1, 3, 3)));
    expect(change.onset).toBe(4);
    expectWithin(change.statistic, 8 / 3, 1e-12);
    expect([change.meanBefore, change.meanAfter].map((mean) => Math.round(mean * 1e9) / 1e9)).toEqual([1, 3]);
  });

  test('moves with the values and not with their scale, and mirrors when time does', () => {
    for (let seed = 1; seed <= 300; seed++) {
      const series = shifted(seed, 40, 100, 1.5);
      const change = valueOf(changePoint(series));
      const scaled = valueOf(changePoint(series.map((value) => 1000 - 7 * value)));
      expect(scaled.onset).toBe(change.onset);
      expectWithin(scaled.scaled, change.scaled, 1e-9);
      expect(valueOf(changePoint(Float64Array.from(series).reverse())).onset).toBe(100 - change.onset);
    }
  });

  test('without a change p is below 0.05 about 5 times in 100 or less (2,000 seeded simulations)', () => {
    let alarms = 0;
    for (let seed = 1; seed <= 2000; seed++) {
      const draw = seeded(seed);
      alarms += valueOf(changePoint(Float64Array.from({ length: 400 }, draw))).pValue <= 0.05 ? 1 : 0;
    }
    expect(alarms / 2000).toBeLessThan(0.06);
    expect(alarms / 2000).toBeGreaterThan(0.02);
  });

  test('what has no change says why', () => {
    expect(reasonOf(changePoint(Float64Array.of(1, 1, 1, 1)))).toBe('no_variation');
    expect(reasonOf(changePoint(Float64Array.of(1, 2, 3)))).toBe('too_few_observations');
    expect(reasonOf(changePoint(Float64Array.of(1, NaN, 3, 4)))).toBe('invalid_count');
  });
});

describe('run length between false alarms', () => {
  test('of CUSUM is 168 at h = 4 and 465 at h = 5 with k = 1/2 (Montgomery, Statistical Quality Control, table 9.3)', () => {
    expect(Math.round(valueOf(cusumRunLength({ threshold: 4 })).value)).toBe(168);
    expect(Math.round(valueOf(cusumRunLength({ threshold: 5 })).value)).toBe(465);
  });

  test('of CUSUM after a shift of 1 is 10.4, and of 2 is 4.01 at h = 5 (the same table)', () => {
    // Two-sided, from both one-sided ones (van Dobben de Bruyn 1968).
    const both = (shift: number): number =>
      1 / (1 / oneSidedRunLength(0.5, 5, shift) + 1 / oneSidedRunLength(0.5, 5, -shift));
    expect(both(1)).toBeCloseTo(10.4, 1);
    expect(both(2)).toBeCloseTo(4.01, 2);
  });

  test('of an EWMA that keeps nothing is that of a Shewhart chart: 370.4 at three deviations', () => {
    expect(ewmaRunLength(1, 3)).toBeCloseTo(370.398, 2);
  });

  test("Siegmund's approximation continues the integral equation to within a percent", () => {
    expectWithin(oneSidedRunLength(0.02, 60.001, 0), oneSidedRunLength(0.02, 59.999, 0), 0.01);
  });

  test.each([
    [
      'cusum',
      (values: Float64Array) => cusum(values, { ...KNOWN, threshold: 4 }),
      valueOf(cusumRunLength({ threshold: 4 })),
    ],
    [
      'ewma',
      (values: Float64Array) => ewma(values, { ...KNOWN, weight: 0.2, width: 2.5 }),
      valueOf(detectors.ewma.expectedRunLength({ weight: 0.2, width: 2.5 })),
    ],
  ] as const)('of %s is what seeded simulations find', (_, detect, expected: RunLength) => {
    expect(expected.kind).toBe('exact');
    const simulated = valueOf(simulatedRunLength(detect, normals(71), { runs: 800, longest: 4096 }));
    // Four standard errors: the interval of 95 % is two.
    const room = (simulated.upper - simulated.lower) / 2;
    expect(Math.abs(simulated.value - expected.value)).toBeLessThan(2 * room);
  });

  test.each([
    [
      'adwin',
      (values: Float64Array) => adwin(values, { delta: 0.3, clock: 8 }),
      valueOf(detectors.adwin.expectedRunLength({ delta: 0.3, clock: 8 })),
    ],
    [
      'kswin',
      (values: Float64Array) => kswin(values, { alpha: 0.01, random: seeded(72) }),
      valueOf(detectors.kswin.expectedRunLength({ alpha: 0.01, random: seeded(72) })),
    ],
  ] as const)('of %s is not below its bound', (_, detect, expected: RunLength) => {
    expect(expected.kind).toBe('lower_bound');
    const simulated = valueOf(simulatedRunLength(detect, normals(73), { runs: 30, longest: 1024 }));
    expect(simulated.lower).toBeGreaterThan(expected.value);
  });

  test('of Page-Hinkley is of its order of magnitude', () => {
    const options = { tolerance: 0.25, threshold: 10, forgetting: 1 };
    const expected = valueOf(detectors.page_hinkley.expectedRunLength(options));
    expect(expected.kind).toBe('approximation');
    const simulated = valueOf(
      simulatedRunLength((values) => pageHinkley(values, options), normals(74), { runs: 100, longest: 16_384 })
    );
    expect(simulated.value / expected.value).toBeGreaterThan(0.2);
    expect(simulated.value / expected.value).toBeLessThan(5);
  });

  test('grows with the threshold', () => {
    let before = 0;
    for (const threshold of [0.5, 1, 2, 4, 8, 16]) {
      const { value } = valueOf(cusumRunLength({ threshold }));
      expect(value).toBeGreaterThan(before);
      before = value;
    }
    expect(ewmaRunLength(0.1, 3)).toBeGreaterThan(ewmaRunLength(0.1, 2.5));
  });

  test('runs that were cut off are said', () => {
    const never = simulatedRunLength(
      (values) => cusum(values, KNOWN),
      () => 0,
      { runs: 3, longest: 7 }
    );
    expect(valueOf(never)).toEqual({ value: 7, lower: 7, upper: 7, cutOff: 3 });
    expect(
      reasonOf(
        simulatedRunLength(
          (values) => cusum(values, KNOWN),
          () => 0,
          { runs: 0 }
        )
      )
    ).toBe('invalid_option');
  });
});

describe('detection', () => {
  test('CUSUM adds up what exceeds its slack, worked by hand', () => {
    // z - 1/2: 0.5, 2, 2, 1 -> 0.5, 2.5, 4.5, 5.5, above 5 at the fourth.
    const { alarms } = valueOf(cusum(Float64Array.of(-1, 1, 2.5, 2.5, 1.5), KNOWN));
    expect(alarms).toEqual([{ at: 4, onset: 1, direction: 'up', statistic: 5.5, threshold: 5 }]);
  });

  test('EWMA leaves its limit where the average is beyond it, worked by hand', () => {
    // 0.1 x 3 = 0.3 is beyond 2.7 x sqrt(0.1 / 1.9) x sqrt(1 - 0.81) = 0.27.
    const { alarms } = valueOf(ewma(Float64Array.of(3), KNOWN));
    expect(alarms[0]).toMatchObject({ at: 0, onset: 0, direction: 'up' });
    expectWithin(alarms[0]?.threshold, 0.27, 1e-12);
  });

  test('KS of two samples of two that do not overlap has p 1 / 3', () => {
    expectWithin(equalSamplesKsP(2, 2), 1 / 3, 1e-14);
    expect(equalSamplesKsP(0, 5)).toBe(1);
  });

  const changed: Array<[string, (values: Float64Array) => Answer<Detection>]> = [
    ['cusum', (values) => cusum(values, KNOWN)],
    ['ewma', (values) => ewma(values, KNOWN)],
    ['page_hinkley', (values) => pageHinkley(values, { tolerance: 0.5, threshold: 15 })],
    ['adwin', (values) => adwin(values, { clock: 8 })],
    ['kswin', (values) => kswin(values, { alpha: 1e-4, random: seeded(75) })],
  ];

  test.each(changed)('%s finds a shift of two deviations, up and down, and where it began', (_, detect) => {
    for (let seed = 1; seed <= 20; seed++) {
      for (const by of [2, -2]) {
        const { alarms } = valueOf(detect(shifted(seed, 300, 500, by)));
        const found = alarms.find(({ at }) => at >= 300);
        expect(found?.direction).toBe(by > 0 ? 'up' : 'down');
        expect(found?.at).toBeLessThan(380);
        expect(Math.abs((found?.onset as number) - 300)).toBeLessThan(35);
      }
    }
  });

  test.each(changed)('%s skips what is missing, counts it, and gives places of the whole series', (_, detect) => {
    const series = shifted(3, 300, 500, 3);
    const holes = Float64Array.from({ length: 1000 }, (_value, i) => (i % 2 === 0 ? NaN : (series[i >> 1] as number)));
    const whole = valueOf(detect(series));
    const holed = valueOf(detect(holes));
    expect(holed.skipped).toBe(500);
    expect(holed.alarms.map(({ at, onset }) => [at, onset])).toEqual(
      whole.alarms.map(({ at, onset }) => [2 * at + 1, 2 * onset + 1])
    );
  });

  test.each(changed)('%s sees nothing in a series without values, and says the same every time', (_, detect) => {
    expect(valueOf(detect(Float64Array.of())).alarms).toEqual([]);
    const series = shifted(9, 100, 300, 4);
    expect(places(detect(series)).length).toBeGreaterThan(0);
    expect(places(detect(series))[0]).toBe(places(detect(series))[0]);
  });

  test('a baseline is learned from the first values where none is given, and takes no part in alarms', () => {
    const series = shifted(5, 200, 300, 3).map((value) => 1000 + 20 * value);
    const learned = valueOf(cusum(series)).alarms;
    expect(learned.every(({ at }) => at >= 50)).toBe(true);
    expect(learned.some(({ at }) => at >= 200 && at < 215)).toBe(true);
    expect(reasonOf(cusum(series.slice(0, 20)))).toBe('too_few_observations');
    expect(reasonOf(ewma(new Float64Array(100)))).toBe('no_variation');
  });

  test('options that cannot be are refused with their name', () => {
    expect(reasonOf(cusum(Float64Array.of(1), { ...KNOWN, slack: -1 }))).toBe('invalid_option');
    expect(reasonOf(ewma(Float64Array.of(1), { ...KNOWN, weight: 2 }))).toBe('invalid_option');
    expect(reasonOf(pageHinkley(Float64Array.of(1), { threshold: 0 }))).toBe('invalid_option');
    expect(reasonOf(adwin(Float64Array.of(1), { delta: 0 }))).toBe('invalid_option');
    expect(reasonOf(kswin(Float64Array.of(1), { window: 50, recent: 30, random: seeded(1) }))).toBe('invalid_option');
    expect(reasonOf(cusum(Float64Array.of(1), { inControl: { mean: 0, deviation: 0 } }))).toBe('invalid_option');
  });

  test('hostile values and options are answered with finite numbers or a reason, never with an exception', () => {
    for (const a of HOSTILE_NUMBERS) {
      for (const b of HOSTILE_NUMBERS) {
        const series = Float64Array.from({ length: 150 }, (_, i) => (i % 3 === 0 ? a : i < 75 ? b : i % 7));
        for (const [, detect] of changed) {
          expectHonest(detect(series));
        }
        expectHonest(cusum(series));
        expectHonest(changePoint(series));
        expectHonest(cusum(series, { inControl: { mean: a, deviation: b } }));
        expectHonest(detectors.page_hinkley.expectedRunLength({ tolerance: a, threshold: b, deviation: 1 }));
        expectHonest(detectors.adwin.expectedRunLength({ delta: a, clock: b }));
        expectHonest(detectors.kswin.expectedRunLength({ alpha: a, window: b, random: seeded(1) }));
      }
      expectHonest(detectors.cusum.expectedRunLength({ slack: a, threshold: 5 }));
      expectHonest(detectors.cusum.expectedRunLength({ threshold: a }));
      expectHonest(detectors.ewma.expectedRunLength({ weight: a }));
      expectHonest(detectors.ewma.expectedRunLength({ width: a }));
    }
  });
});

test('quadrature is exact for polynomials of degree 2n - 1', () => {
  const { x, w } = gaussLegendre(5, 0, 2);
  expectWithin(
    x.reduce((all, at, i) => all + at ** 9 * (w[i] as number), 0),
    2 ** 10 / 10,
    1e-13
  );
});

test('the catalogue has every id once, each definition under its own, in the order of the ids, in words', () => {
  expect(Object.keys(detectors)).toEqual([...DETECTOR_IDS]);
  for (const [id, definition] of Object.entries(detectors)) {
    expect(definition.id).toBe(id);
    for (const words of [definition.explanation, definition.needs, definition.usual, definition.limits]) {
      expect(words).toMatch(/^[A-Z].*\.$/);
    }
  }
});
