import { css } from '@emotion/css';
import { dateTimeFormat, type GrafanaTheme2 } from '@grafana/data';
import { useStyles2 } from '@grafana/ui';

const TICKS = 6;
/** From two days on, days tell more than hours. */
const IN_DAYS_MS = 172_800_000;

/** Where an instant lies in a stretch of time, from 0 to 1. */
export const partOf = (time: number, from: number, to: number): number =>
  Math.min(1, Math.max(0, (time - from) / Math.max(1, to - from)));

/** What stands below an axis of time. */
export function TimeTicks({ from, to }: { readonly from: number; readonly to: number }) {
  const styles = useStyles2(getStyles);
  const span = to - from;
  const format = span > IN_DAYS_MS ? 'D MMM' : 'HH:mm';
  return (
    <span className={styles.ticks}>
      {Array.from({ length: TICKS }, (_, index) => (
        <span key={index}>{dateTimeFormat(from + (span * index) / (TICKS - 1), { format })}</span>
      ))}
    </span>
  );
}

const getStyles = (theme: GrafanaTheme2) => ({
  ticks: css({
    display: 'flex',
    justifyContent: 'space-between',
    color: theme.colors.text.secondary,
    fontSize: theme.typography.bodySmall.fontSize,
  }),
});
