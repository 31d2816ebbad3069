import { type Answer, answered, noAnswer } from '../answer';
import { align } from '../distribution/align';
import type { AlignedPair } from '../distribution/pair';
import type { Histogram } from '../distribution/histogram';
import { merge } from '../distribution/merge';
import { scores as catalogue } from '../score/catalogue';
import type { ScoreDefinition, ScoreId, ScoreOptions } from '../score/definition';
import { checkAlpha } from './psiSignificance';
import type { Decision } from './verdict';

/** How unusual a score is among those of times that are known to be fine. */
export interface HistoryRank {
  /** (1 + windows at least as far out) / (1 + windows): never 0. */
  readonly pValue: number;
  /** Of how many windows. */
  readonly windows: number;
  /** The score that half of them stay below. */
  readonly usual: number;
  /** Beyond this a score is unusual at alpha; null where there are too few windows for any to be. */
  readonly limit: number | null;
}

/**
 * The scores of the reference's own windows, each against all others together: what the score is on days that are fine,
 * with their seasons, bursts and correlated requests, which no law of independent observations knows of.
 *
 * A window without an answer is left out. Fewer than two windows: `too_few_observations`. O(windows^2 bins).
 *
 * @example
 * historyOf([[50, 50], [40, 60], [60, 40]].map((counts) => ({ kind: 'numeric', edges: [1], counts })), 'total_variation').value[0] // => 0
 */
export function historyOf(
  windows: readonly Histogram[],
  id: ScoreId,
  options?: ScoreOptions
): Answer<readonly number[]> {
  const definition: ScoreDefinition = catalogue[id];
  const values: number[] = [];
  windows.forEach((window, i) => {
    const others = merge(windows.filter((_, k) => k !== i));
    const pair = others.ok ? align<Histogram>(others.value, window) : others;
    const score = pair.ok ? definition.compute(pair.value, options) : pair;
    if (score.ok) {
      values.push(score.value.value);
    }
  });
  return values.length < 2
    ? noAnswer('too_few_observations', 'The reference has fewer than two windows to compare: reach further back.')
    : answered(values);
}

/** The sum of lists, place by place. */
function summed(lists: ReadonlyArray<readonly number[]>): readonly number[] {
  const [first = []] = lists;
  return first.map((_, i) => lists.reduce((all, list) => all + (list[i] as number), 0));
}

/**
 * The same of windows that lie on the same bins already: the current side of each pair is a window, what stands on the
 * other side is left aside. A score by score, in the order of the windows that have one. O(windows bins).
 *
 * A pair on other bins than the first takes no part. Fewer than two windows with an answer: `too_few_observations`.
 *
 * @example
 * historyOnBins([pair([1, 1], [50, 50]), pair([1, 1], [40, 60]), pair([1, 1], [60, 40])], 'total_variation').value[0] // => 0
 */
export function historyOnBins(
  windows: readonly AlignedPair[],
  id: ScoreId,
  options?: ScoreOptions
): Answer<readonly number[]> {
  const definition: ScoreDefinition = catalogue[id];
  const bins = windows[0]?.bins.map(({ label }) => label).join('\n');
  const alike = windows.filter((pair) => pair.bins.map(({ label }) => label).join('\n') === bins);
  const all = summed(alike.map(({ current }) => current));
  const missing = alike.reduce((total, pair) => total + (pair.missing?.current ?? NaN), 0);
  const values = alike.flatMap((pair) => {
    const others = all.map((count, i) => Math.max(0, count - (pair.current[i] as number)));
    const own = pair.missing?.current ?? NaN;
    const score = definition.compute(
      {
        ...pair,
        reference: others,
        ...(Number.isFinite(missing) ? { missing: { reference: Math.max(0, missing - own), current: own } } : {}),
      },
      options
    );
    return score.ok ? [score.value.value] : [];
  });
  return values.length < 2
    ? noAnswer('too_few_observations', 'The reference has fewer than two windows to compare: reach further back.')
    : answered(values);
}

/**
 * How unusual is this score among the reference's own windows? A rank test, which asks nothing of the data but that a
 * window of today is like the windows of the reference: independent observations are not needed.
 *
 * p = (1 + windows at least as far out) / (1 + windows). So k windows can show nothing below 1 / (k + 1). O(windows).
 *
 * @example
 * historyRank(0.3, [0.1, 0.2, 0.15], 'psi').value.pValue // => 0.25
 */
export function historyRank(value: number, history: readonly number[], id: ScoreId, alpha = 0.05): Answer<HistoryRank> {
  checkAlpha(alpha);
  const windows = history.length;
  if (windows === 0) {
    return noAnswer(
      'too_few_observations',
      'The reference has no windows of its own to compare with: reach further back.'
    );
  }
  if (!Number.isFinite(value) || !history.every(Number.isFinite)) {
    return noAnswer('overflow', 'A score that is no finite number cannot be ranked.');
  }
  const definition: ScoreDefinition = catalogue[id];
  const sign = definition.direction === 'lower_is_more_drift' ? -1 : 1;
  const outward = history.map((one) => sign * one).sort((a, b) => a - b);
  const asFar = outward.filter((one) => one >= sign * value).length;
  // Of 1 + windows places, so many of the outermost are unusual.
  const unusual = Math.floor(alpha * (windows + 1) + 1e-9);
  const half = windows >> 1;
  const usual =
    windows % 2 === 1 ? (outward[half] as number) : ((outward[half - 1] as number) + (outward[half] as number)) / 2;
  return answered({
    pValue: (1 + asFar) / (1 + windows),
    windows,
    usual: sign * usual,
    limit: unusual >= 1 ? sign * (outward[windows - unusual] as number) : null,
  });
}

function number(value: number): string {
  return String(Number(value.toPrecision(3)));
}

/**
 * The verdict of a rank among the reference's own windows: `drift` where the (adjusted) p is at most alpha, `ok` else,
 * `insufficient` where there are too few windows for any score to be unusual, or, of a score that lies beyond all of
 * them, to stay so among all that is asked `together`. Correct the p-values of all that is asked
 * together before. O(1).
 *
 * @example
 * historyVerdict({ pValue: 0.01, windows: 99, usual: 0.02, limit: 0.05 }, { label: 'PSI', value: 0.3, pAdjusted: 0.01 }).verdict // => 'drift'
 */
export function historyVerdict(
  rank: HistoryRank,
  {
    label,
    value,
    pAdjusted,
    alpha = 0.05,
    together = 1,
  }: { label: string; value: number; pAdjusted: number; alpha?: number; together?: number }
): Decision {
  const measured = `${label} ${number(value)}`;
  const among = `among the ${rank.windows} windows of the reference, whose usual value is ${number(rank.usual)}`;
  if (rank.limit === null) {
    return {
      verdict: 'insufficient',
      reason: `Too little history: ${rank.windows} windows can show nothing at ${number(alpha)}; ${Math.ceil(1 / alpha - 1)} can (measured: ${measured}).`,
    };
  }
  const enough = Math.ceil(together / alpha - 1);
  if (pAdjusted > alpha && rank.pValue === 1 / (1 + rank.windows) && rank.windows < enough) {
    return {
      verdict: 'insufficient',
      reason: `${measured} lies beyond all ${rank.windows} windows of the reference, which are too few to be sure of it among ${together} asked together: ${enough} are enough (adjusted p ${number(pAdjusted)}).`,
    };
  }
  return pAdjusted <= alpha
    ? { verdict: 'drift', reason: `${measured} is unusual ${among} (adjusted p ${number(pAdjusted)}).` }
    : { verdict: 'ok', reason: `${measured} is not unusual ${among} (adjusted p ${number(pAdjusted)}).` };
}
