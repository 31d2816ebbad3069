import type { Verdict } from '../../engine';
import { VERDICT_LOOK } from '../../model/verdicts';
import { StatusBadge } from './StatusBadge';
import { verdictWord } from './verdictWord';

interface Props {
  readonly verdict: Verdict | null;
  /** In place of the verdict's own word, where another says better what it means here. */
  readonly text?: string;
  readonly why?: string;
}

/** A verdict as icon, word and colour, with its reason on hover and on focus. Nothing where there is none. */
export function LookBadge({ verdict, text, why = '' }: Props) {
  if (verdict === null) {
    return null;
  }
  const { color, icon } = VERDICT_LOOK[verdict];
  return <StatusBadge color={color} icon={icon} text={text ?? verdictWord(verdict)} why={why} />;
}
