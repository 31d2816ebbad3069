import { type Answer, answered } from '../answer';
import { binomialLowerTail } from '../special/binomial';
import { chiSquaredSurvival } from '../special/chiSquared';
import { faultOfOutcomes, type PairedOutcomes } from './outcomes';

export interface McNemarTest {
  readonly pValue: number;
  readonly method: 'exact' | 'chi_square';
  /** Pairs on which just one of the two was right: all that the test reads. */
  readonly discordant: number;
  /** (b - c)^2 / (b + c), or with Edwards' correction where asked for; null for the exact test. */
  readonly statistic: number | null;
}

export interface McNemarOptions {
  /** By default `auto`: exact below 25 discordant pairs. */
  readonly method?: 'auto' | 'exact' | 'chi_square';
  /** Edwards' continuity correction of the chi-square test; by default false, for it makes the test miss too much. */
  readonly continuity?: boolean;
}

/** Below it the chi-square law does not hold for the discordant pairs. */
const EXACT_BELOW = 25;

/**
 * McNemar's test: is one of two models right more often than the other on the same requests?
 *
 * b pairs where only live is right, c where only the shadow is. Exact below 25 of them: twice the smaller tail of the
 * binomial (b + c, 1/2), at most 1. Else (b - c)^2 / (b + c) as chi2(1), without continuity correction (McNemar 1947;
 * Fagerland, Lydersen & Laake 2013). No discordant pair gives p = 1. No labelled pair gives no answer. O(1).
 *
 * @example
 * mcnemar({ bothRight: 50, onlyLiveRight: 1, onlyShadowRight: 4, bothWrong: 9 }).value.pValue // => 0.375
 */
export function mcnemar(outcomes: PairedOutcomes, options: McNemarOptions = {}): Answer<McNemarTest> {
  const fault = faultOfOutcomes(outcomes);
  if (fault !== null) {
    return fault;
  }
  const b = outcomes.onlyLiveRight;
  const c = outcomes.onlyShadowRight;
  const discordant = b + c;
  const { method = 'auto', continuity = false } = options;
  if (discordant === 0) {
    return answered({ pValue: 1, method: 'exact', discordant, statistic: null });
  }
  if (method === 'exact' || (method === 'auto' && discordant < EXACT_BELOW)) {
    const pValue = b === c ? 1 : Math.min(1, 2 * binomialLowerTail(Math.min(b, c), discordant, 0.5));
    return answered({ pValue, method: 'exact', discordant, statistic: null });
  }
  const difference = Math.max(0, Math.abs(b - c) - (continuity ? 1 : 0));
  const statistic = difference * (difference / discordant);
  return answered({ pValue: chiSquaredSurvival(statistic, 1), method: 'chi_square', discordant, statistic });
}
