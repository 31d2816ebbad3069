import { css } from '@emotion/css';
import type { GrafanaTheme2 } from '@grafana/data';
import { useStyles2 } from '@grafana/ui';
import { count } from './format';
import type { FeatureView } from './toViewModel';

/** Every score of a feature with what it means, and on how much data it stands. */
export function ScoreTooltip({ feature }: { readonly feature: FeatureView }) {
  const styles = useStyles2(getStyles);
  return (
    <div className={styles.tooltip}>
      {feature.scores.map(({ id, label, text, boundsText, explanation }) => (
        <div key={id}>
          <div className={styles.row}>
            <b>{label}</b>
            <span className={styles.value}>{text}</span>
          </div>
          <div className={styles.explanation}>{explanation}</div>
          {boundsText !== undefined && <div className={styles.explanation}>{boundsText}</div>}
        </div>
      ))}
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
  row: css({ display: 'flex', gap: theme.spacing(2) }),
  value: css({ marginLeft: 'auto', fontVariantNumeric: 'tabular-nums' }),
  explanation: css({ opacity: 0.8 }),
});
