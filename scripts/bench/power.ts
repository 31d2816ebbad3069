import {
  assess,
  answered,
  align,
  fromBinCounts,
  scores,
  type AlignedPair,
  type ScoreDefinition,
  type ScoreId,
} from '../../src/engine';
import { multinomialDraw } from '../../src/engine/special/binomialDraw';
import {
  alarmRates,
  falseDiscoveries,
  MIXES,
  pairWithoutDrift,
  RESTS,
  SIZES as SIZES_WITHOUT_DRIFT,
} from '../../src/engine/testing/alarms';
import { seeded } from '../../src/engine/testing/random';
import { normalCdf } from '../../src/engine/special/normal';
import { table } from '../docs/markdown';
import { gate, LIMITS, type Gate } from './limits';

type Mix = keyof typeof MIXES;

const MIX_NAMES = ['even', 'uneven', 'two'] as const satisfies readonly Mix[];
/** Comparisons without drift, of each size and mix. */
const DRAWS = 10_000;
/** Families of a hundred features. */
const FAMILIES = 2_000;
const DRIFTED = [0, 20] as const;

const SIMULATIONS = 1_000;
const ALPHA = 0.05;
const BINS = 10;
const SIZES = [100, 300, 1_000, 3_000, 10_000, 100_000] as const;
/** Shifts of a normal feature's mean, in standard deviations. */
const SHIFTS = [0, 0.02, 0.05, 0.1, 0.2, 0.3, 0.5, 1] as const;
/** Tests, by the p-value that a verdict on them rests on. */
const TESTS: readonly ScoreId[] = ['psi', 'chi_square', 'ks', 'anderson_darling'];

/** The quantile of the standard normal, by halving: exact enough for bins, and nothing to get wrong. */
function quantile(share: number): number {
  let [low, high] = [-10, 10];
  for (let k = 0; k < 80; k++) {
    const middle = (low + high) / 2;
    [low, high] = normalCdf(middle) < share ? [middle, high] : [low, middle];
  }
  return low;
}

/** The deciles of the reference, and the chance of each bin after a shift. */
const EDGES = Array.from({ length: BINS - 1 }, (_, i) => quantile((i + 1) / BINS));

function chances(shift: number): readonly number[] {
  const below = [0, ...EDGES.map((edge) => normalCdf(edge - shift)), 1];
  return below.slice(1).map((end, i) => end - (below[i] as number));
}

function trueOf(id: ScoreId, shift: number): number {
  const answer = scores[id].compute(pairOf(chances(0), chances(shift)));
  return answer.ok ? answer.value.value : Number.NaN;
}

function pairOf(reference: readonly number[], current: readonly number[]): AlignedPair {
  const [before, now] = [fromBinCounts(EDGES, reference), fromBinCounts(EDGES, current)];
  if (!before.ok || !now.ok) {
    throw new Error('counts that are none');
  }
  const pair = align(before.value, now.value);
  if (!pair.ok) {
    throw new Error(pair.detail);
  }
  return pair.value;
}

export interface PowerCell {
  readonly shift: number;
  readonly n: number;
  /** Share of simulations in which the test rejects at alpha, by score. */
  readonly rejected: Readonly<Partial<Record<ScoreId, number>>>;
  /** Share of simulations with a verdict of `warning` or `drift`, and of `insufficient`, with PSI's usual thresholds. */
  readonly alarmed: number;
  readonly insufficient: number;
}

function simulate(shift: number, n: number): PowerCell {
  const random = seeded(Math.round(shift * 1_000) * 1_000_003 + n);
  const [before, now] = [chances(0), chances(shift)];
  const pairs = Array.from({ length: SIMULATIONS }, () =>
    pairOf(multinomialDraw(n, before, random), multinomialDraw(n, now, random))
  );
  let next = 0;
  const rejected = alarmRates(TESTS, SIMULATIONS, () => pairs[next++] as AlignedPair, ALPHA);
  const verdicts = pairs.map(
    (pair) => assess([{ key: '', pair: answered(pair) }], { scores: ['psi'], alpha: ALPHA })[0]?.verdict
  );
  const share = (...wanted: readonly unknown[]): number =>
    verdicts.filter((verdict) => wanted.includes(verdict)).length / SIMULATIONS;
  return {
    shift,
    n,
    rejected: Object.fromEntries(rejected),
    alarmed: share('warning', 'drift'),
    insufficient: share('insufficient'),
  };
}

/** How often a verdict that rests on this score fires without drift, by size and mix. */
export interface AlarmCell {
  readonly mix: Mix;
  readonly reference: number;
  readonly current: number;
  readonly rates: Readonly<Partial<Record<ScoreId, number>>>;
}

/** Over a hundred features asked for together. */
export interface DiscoveryCell {
  readonly drifted: number;
  readonly rate: number;
  readonly found: number;
}

function alarmCells(): readonly AlarmCell[] {
  return MIX_NAMES.flatMap((mix, i) =>
    SIZES_WITHOUT_DRIFT.map(([reference, current], j): AlarmCell => {
      const random = seeded(100 * (i + 1) + j);
      const draw = (): AlignedPair => pairWithoutDrift(random, reference, current, MIXES[mix]);
      return { mix, reference, current, rates: Object.fromEntries(alarmRates(RESTS, DRAWS, draw, ALPHA)) };
    })
  );
}

function percent(share: number): string {
  return `${Number((share * 100).toFixed(share < 0.1 ? 1 : 0))} %`;
}

const count = (n: number): string => n.toLocaleString('en-US');

function alarmSection(cells: readonly AlarmCell[]): readonly string[] {
  const shares = (mix: Mix): string => MIXES[mix].map((share) => `${Math.round(100 * share)} %`).join(', ');
  return [
    '## False alarms without drift',
    '',
    `How often each p-value that a verdict rests on is below ${percent(ALPHA)} where nothing has changed: shares of ${count(DRAWS)} seeded comparisons a cell. JS stands for all scores that are no test: their verdicts rest on the homogeneity of the counts. A tenth of the rows has no value. No cell may be off by more than a point.`,
    '',
    ...MIX_NAMES.flatMap((mix) => [
      `### ${MIXES[mix].length} bins that hold ${mix === 'even' ? `${percent(0.1)} each` : shares(mix)}`,
      '',
      table(
        ['reference', 'current', ...RESTS.map((id) => scores[id].label)],
        cells
          .filter((cell) => cell.mix === mix)
          .map(({ reference, current, rates }) => [
            count(reference),
            count(current),
            ...RESTS.map((id) => `${(100 * (rates[id] ?? Number.NaN)).toFixed(1)} %`),
          ]),
        true
      ),
      '',
    ]),
  ];
}

function discoverySection(cells: readonly DiscoveryCell[]): readonly string[] {
  return [
    '## A hundred features asked for together',
    '',
    `${count(1000)} observations a side, and the correction of Benjamini and Hochberg at ${percent(ALPHA)}: the mean share of false alarms among alarms, and the share of the drifted features that is found, over ${count(FAMILIES)} seeded families.`,
    '',
    table(
      ['drifted', 'false among alarms', 'found'],
      cells.map(({ drifted, rate, found }) => [String(drifted), percent(rate), drifted === 0 ? '-' : percent(found)]),
      true
    ),
    '',
  ];
}

export interface PowerReport {
  readonly power: readonly PowerCell[];
  readonly alarms: readonly AlarmCell[];
  readonly discoveries: readonly DiscoveryCell[];
  readonly gates: readonly Gate[];
}

/** Power against effect and size, and false alarms without drift, by simulation. Seeded: the same numbers on every run. */
export function benchPower(): PowerReport {
  const alarms = alarmCells();
  const discoveries = DRIFTED.map((drifted) => ({
    drifted,
    ...falseDiscoveries(seeded(505 + drifted), FAMILIES, drifted),
  }));
  const power = SHIFTS.flatMap((shift) => SIZES.map((n) => simulate(shift, n)));
  const distances = alarms.flatMap(({ rates }) => Object.values(rates).map((rate) => Math.abs(rate - ALPHA)));
  return {
    power,
    alarms,
    discoveries,
    gates: [
      gate('verdicts without drift: points off 5 %, at worst', 100 * Math.max(...distances), LIMITS.falseAlarmPoints),
      gate(
        'false discoveries of 100 features: %, at worst',
        100 * Math.max(...discoveries.map(({ rate }) => rate)),
        LIMITS.falseDiscoveriesPercent
      ),
    ],
  };
}

/** The numbers as the page of the documentation. */
export function powerPage({ power: cells, alarms, discoveries }: PowerReport): string {
  const head = (title: string): string[] => [title, 'PSI', ...SIZES.map((n) => n.toLocaleString('en-US'))];
  const grid = (of: (cell: PowerCell) => string): string[][] =>
    SHIFTS.map((shift) => [
      shift === 0 ? 'none' : String(shift),
      trueOf('psi', shift).toFixed(4),
      ...SIZES.map((n) => of(cells.find((cell) => cell.shift === shift && cell.n === n) as PowerCell)),
    ]);
  const detectable = [5, 10, 20, 50].map((bins) => [
    String(bins),
    ...SIZES.map((n) =>
      (
        (scores.psi as ScoreDefinition).smallestDetectable?.({ reference: n, current: n, bins }, ALPHA) ?? Number.NaN
      ).toFixed(4)
    ),
  ]);
  return [
    '# What so much data can show',
    '',
    '<!-- Written by `npm run bench -- power`; do not edit. -->',
    '',
    `How often a change is found, by its size and by the number of observations on each side: shares of ${SIMULATIONS.toLocaleString('en-US')} seeded simulations a cell. The feature is normal, its mean moves by so many standard deviations, and it is counted in ${BINS} bins that the reference fills evenly. The first row is no drift at all: its shares are false alarms, and should be near ${percent(ALPHA)}. The column PSI is the true value for that shift. Significant is meant as for a verdict, which takes laws that hold for few observations, too.`,
    '',
    ...TESTS.flatMap((id) => [
      `## ${scores[id].label}: significant at ${percent(ALPHA)}`,
      '',
      table(
        head('shift'),
        grid((cell) => percent(cell.rejected[id] ?? 0)),
        true
      ),
      '',
    ]),
    ...alarmSection(alarms),
    ...discoverySection(discoveries),
    '## The verdict of PSI: warning or drift',
    '',
    "With PSI's usual thresholds (0.1 and 0.25), significance asked for as well. A small change that is surely there is none to act on, so these shares fall below those of the tests on purpose. In brackets the share of `insufficient`, where the data cannot show the threshold.",
    '',
    table(
      head('shift'),
      grid(({ alarmed, insufficient }) => percent(alarmed) + (insufficient > 0 ? ` (${percent(insufficient)})` : '')),
      true
    ),
    '',
    '## The smallest PSI that shows',
    '',
    `Chance alone exceeds it in ${percent(ALPHA)} of all windows: (1/n + 1/m) times the quantile of the chi-squared law with one degree of freedom less than bins.`,
    '',
    table(['bins', ...SIZES.map((n) => n.toLocaleString('en-US'))], detectable, true),
    '',
  ].join('\n');
}
