import { css } from '@emotion/css';
import type { GrafanaTheme2 } from '@grafana/data';
import { Button, Text, useStyles2 } from '@grafana/ui';
import { t } from '../t';

/** How far a replay has come, with a way out. */
export function Progress({ share, onCancel }: { readonly share: number; readonly onCancel: () => void }) {
  const styles = useStyles2(getStyles);
  const percent = Math.round(share * 100);
  return (
    <div className={styles.box}>
      <Text>{t('replay.running', 'Asking what the rules would have been answered: {{percent}} %', { percent })}</Text>
      <div
        className={styles.track}
        role="progressbar"
        aria-label={t('replay.progress', 'Progress of the replay')}
        aria-valuemin={0}
        aria-valuemax={100}
        aria-valuenow={percent}
      >
        <div className={styles.bar} style={{ width: `${percent}%` }} />
      </div>
      <div>
        <Button variant="secondary" size="sm" onClick={onCancel}>
          {t('replay.cancel', 'Cancel')}
        </Button>
      </div>
    </div>
  );
}

const getStyles = (theme: GrafanaTheme2) => ({
  box: css({ display: 'flex', flexDirection: 'column', gap: theme.spacing(1), maxWidth: 480 }),
  track: css({ height: 6, borderRadius: 3, background: theme.colors.background.secondary, overflow: 'hidden' }),
  bar: css({ height: '100%', background: theme.colors.primary.main }),
});
