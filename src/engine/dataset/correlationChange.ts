import { type Answer, answered, noAnswer } from '../answer';
import { normalCdf } from '../special/normal';
import { benjaminiHochberg } from '../verdict/benjaminiHochberg';
import { checkAlpha } from '../verdict/psiSignificance';
import type { Thresholds } from '../score/definition';
import type { Verdict } from '../verdict/verdict';
import { type Column, faultOfSides } from './columns';
import { type CorrelationMatrix, type CorrelationMethod, correlationMatrix } from './correlation';

export interface CorrelationChangeOptions {
  /** By default `spearman`: Fisher's law holds for it whatever the shape of the features. */
  readonly method?: CorrelationMethod;
  /** Share of false alarms among alarms that is put up with; by default 0.05. */
  readonly alpha?: number;
  /** Of Cohen's q; by default 0.3 and 0.5, Cohen's medium and large effect. */
  readonly thresholds?: Thresholds;
}

/** Two features, and how their correlation has changed. */
export interface PairChange {
  readonly a: string;
  readonly b: string;
  /** Null where a feature does not vary. */
  readonly reference: number | null;
  readonly current: number | null;
  /** Current - reference. */
  readonly difference: number | null;
  /** Cohen's q: the difference on Fisher's scale, atanh(current) - atanh(reference). */
  readonly q: number | null;
  readonly pValue: number | null;
  /** Benjamini-Hochberg over all pairs. */
  readonly pAdjusted: number | null;
  readonly referenceRows: number;
  readonly currentRows: number;
  readonly verdict: Verdict;
}

export interface CorrelationChange {
  readonly reference: CorrelationMatrix;
  readonly current: CorrelationMatrix;
  /** Current - reference; null where either is. */
  readonly difference: ReadonlyArray<ReadonlyArray<number | null>>;
  /** Each pair once, in the order of the features. */
  readonly pairs: readonly PairChange[];
  /** The worst of the pairs' verdicts; `insufficient` where no pair could be judged. */
  readonly verdict: Verdict;
}

export const CORRELATION_THRESHOLDS: Thresholds = { warning: 0.3, drift: 0.5 };

/** A correlation of exactly 1 lies infinitely far on Fisher's scale; the nearest double to it does not. */
const NEARLY_ONE = 1 - Number.EPSILON / 2;

function fisher(r: number): number {
  return Math.atanh(Math.max(-NEARLY_ONE, Math.min(NEARLY_ONE, r)));
}

/** The variance of a correlation on Fisher's scale. */
function variance(r: number, rows: number, method: CorrelationMethod): number {
  return method === 'pearson'
    ? 1 / (rows - 3)
    : 1 / (rows - 2) + Math.abs(fisher(r)) / (6 * rows + 4 * Math.sqrt(rows));
}

/**
 * Do the features still hang together as they did? The change of each correlation, with its significance.
 *
 * On Fisher's scale, z = atanh(r), a correlation is nearly normal with variance 1/(n - 3) (Pearson; Fisher 1921) or
 * 1/(n - 2) + |z|/(6n + 4 sqrt n) (Spearman; Caruso & Cliff 1997), so the difference of two gives a two-sided p-value, corrected
 * over all pairs with Benjamini-Hochberg. A pair's verdict needs both: an adjusted p of at most alpha, and an effect,
 * Cohen's q = z_current - z_reference, of at least the threshold (0.3 medium, 0.5 large: Cohen 1988).
 *
 * Pearson's law asks for features that are jointly normal: on heavy tails it alarms far too often, and Spearman is the
 * default. Rows that follow one another in time count for less than their number; thin them before.
 *
 * NaN is a missing value, left out pair by pair; both sides need more than 3 rows, or the pair is `insufficient`, as it
 * is where a feature does not vary. Other features on the two sides, or fewer than two, give no answer; an alpha that is
 * none throws. O(features^2 x rows).
 *
 * @example
 * correlationChange(
 *   [{ name: 'a', values: [1, 2, 3, 4, 5, 6] }, { name: 'b', values: [1, 3, 2, 4, 6, 5] }],
 *   [{ name: 'a', values: [1, 2, 3, 4, 5, 6] }, { name: 'b', values: [6, 4, 5, 3, 1, 2] }]
 * ).value.pairs[0].difference // => -62 / 35
 */
export function correlationChange(
  reference: readonly Column[],
  current: readonly Column[],
  options: CorrelationChangeOptions = {}
): Answer<CorrelationChange> {
  const { method = 'spearman', alpha = 0.05, thresholds = CORRELATION_THRESHOLDS } = options;
  checkAlpha(alpha);
  const fault = faultOfSides(reference, current);
  if (fault !== null) {
    return fault;
  }
  const before = correlationMatrix(reference, method);
  if (!before.ok) {
    return before;
  }
  const now = correlationMatrix(current, method);
  if (!now.ok) {
    return now;
  }
  const { names } = before.value;
  const difference = names.map((_, i) =>
    names.map((__, j) => {
      const from = before.value.values[i]?.[j] ?? null;
      const to = now.value.values[i]?.[j] ?? null;
      return from === null || to === null ? null : to - from;
    })
  );
  const pairs: Array<Omit<PairChange, 'pAdjusted' | 'verdict'>> = [];
  names.forEach((a, i) => {
    for (let j = i + 1; j < names.length; j++) {
      const from = before.value.values[i]?.[j] ?? null;
      const to = now.value.values[i]?.[j] ?? null;
      const referenceRows = before.value.rows[i]?.[j] ?? 0;
      const currentRows = now.value.rows[i]?.[j] ?? 0;
      const q = from === null || to === null ? null : fisher(to) - fisher(from);
      const enough = referenceRows > 3 && currentRows > 3;
      const error =
        from === null || to === null || !enough
          ? null
          : Math.sqrt(variance(from, referenceRows, method) + variance(to, currentRows, method));
      pairs.push({
        a,
        b: names[j] as string,
        reference: from,
        current: to,
        difference: difference[i]?.[j] ?? null,
        q,
        pValue: q === null || error === null ? null : Math.min(1, 2 * normalCdf(-Math.abs(q) / error)),
        referenceRows,
        currentRows,
      });
    }
  });
  const adjusted = benjaminiHochberg(pairs.map(({ pValue }) => pValue));
  const judged = pairs.map((pair, i): PairChange => {
    const pAdjusted = adjusted[i] ?? null;
    return { ...pair, pAdjusted, verdict: verdictOf(pair.q, pAdjusted, alpha, thresholds) };
  });
  const has = (verdict: Verdict): boolean => judged.some((pair) => pair.verdict === verdict);
  if (judged.every(({ reference: from, current: to }) => from === null && to === null)) {
    return noAnswer('no_variation', 'No two features vary on either side, so nothing can hang together.');
  }
  return answered({
    reference: before.value,
    current: now.value,
    difference,
    pairs: judged,
    verdict: has('drift') ? 'drift' : has('warning') ? 'warning' : has('ok') ? 'ok' : 'insufficient',
  });
}

function verdictOf(q: number | null, p: number | null, alpha: number, { warning, drift }: Thresholds): Verdict {
  if (q === null || p === null) {
    return 'insufficient';
  }
  if (p > alpha) {
    return 'ok';
  }
  return Math.abs(q) >= drift ? 'drift' : Math.abs(q) >= warning ? 'warning' : 'ok';
}
