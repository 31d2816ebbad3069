import { answered } from '../answer';
import { assess } from '../assess';
import { type AlignedPair } from '../distribution/pair';
import { scores } from '../score/catalogue';
import { type ScoreDefinition, type ScoreId } from '../score/definition';
import { multinomialDraw } from '../special/binomialDraw';
import { numericPair } from './pairs';

/** Shares of bins: alike, of very different size, and of a feature with two values. */
export const MIXES = {
  even: new Array<number>(10).fill(0.1),
  uneven: [0.3, 0.2, 0.15, 0.1, 0.08, 0.06, 0.05, 0.03, 0.02, 0.01],
  two: [0.3, 0.7],
} as const satisfies Readonly<Record<string, readonly number[]>>;

/** Rows of the reference and of the current side, balanced and not. */
export const SIZES = [
  [100, 100],
  [100, 1_000],
  [1_000, 100],
  [1_000, 1_000],
  [10_000, 1_000],
  [100_000, 100_000],
  [100_000, 100],
] as const;

/** One score for each p-value that a verdict can rest on: all others take that of homogeneity, as `js` does. */
export const RESTS = [
  'psi',
  'js',
  'ks',
  'cramer_von_mises',
  'anderson_darling',
  'mean_shift',
  'missing_rate',
  'out_of_range',
] as const satisfies readonly ScoreId[];

/** Both sides drawn from one mix, a tenth of the rows without a value. */
export function pairWithoutDrift(random: () => number, n: number, m: number, mix: readonly number[]): AlignedPair {
  const side = (size: number): { counts: number[]; missing: number } => {
    const [missing = 0, ...counts] = multinomialDraw(size, [0.1, ...mix.map((share) => share * 0.9)], random);
    return { counts, missing };
  };
  const [before, now] = [side(n), side(m)];
  const edges = mix.slice(1).map((_, i) => i + 1);
  return {
    ...numericPair(edges, before.counts, now.counts),
    missing: { reference: before.missing, current: now.missing },
  };
}

/** Of so many pairs the share in which each score, were it to decide, would be significant at alpha. */
export function alarmRates(
  ids: readonly ScoreId[],
  rounds: number,
  draw: () => AlignedPair,
  alpha = 0.05
): ReadonlyMap<ScoreId, number> {
  const fired = new Map<ScoreId, number>(ids.map((id) => [id, 0]));
  for (let k = 0; k < rounds; k++) {
    const pair = answered(draw());
    for (const id of ids) {
      const { direction }: ScoreDefinition = scores[id];
      // Thresholds that nothing is below, so that this score decides.
      const all = direction === 'lower_is_more_drift' ? 1 : 0;
      const range = [0, Math.ceil(pair.value.bins.length / 4)] as const;
      const [found] = assess([{ key: id, pair, range }], { scores: [id], thresholds: { [id]: { drift: all } }, alpha });
      if (found?.decidedBy !== id) {
        throw new Error(`${id} does not decide`);
      }
      fired.set(id, (fired.get(id) ?? 0) + ((found.pAdjusted ?? 1) <= alpha ? 1 / rounds : 0));
    }
  }
  return fired;
}

const HOW_MANY = 100;

/**
 * The false discovery rate over a hundred features asked for together, `drifted` of them drifted: the mean share of wrong
 * alarms among alarms; and the share of the drifted ones that are found.
 */
export function falseDiscoveries(
  random: () => number,
  rounds: number,
  drifted: number
): { readonly rate: number; readonly found: number } {
  const now = MIXES.uneven.map((share, i) => share * (i % 2 === 0 ? 1.5 : 0.6));
  const edges = MIXES.uneven.slice(1).map((_, i) => i + 1);
  let rate = 0;
  let found = 0;
  for (let k = 0; k < rounds; k++) {
    const items = Array.from({ length: HOW_MANY }, (_, key) => ({
      key,
      pair: answered(
        key < drifted
          ? numericPair(edges, multinomialDraw(1000, MIXES.uneven, random), multinomialDraw(1000, now, random))
          : pairWithoutDrift(random, 1000, 1000, MIXES.uneven)
      ),
    }));
    const said = assess(items, { scores: ['total_variation'], thresholds: { total_variation: { drift: 0 } } }).filter(
      ({ verdict }) => verdict === 'drift'
    );
    const wrong = said.filter(({ key }) => key >= drifted).length;
    rate += said.length === 0 ? 0 : wrong / said.length / rounds;
    found += drifted === 0 ? 0 : (said.length - wrong) / drifted / rounds;
  }
  return { rate, found };
}
