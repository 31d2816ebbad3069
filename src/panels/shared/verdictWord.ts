import { VERDICT_LOOK } from '../../model/verdicts';
import { t } from './translate';

type Verdict = keyof typeof VERDICT_LOOK;

const WORDS: Readonly<Record<Verdict, () => string>> = {
  drift: () => t('verdict.drift', VERDICT_LOOK.drift.word),
  warning: () => t('verdict.warning', VERDICT_LOOK.warning.word),
  insufficient: () => t('verdict.insufficient', VERDICT_LOOK.insufficient.word),
  ok: () => t('verdict.ok', VERDICT_LOOK.ok.word),
};

/** A verdict in the language of the person who looks. */
export function verdictWord(verdict: Verdict): string {
  return WORDS[verdict]();
}
