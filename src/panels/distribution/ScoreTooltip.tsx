import { css, cx } from '@emotion/css';
import type { GrafanaTheme2 } from '@grafana/data';
import { useStyles2 } from '@grafana/ui';
import { count } from '../shared/format';
import type { FeatureView } from './toViewModel';

/** With more than these, their meanings would run off the screen. */
const MOST_EXPLAINED = 6;

/** Every score of a feature, what it means where there is room to say, and on how much data it stands. */
export function ScoreTooltip({ feature }: { readonly feature: FeatureView }) {
  const styles = useStyles2(getStyles);
  const explains = feature.scores.length <= MOST_EXPLAINED;
  return (
    <div className={cx(styles.tooltip, !explains && styles.many)}>
      {feature.scores.map(({ id, label, text, boundsText, explanation }) => (
        <div key={id}>
          <div className={styles.row}>
            <b>{label}</b>
            <span className={styles.value}>{text}</span>
          </div>
          {explains && <div className={styles.explanation}>{explanation}</div>}
          {explains && boundsText !== undefined && <div className={styles.explanation}>{boundsText}</div>}
        </div>
      ))}
      {!explains && (
        <div className={styles.explanation}>
          {`With ${MOST_EXPLAINED} scores or fewer, it is said here what each means.`}
        </div>
      )}
      {feature.referenceCount !== null && feature.currentCount !== null && (
        <div className={styles.explanation}>
          {`${count(feature.referenceCount)} values in the reference, ${count(feature.currentCount)} now.`}
        </div>
      )}
    </div>
  );
}

const getStyles = (theme: GrafanaTheme2) => ({
  tooltip: css({ display: 'flex', flexDirection: 'column', gap: theme.spacing(0.75), maxWidth: 340 }),
  many: css({ gap: 0 }),
  row: css({ display: 'flex', gap: theme.spacing(2) }),
  value: css({ marginLeft: 'auto', fontVariantNumeric: 'tabular-nums' }),
  explanation: css({ opacity: 0.8 }),
});
