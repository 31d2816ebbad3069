import { ABSURD_SIGNS, type AbsurdSign } from '../../../model';
import type { Judged } from './judge';
import type { Tally } from './tally';

/** Whether a prediction shows a sign of being absurd. */
const SHOWS = {
  wrong: ({ isConfident, right }: Judged) => isConfident && right === false,
  rule: ({ breaksRule }: Judged) => breaksRule,
  opposed: ({ isOpposed }: Judged) => isOpposed,
} as const satisfies Record<AbsurdSign, (judged: Judged) => boolean>;

/** How often a sign was seen in a set of predictions, and of how many that could have shown it. */
export const COUNTED = {
  wrong: ({ wrong, confident }: Tally) => ({ hits: wrong, n: confident }),
  rule: ({ ruleViolations, predictions }: Tally) => ({ hits: ruleViolations, n: predictions }),
  opposed: ({ opposed, confidentPairs }: Tally) => ({ hits: opposed, n: confidentPairs }),
} as const satisfies Record<AbsurdSign, (tally: Tally) => { readonly hits: number; readonly n: number }>;

export function signsOf(judged: Judged): readonly AbsurdSign[] {
  return ABSURD_SIGNS.filter((sign) => SHOWS[sign](judged));
}

export function isAbsurd(judged: Judged): boolean {
  return ABSURD_SIGNS.some((sign) => SHOWS[sign](judged));
}
