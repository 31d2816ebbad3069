import { useStyles2, useTheme2 } from '@grafana/ui';
import { chartColors } from '../shared/colors';
import { t } from '../shared/translate';
import { Swatch } from '../shared/Swatch';
import { tooltipStyles } from './tooltipStyles';

interface Props {
  readonly condition: string;
  /** The end of the window; without one it is the reference that is pointed at. */
  readonly when: string | undefined;
  readonly reference: string;
  readonly share: string;
}

/** One bin in one window, beside what was expected of it. */
export function CellTooltip({ condition, when, reference, share }: Props) {
  const styles = useStyles2(tooltipStyles);
  const colors = chartColors(useTheme2());
  return (
    <div className={styles.tooltip}>
      <div className={styles.title}>{condition}</div>
      <div className={styles.row}>
        <Swatch color={colors.reference} />
        <span>{t('legend.reference', 'Reference')}</span>
        <span className={styles.value}>{reference}</span>
      </div>
      {when !== undefined && (
        <div className={styles.row}>
          <Swatch color={colors.current} />
          <span>{t('heat.to', 'Window to {{when}}', { when })}</span>
          <span className={styles.value}>{share}</span>
        </div>
      )}
    </div>
  );
}
