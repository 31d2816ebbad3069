import { Tooltip } from '@grafana/ui';
import type { Verdict } from '../../engine';
import { VERDICT_LOOK } from '../../model/verdicts';
import { ReadableBadge } from './ReadableBadge';

/** A verdict as icon, word and colour, with its reason on hover and on focus. Nothing where there is none. */
export function LookBadge({ verdict, why = '' }: { readonly verdict: Verdict | null; readonly why?: string }) {
  if (verdict === null) {
    return null;
  }
  const { color, icon, word } = VERDICT_LOOK[verdict];
  const badge = <ReadableBadge color={color} icon={icon} text={word} />;
  return why === '' ? (
    badge
  ) : (
    <Tooltip content={why}>
      <span tabIndex={0} role="note" aria-label={`${word}: ${why}`}>
        {badge}
      </span>
    </Tooltip>
  );
}
