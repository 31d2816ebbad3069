import { memo } from 'react';
import { css } from '@emotion/css';
import type { GrafanaTheme2 } from '@grafana/data';
import { Icon, useStyles2, useTheme2 } from '@grafana/ui';
import { RECOMMENDATION_LOOK } from '../../model/recommendations';
import { Facts } from '../shared/Facts';
import { t } from '../shared/translate';
import type { VerdictView } from './verdictView';

const WORDS: Readonly<Record<keyof typeof RECOMMENDATION_LOOK, () => string>> = {
  promote: () => t('shadow.promote', 'Promote'),
  hold: () => t('shadow.hold', 'Hold'),
  roll_back: () => t('shadow.roll-back', 'Roll back'),
};

/** What to do, in one word, and why. */
export const Verdict = memo(function Verdict({ verdict }: { readonly verdict: VerdictView }) {
  const { recommendation, reasons, versions, warning, facts } = verdict;
  const styles = useStyles2(getStyles);
  const theme = useTheme2();
  const look = recommendation === null ? undefined : RECOMMENDATION_LOOK[recommendation];
  const tone =
    look === undefined ? 'secondary' : ({ green: 'success', orange: 'warning', red: 'error' } as const)[look.color];
  return (
    <div className={styles.verdict} style={{ borderLeftColor: theme.colors[tone].main }}>
      <div className={styles.head}>
        <Icon
          name={look?.icon ?? 'question-circle'}
          size="xl"
          style={{ color: look === undefined ? theme.colors.text.secondary : theme.colors[tone].text }}
        />
        <h3 className={styles.word}>
          {recommendation === null ? t('shadow.no-verdict', 'No recommendation') : WORDS[recommendation]()}
        </h3>
        {versions !== '' && <span className={styles.quiet}>{versions}</span>}
      </div>
      {reasons.length > 0 && (
        <ul className={styles.reasons} aria-label={t('shadow.reasons', 'Reasons')}>
          {reasons.map((reason, i) => (
            <li key={reason} className={i === 0 ? undefined : styles.quiet}>
              {reason}
            </li>
          ))}
        </ul>
      )}
      {warning !== '' && (
        <p className={styles.warning}>
          <Icon name="exclamation-triangle" size="sm" /> {warning}
        </p>
      )}
      <Facts facts={facts} />
    </div>
  );
});

const getStyles = (theme: GrafanaTheme2) => ({
  verdict: css({
    gridColumn: '1 / -1',
    borderLeft: '4px solid',
    borderRadius: theme.shape.radius.default,
    background: theme.colors.background.secondary,
    padding: theme.spacing(1.5, 2),
  }),
  head: css({ display: 'flex', alignItems: 'center', flexWrap: 'wrap', gap: theme.spacing(0.5, 1) }),
  word: css({ ...theme.typography.h3, margin: 0 }),
  quiet: css({ color: theme.colors.text.secondary }),
  reasons: css({ listStyle: 'none', margin: theme.spacing(1, 0), padding: 0, maxWidth: 1000 }),
  warning: css({ color: theme.colors.warning.text, margin: theme.spacing(0, 0, 1), maxWidth: 1000 }),
});
