import { css } from '@emotion/css';
import type { GrafanaTheme2 } from '@grafana/data';
import { Icon, useStyles2, useTheme2 } from '@grafana/ui';
import { VERDICT_LOOK, VERDICTS_BY_GRAVITY } from '../../model/verdicts';
import { chartColors } from './colors';
import { Swatch } from './Swatch';
import type { Verdict } from './toViewModel';

interface Props {
  readonly referenceText: string;
  readonly verdicts: Readonly<Partial<Record<Verdict, number>>>;
  readonly showsMarks: boolean;
}

/** Which colour is which, what the marks mean, and how many features stand how. */
export function Legend({ referenceText, verdicts, showsMarks }: Props) {
  const styles = useStyles2(getStyles);
  const theme = useTheme2();
  const colors = chartColors(theme);
  const tone = { drift: theme.colors.error, warning: theme.colors.warning, ok: theme.colors.success } as const;
  return (
    <div className={styles.legend}>
      <span className={styles.item}>
        <Swatch color={colors.reference} />
        <span className={styles.text}>Reference{referenceText === '' ? '' : `: ${referenceText}`}</span>
      </span>
      <span className={styles.item}>
        <Swatch color={colors.current} />
        Current
      </span>
      {showsMarks && (
        <span className={styles.item}>
          <span aria-hidden="true">▲▼</span>
          <span className={styles.text}>Causes of the drift: more, less than expected</span>
        </span>
      )}
      <span className={styles.counts}>
        {VERDICTS_BY_GRAVITY.filter((verdict) => (verdicts[verdict] ?? 0) > 0).map((verdict) => (
          <span key={verdict} className={styles.item}>
            <Icon
              name={VERDICT_LOOK[verdict].icon}
              size="sm"
              style={{ color: verdict === 'insufficient' ? theme.colors.text.secondary : tone[verdict].text }}
            />
            {`${verdicts[verdict]} ${VERDICT_LOOK[verdict].word.toLowerCase().replace('ok', 'OK')}`}
          </span>
        ))}
      </span>
    </div>
  );
}

export const LEGEND_HEIGHT = 26;

const getStyles = (theme: GrafanaTheme2) => ({
  legend: css({
    ...theme.typography.bodySmall,
    display: 'flex',
    alignItems: 'center',
    gap: theme.spacing(2),
    height: LEGEND_HEIGHT,
    paddingBottom: 4,
    color: theme.colors.text.secondary,
    whiteSpace: 'nowrap',
    overflow: 'hidden',
  }),
  item: css({ display: 'inline-flex', alignItems: 'center', gap: theme.spacing(0.5), minWidth: 0 }),
  text: css({ overflow: 'hidden', textOverflow: 'ellipsis' }),
  counts: css({ display: 'flex', gap: theme.spacing(1.5), marginLeft: 'auto', flexShrink: 0 }),
});
