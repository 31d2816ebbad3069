import { css, cx } from '@emotion/css';
import type { GrafanaTheme2 } from '@grafana/data';
import { Icon, useStyles2, useTheme2 } from '@grafana/ui';
import { VERDICT_LOOK, VERDICTS_BY_GRAVITY } from '../../model/verdicts';
import { chartColors } from '../shared/colors';
import { Swatch } from '../shared/Swatch';
import { t } from '../shared/translate';
import { verdictWord } from '../shared/verdictWord';
import type { Verdict } from './featureView';
import type { View } from './options';

interface Props {
  readonly view: View;
  readonly referenceText: string;
  readonly verdicts: Readonly<Partial<Record<Verdict, number>>>;
  readonly showsMarks: boolean;
  /** Of the panel, in pixels. */
  readonly width: number;
}

/** Below this width, how many features stand how has a line of its own. */
const LEAST_FOR_ONE_LINE = 860;
const LINE_HEIGHT = 22;
const SPACE_BELOW = 4;

const isNarrow = (width: number): boolean => width < LEAST_FOR_ONE_LINE;

export const legendHeight = (width: number): number => (isNarrow(width) ? 2 : 1) * LINE_HEIGHT + SPACE_BELOW;

/** Which colour is which, what the marks mean, and how many features stand how. */
export function Legend({ view, referenceText, verdicts, showsMarks, width }: Props) {
  const styles = useStyles2(getStyles);
  const theme = useTheme2();
  const colors = chartColors(theme);
  const reference =
    referenceText === ''
      ? t('legend.reference', 'Reference')
      : t('legend.reference-is', 'Reference: {{reference}}', { reference: referenceText });
  const tone = { drift: theme.colors.error, warning: theme.colors.warning, ok: theme.colors.success } as const;
  return (
    <div className={cx(styles.legend, isNarrow(width) && styles.narrow)} style={{ height: legendHeight(width) }}>
      <span className={styles.item} title={reference}>
        <Swatch color={colors.reference} />
        <span className={styles.text}>{reference}</span>
      </span>
      <span className={cx(styles.item, styles.whole)}>
        <Swatch color={colors.current} />
        {currentText(view, isNarrow(width))}
      </span>
      {showsMarks && (
        <span className={cx(styles.item, styles.whole)}>
          <span aria-hidden="true">▲▼</span>
          {isNarrow(width)
            ? t('legend.causes', 'Causes of the drift')
            : t('legend.causes-explained', 'Causes of the drift: more, less than expected')}
        </span>
      )}
      <span className={cx(styles.counts, isNarrow(width) && styles.below)}>
        {VERDICTS_BY_GRAVITY.filter((verdict) => (verdicts[verdict] ?? 0) > 0).map((verdict) => (
          <span key={verdict} className={styles.item}>
            <Icon
              name={VERDICT_LOOK[verdict].icon}
              size="sm"
              style={{ color: verdict === 'insufficient' ? theme.colors.text.secondary : tone[verdict].text }}
            />
            {`${verdicts[verdict]} ${inLine(verdict)}`}
          </span>
        ))}
      </span>
    </div>
  );
}

/** What the colour of the current side stands for, which the view decides. */
function currentText(view: View, narrow: boolean): string {
  switch (view) {
    case 'difference':
      return narrow
        ? t('legend.difference', 'Current − reference')
        : t('legend.difference-explained', 'Current − reference: up is more, down is less');
    case 'time':
      return narrow
        ? t('legend.time', 'Stronger: larger share')
        : t('legend.time-explained', 'Stronger: larger share; hatched: no values');
    case 'cumulative':
      return t('legend.cumulative', 'Current (line without gaps)');
    case 'overlay':
    case 'mirrored':
      return t('legend.current', 'Current');
  }
}

/** A verdict within a line, where English writes all but an abbreviation small. */
function inLine(verdict: Verdict): string {
  const word = verdictWord(verdict);
  return verdict === 'ok' ? word : word.toLocaleLowerCase();
}

const getStyles = (theme: GrafanaTheme2) => ({
  legend: css({
    ...theme.typography.bodySmall,
    display: 'flex',
    alignItems: 'center',
    gap: theme.spacing(0, 2),
    paddingBottom: SPACE_BELOW,
    flexShrink: 0,
    lineHeight: `${LINE_HEIGHT}px`,
    color: theme.colors.text.secondary,
    whiteSpace: 'nowrap',
    overflow: 'hidden',
  }),
  narrow: css({ display: 'grid', gridTemplateColumns: 'minmax(0, max-content) max-content max-content' }),
  item: css({ display: 'inline-flex', alignItems: 'center', gap: theme.spacing(0.5), minWidth: 0 }),
  whole: css({ flexShrink: 0 }),
  text: css({ overflow: 'hidden', textOverflow: 'ellipsis' }),
  counts: css({ display: 'flex', gap: theme.spacing(1.5), marginLeft: 'auto', flexShrink: 0 }),
  below: css({ gridColumn: '1 / -1', marginLeft: 0 }),
});
