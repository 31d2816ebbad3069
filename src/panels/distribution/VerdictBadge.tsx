import { VERDICT_LOOK } from '../../model/verdicts';
import { ReadableBadge } from '../shared/ReadableBadge';
import { verdictWord } from '../shared/verdictWord';
import type { FeatureView } from './featureView';
import { Hint } from './Hint';

/** Icon, word and colour; the reason on hover and on focus. Nothing, where the data brings no verdict. */
export function VerdictBadge({ feature }: { readonly feature: FeatureView }) {
  const { verdict, reason, significanceText } = feature;
  if (verdict === null) {
    return null;
  }
  const { color, icon } = VERDICT_LOOK[verdict];
  const word = verdictWord(verdict);
  const badge = <ReadableBadge color={color} icon={icon} text={word} />;
  const why = [reason, significanceText === undefined ? '' : `${significanceText}.`].filter((part) => part !== '');
  return why.length === 0 ? (
    badge
  ) : (
    <Hint label={`${word}: ${why.join(' ')}`} content={() => why.join(' ')}>
      {badge}
    </Hint>
  );
}
