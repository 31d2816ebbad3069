import { memo } from 'react';
import { css } from '@emotion/css';
import type { GrafanaTheme2 } from '@grafana/data';
import { Icon, useStyles2, useTheme2 } from '@grafana/ui';
import { VERDICT_LOOK } from '../../model/verdicts';
import { Facts } from '../shared/Facts';
import { IntervalPlot } from '../shared/IntervalPlot';
import { t } from '../shared/translate';
import { verdictWord } from '../shared/verdictWord';
import type { RateView } from './rateView';

const TONES = { red: 'error', orange: 'warning', green: 'success', darkgrey: 'secondary' } as const;
const PLOT_WIDTH = 420;
const PADDING = 40;

/** The verdict with its reason, and the rate against what was to be expected. */
export const Rate = memo(function Rate({ view, width }: { readonly view: RateView; readonly width: number }) {
  const { verdict, reason, facts, plot } = view;
  const styles = useStyles2(getStyles);
  const theme = useTheme2();
  const look = verdict === null ? undefined : VERDICT_LOOK[verdict];
  const tone = look === undefined ? 'secondary' : TONES[look.color];
  return (
    <div className={styles.rate} style={{ borderLeftColor: theme.colors[tone].main }}>
      <div className={styles.head}>
        <Icon
          name={look?.icon ?? 'question-circle'}
          size="xl"
          style={{ color: tone === 'secondary' ? theme.colors.text.secondary : theme.colors[tone].text }}
        />
        <h3 className={styles.word}>
          {verdict === 'drift'
            ? t('absurd.word-drift', 'Far more absurd outputs than expected')
            : verdict === 'warning'
              ? t('absurd.word-warning', 'More absurd outputs than there should be')
              : verdict === null
                ? t('absurd.no-verdict', 'No verdict')
                : verdictWord(verdict)}
        </h3>
      </div>
      {reason !== '' && <p className={styles.reason}>{reason}</p>}
      {plot !== undefined && (
        <div className={styles.plot}>
          <IntervalPlot
            width={Math.min(PLOT_WIDTH, width - PADDING)}
            domain={plot.domain}
            compared={plot.expected ?? undefined}
            lines={[{ interval: plot.rate, mark: verdict === 'ok' ? 'current' : 'bad' }]}
          />
          <span>
            {plot.text}
            {plot.expected !== null && (
              <span className={styles.quiet}> {t('absurd.dashed', 'Dashed: what is expected.')}</span>
            )}
          </span>
        </div>
      )}
      <Facts facts={facts} />
    </div>
  );
});

const getStyles = (theme: GrafanaTheme2) => ({
  rate: css({
    gridColumn: '1 / -1',
    borderLeft: '4px solid',
    borderRadius: theme.shape.radius.default,
    background: theme.colors.background.secondary,
    padding: theme.spacing(1.5, 2),
  }),
  head: css({ display: 'flex', alignItems: 'center', flexWrap: 'wrap', gap: theme.spacing(0.5, 1) }),
  word: css({ ...theme.typography.h3, margin: 0 }),
  reason: css({ margin: theme.spacing(1, 0), maxWidth: 1000 }),
  plot: css({
    display: 'flex',
    flexWrap: 'wrap',
    alignItems: 'center',
    gap: theme.spacing(0.5, 2),
    marginBottom: theme.spacing(1),
  }),
  quiet: css({ color: theme.colors.text.secondary }),
});
