import { memo } from 'react';
import { css } from '@emotion/css';
import type { GrafanaTheme2 } from '@grafana/data';
import { Badge, useStyles2, useTheme2 } from '@grafana/ui';
import { plainTable } from '../shared/plainTable';
import { t } from '../shared/translate';
import { WhyTooltip } from '../shared/WhyTooltip';
import type { BudgetView } from './budgetView';

const LEVELS = {
  page: { color: 'red', icon: 'bell' },
  ticket: { color: 'orange', icon: 'exclamation-triangle' },
  ok: { color: 'green', icon: 'check-circle' },
} as const;

/** What is used of the errors that may be made, and how fast it burns: each bar against its limit. */
export const Budget = memo(function Budget({ budget }: { readonly budget: BudgetView }) {
  const styles = useStyles2(getStyles);
  const table = useStyles2(plainTable);
  const theme = useTheme2();
  return (
    <>
      <p className={styles.text}>{budget.text}</p>
      <div className={styles.line}>
        <div className={styles.track} aria-hidden="true">
          <div
            className={styles.fill}
            style={{
              width: `${budget.used * 100}%`,
              background: (budget.isOver ? theme.colors.error : theme.colors.primary).main,
            }}
          />
        </div>
        <strong className={styles.nowrap}>{budget.usedText}</strong>
      </div>
      <div className={styles.text}>
        {budget.level === null ? (
          <span className={styles.quiet}>{budget.levelText}</span>
        ) : (
          <Badge {...LEVELS[budget.level]} text={budget.levelText} />
        )}
      </div>
      <table className={table.table} aria-label={t('absurd.burn', 'How fast the budget burns')}>
        <thead>
          <tr>
            <th scope="col">{t('absurd.burn-over', 'Burn over')}</th>
            <th scope="col">{t('absurd.burn-rate', 'Times as fast as allowed')}</th>
            <th scope="col">{t('absurd.burn-plot', 'Against its limit')}</th>
          </tr>
        </thead>
        <tbody>
          {budget.burns.map((burn) => (
            <tr key={burn.id}>
              <th scope="row">
                <WhyTooltip text={burn.name} why={burn.why} />
              </th>
              <td className={styles.nowrap}>{burn.valueText}</td>
              <td className={styles.wide}>
                <div className={styles.track} aria-hidden="true">
                  <div
                    className={styles.fill}
                    style={{
                      width: `${burn.fill * 100}%`,
                      background: (burn.isOver ? theme.colors.error : theme.colors.success).main,
                    }}
                  />
                  {burn.isKnown && <div className={styles.limit} />}
                </div>
                <span className={styles.quiet}>
                  {burn.isOver && `${t('absurd.over-limit', 'over the limit')}: `}
                  {burn.limitText}
                </span>
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </>
  );
});

const getStyles = (theme: GrafanaTheme2) => ({
  text: css({ margin: theme.spacing(0, 0, 1) }),
  line: css({ display: 'flex', alignItems: 'center', gap: theme.spacing(1), marginBottom: theme.spacing(1) }),
  track: css({
    position: 'relative',
    flex: 1,
    height: 10,
    background: theme.colors.action.disabledBackground,
    borderRadius: theme.shape.radius.default,
    overflow: 'hidden',
  }),
  fill: css({ height: '100%' }),
  limit: css({ position: 'absolute', left: '50%', top: 0, bottom: 0, width: 2, background: theme.colors.text.primary }),
  wide: css({ width: '50%' }),
  nowrap: css({ whiteSpace: 'nowrap', fontVariantNumeric: 'tabular-nums' }),
  quiet: css({ ...theme.typography.bodySmall, color: theme.colors.text.secondary }),
});
