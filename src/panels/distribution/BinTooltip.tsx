import { useStyles2, useTheme2 } from '@grafana/ui';
import { chartColors } from '../shared/colors';
import { Swatch } from '../shared/Swatch';
import { t } from '../shared/translate';
import { vanishedSentence, type BinView } from './binView';
import { tooltipStyles } from './tooltipStyles';

/** One bin in words: what it covers, what was expected, what is there, and how much of the drift that is. */
export function BinTooltip({ bin }: { readonly bin: BinView }) {
  const styles = useStyles2(tooltipStyles);
  const colors = chartColors(useTheme2());
  return (
    <div className={styles.tooltip}>
      <div className={styles.title}>{bin.condition}</div>
      <div className={styles.row}>
        <Swatch color={colors.reference} />
        <span>{t('legend.reference', 'Reference')}</span>
        <span className={styles.value}>{bin.referenceText}</span>
      </div>
      <div className={styles.row}>
        <Swatch color={colors.current} />
        <span>{t('legend.current', 'Current')}</span>
        <span className={styles.value}>{bin.currentText}</span>
      </div>
      {bin.unseen && <div className={styles.note}>{sentenceCase(bin.unseenText)}</div>}
      {bin.vanished && <div className={styles.note}>{sentenceCase(vanishedSentence())}</div>}
      {!bin.unseen && bin.changeText !== '' && <div className={styles.note}>{bin.changeText}</div>}
      {bin.shareText !== '' && <div className={bin.cause ? styles.cause : styles.note}>{bin.shareText}</div>}
    </div>
  );
}

function sentenceCase(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}
