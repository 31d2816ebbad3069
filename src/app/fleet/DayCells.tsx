import { css, cx } from '@emotion/css';
import type { GrafanaTheme2 } from '@grafana/data';
import { t } from '../t';
import { useStyles2 } from '@grafana/ui';
import type { Verdict } from '../../engine';
import { VERDICT_LOOK } from '../../model/verdicts';
import { dayText } from './dayText';
import { NARROW } from './narrow';
import { DAYS } from './questions';
import type { Day } from './standing';
import type { Light } from './light';

/** A sign in each cell, so that the colour is never the only one. */
const SIGN: Readonly<Record<Verdict, string>> = { drift: '!', warning: '~', insufficient: '?', ok: '' };

interface Props {
  readonly days: readonly Day[] | undefined;
  /** How the data stands in the time range of the page: the last cell, beside the whole days. */
  readonly now: Light;
}

/** One row of the heatmap: how the data of a model stood on each day, the latest at the right. */
export function DayCells({ days, now }: Props) {
  const styles = useStyles2(getStyles);
  if (days === undefined) {
    return <div className={styles.waiting} aria-hidden />;
  }
  const told = days.map(({ start, verdict, share }) => {
    const word = verdict === null ? t('day.nothing', 'nothing seen') : VERDICT_LOOK[verdict].word;
    const moved =
      share === null
        ? ''
        : t('day.share', ', {{percent}} % of the model drifted', { percent: Math.round(share * 100) });
    return { start, verdict, text: `${dayText(start)}: ${word}${moved}` };
  });
  const verdictNow = now.state === 'judged' ? now.verdict : null;
  told.push({
    start: Infinity,
    verdict: verdictNow,
    text: t('day.now', 'now: {{word}}', {
      word: verdictNow === null ? t('day.nothing', 'nothing seen') : VERDICT_LOOK[verdictNow].word,
    }),
  });
  return (
    <>
      <div
        className={styles.row}
        role="img"
        aria-label={t('day.label', 'Drift by day. {{days}}', { days: told.map(({ text }) => text).join('; ') })}
      >
        {told.map(({ start, verdict, text }) => (
          <span key={start} title={text} className={cx(styles.cell, verdict !== null && styles[verdict])}>
            {verdict === null ? '' : SIGN[verdict]}
          </span>
        ))}
      </div>
      <div className={styles.dates} aria-hidden>
        <span>{dayText(days[0]?.start ?? 0)}</span>
        <span>{t('fleet.column-now', 'Now')}</span>
      </div>
    </>
  );
}

const getStyles = (theme: GrafanaTheme2) => ({
  row: css({
    display: 'grid',
    gridTemplateColumns: `repeat(${DAYS}, minmax(11px, 1fr)) minmax(20px, 1.5fr)`,
    gap: 2,
    minWidth: 170,
  }),
  dates: css({
    display: 'none',
    justifyContent: 'space-between',
    color: theme.colors.text.secondary,
    fontSize: theme.typography.bodySmall.fontSize,
    [NARROW]: { display: 'flex' },
  }),
  // As high as the cells that come in its place, so that nothing moves then.
  waiting: css({
    height: 22,
    minWidth: 170,
    borderRadius: theme.shape.radius.default,
    background: theme.colors.background.secondary,
  }),
  cell: css({
    '&:last-child': { marginLeft: 4 },
    height: 22,
    lineHeight: '22px',
    textAlign: 'center',
    fontSize: theme.typography.bodySmall.fontSize,
    fontWeight: theme.typography.fontWeightBold,
    borderRadius: theme.shape.radius.default,
    background: theme.colors.background.secondary,
    color: theme.colors.text.secondary,
  }),
  drift: css({ background: theme.colors.error.main, color: theme.colors.error.contrastText }),
  warning: css({ background: theme.colors.warning.main, color: theme.colors.warning.contrastText }),
  insufficient: css({ border: `1px dashed ${theme.colors.border.strong}`, lineHeight: '20px' }),
  ok: css({ background: theme.colors.success.transparent, border: `1px solid ${theme.colors.success.border}` }),
});
