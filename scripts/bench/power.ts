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
import { seeded } from '../../src/engine/testing/random';
import { normalCdf } from '../../src/engine/special/normal';
import { table } from '../docs/markdown';

const SIMULATIONS = 1_000;
const ALPHA = 0.05;
const BINS = 10;
const SIZES = [100, 300, 1_000, 3_000, 10_000, 100_000] as const;
/** Shifts of a normal feature's mean, in standard deviations. */
const SHIFTS = [0, 0.02, 0.05, 0.1, 0.2, 0.3, 0.5, 1] as const;
/** Scores that are tests; PSI by its null law. */
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

/** Draws of a bin by Walker's alias table: as many numbers as wanted, each in one step. */
function drawer(probabilities: readonly number[]): (random: () => number, n: number) => number[] {
  const size = probabilities.length;
  const scaled = probabilities.map((one) => one * size);
  const alias = probabilities.map((_, i) => i);
  const small = scaled.flatMap((one, i) => (one < 1 ? [i] : []));
  const large = scaled.flatMap((one, i) => (one >= 1 ? [i] : []));
  while (small.length > 0 && large.length > 0) {
    const [less, more] = [small.pop() as number, large.pop() as number];
    alias[less] = more;
    scaled[more] = (scaled[more] as number) + (scaled[less] as number) - 1;
    ((scaled[more] as number) < 1 ? small : large).push(more);
  }
  return (random, n) => {
    const counts = new Array<number>(size).fill(0);
    for (let k = 0; k < n; k++) {
      const at = random() * size;
      const bin = Math.floor(at);
      const drawn = at - bin < (scaled[bin] as number) ? bin : (alias[bin] as number);
      counts[drawn] = (counts[drawn] as number) + 1;
    }
    return counts;
  };
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
  const [before, now] = [drawer(chances(0)), drawer(chances(shift))];
  const rejected: Partial<Record<ScoreId, number>> = Object.fromEntries(TESTS.map((id) => [id, 0]));
  let alarmed = 0;
  let insufficient = 0;
  for (let k = 0; k < SIMULATIONS; k++) {
    const pair = pairOf(before(random, n), now(random, n));
    const [found] = assess([{ key: '', pair: answered(pair) }], { scores: ['psi'], alpha: ALPHA });
    const pOf = (id: ScoreId): number => {
      if (id === 'psi') {
        return found?.pValue ?? 1;
      }
      const { compute }: ScoreDefinition = scores[id];
      const answer = compute(pair);
      return answer.ok ? (answer.value.pValue ?? 1) : 1;
    };
    TESTS.forEach((id) => {
      rejected[id] = (rejected[id] ?? 0) + (pOf(id) <= ALPHA ? 1 / SIMULATIONS : 0);
    });
    alarmed += found?.verdict === 'warning' || found?.verdict === 'drift' ? 1 / SIMULATIONS : 0;
    insufficient += found?.verdict === 'insufficient' ? 1 / SIMULATIONS : 0;
  }
  return { shift, n, rejected, alarmed, insufficient };
}

function percent(share: number): string {
  return `${Number((share * 100).toFixed(share < 0.1 ? 1 : 0))} %`;
}

/** Power against effect and size, by simulation. Seeded: the same numbers on every run. */
export function benchPower(): readonly PowerCell[] {
  return SHIFTS.flatMap((shift) => SIZES.map((n) => simulate(shift, n)));
}

/** The cells as the page of the documentation. */
export function powerPage(cells: readonly PowerCell[]): string {
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
    `How often a change is found, by its size and by the number of observations on each side: shares of ${SIMULATIONS.toLocaleString('en-US')} seeded simulations a cell. The feature is normal, its mean moves by so many standard deviations, and it is counted in ${BINS} bins that the reference fills evenly. The first row is no drift at all: its shares are false alarms, and should be near ${percent(ALPHA)}. The column PSI is the true value for that shift.`,
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
