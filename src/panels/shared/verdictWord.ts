import type { VERDICT_LOOK } from '../../model/verdicts';
import { t } from './translate';

type Verdict = keyof typeof VERDICT_LOOK;

const WORDS: Readonly<Record<Verdict, () => string>> = {
  drift: () => t('verdict.drift', 'Drift'),
  warning: () => t('verdict.warning', 'Warning'),
  insufficient: () => t('verdict.insufficient', 'Not enough data'),
  ok: () => t('verdict.ok', 'OK'),
};

/** A verdict in the language of the person who looks. */
export function verdictWord(verdict: Verdict): string {
  return WORDS[verdict]();
}
