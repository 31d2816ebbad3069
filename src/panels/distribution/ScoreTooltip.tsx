import { css, cx } from '@emotion/css';
import type { GrafanaTheme2 } from '@grafana/data';
import { useStyles2 } from '@grafana/ui';
import { count } from '../shared/format';
import { t } from '../shared/translate';
import type { FeatureView } from './featureView';

/** With more than these, their meanings would run off the screen. */
const MOST_EXPLAINED = 6;

/**
 * Every score of a feature, what it means where there is room to say, and what it rests on: how much data, by what
 * chance, and what was repaired.
 */
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
          {t('score.many', 'With {{most}} scores or fewer, it is said here what each means.', { most: MOST_EXPLAINED })}
        </div>
      )}
      {feature.referenceCount !== null && feature.currentCount !== null && (
        <div className={styles.explanation}>
          {t('feature.sizes', '{{reference}} values in the reference, {{current}} now.', {
            reference: count(feature.referenceCount),
            current: count(feature.currentCount),
          })}
        </div>
      )}
      {feature.significanceText !== undefined && (
        <div className={styles.explanation}>{`${feature.significanceText}.`}</div>
      )}
      {feature.repairs.map((repair) => (
        <div key={repair} className={styles.explanation}>
          {repair}
        </div>
      ))}
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
