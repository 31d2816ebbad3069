import type { Verdict } from '../../engine';
import { VERDICT_LOOK } from '../../model/verdicts';
import { StatusBadge } from './StatusBadge';
import { verdictWord } from './verdictWord';

/** A verdict as icon, word and colour, with its reason on hover and on focus. Nothing where there is none. */
export function LookBadge({ verdict, why = '' }: { readonly verdict: Verdict | null; readonly why?: string }) {
  if (verdict === null) {
    return null;
  }
  const { color, icon } = VERDICT_LOOK[verdict];
  return <StatusBadge color={color} icon={icon} text={verdictWord(verdict)} why={why} />;
}
