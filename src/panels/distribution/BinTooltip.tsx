import { css } from '@emotion/css';
import type { GrafanaTheme2 } from '@grafana/data';
import { useStyles2, useTheme2 } from '@grafana/ui';
import { chartColors } from '../shared/colors';
import { Swatch } from '../shared/Swatch';
import type { BinView } from './toViewModel';

/** One bin in words: what it covers, what was expected, what is there, and how much of the drift that is. */
export function BinTooltip({ bin }: { readonly bin: BinView }) {
  const styles = useStyles2(getStyles);
  const colors = chartColors(useTheme2());
  return (
    <div className={styles.tooltip}>
      <div className={styles.title}>{bin.condition}</div>
      <div className={styles.row}>
        <Swatch color={colors.reference} />
        <span>Reference</span>
        <span className={styles.value}>{bin.referenceText}</span>
      </div>
      <div className={styles.row}>
        <Swatch color={colors.current} />
        <span>Current</span>
        <span className={styles.value}>{bin.currentText}</span>
      </div>
      {bin.unseen && <div className={styles.note}>{sentenceCase(bin.unseenText)}</div>}
      {!bin.unseen && bin.changeText !== '' && <div className={styles.note}>{bin.changeText}</div>}
      {bin.shareText !== '' && <div className={bin.cause ? styles.cause : styles.note}>{bin.shareText}</div>}
    </div>
  );
}

function sentenceCase(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}

const getStyles = (theme: GrafanaTheme2) => ({
  tooltip: css({ ...theme.typography.bodySmall, minWidth: 180, maxWidth: 360 }),
  title: css({ fontWeight: theme.typography.fontWeightMedium, marginBottom: theme.spacing(0.5) }),
  row: css({ display: 'flex', alignItems: 'center', gap: theme.spacing(0.75) }),
  value: css({ marginLeft: 'auto', paddingLeft: theme.spacing(2), fontVariantNumeric: 'tabular-nums' }),
  note: css({ color: theme.colors.text.secondary }),
  cause: css({ fontWeight: theme.typography.fontWeightMedium }),
});
