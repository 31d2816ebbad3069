import { css } from '@emotion/css';
import type { GrafanaTheme2 } from '@grafana/data';
import { Icon, useStyles2 } from '@grafana/ui';

interface Props {
  readonly tone: 'info' | 'error';
  readonly title: string;
  readonly text: string;
}

/** In place of the charts: what is the matter, and what to do. */
export function Message({ tone, title, text }: Props) {
  const styles = useStyles2(getStyles);
  return (
    <div className={styles.message} role={tone === 'error' ? 'alert' : 'status'}>
      <Icon
        name={tone === 'error' ? 'exclamation-circle' : 'info-circle'}
        size="xl"
        className={tone === 'error' ? styles.error : styles.info}
      />
      <div className={styles.title}>{title}</div>
      <div className={styles.text}>{text}</div>
    </div>
  );
}

const getStyles = (theme: GrafanaTheme2) => ({
  message: css({
    height: '100%',
    display: 'flex',
    flexDirection: 'column',
    alignItems: 'center',
    justifyContent: 'center',
    gap: theme.spacing(0.5),
    padding: theme.spacing(1),
    textAlign: 'center',
    overflow: 'auto',
  }),
  title: css({ fontWeight: theme.typography.fontWeightMedium }),
  text: css({ color: theme.colors.text.secondary, maxWidth: 560, overflowWrap: 'anywhere' }),
  error: css({ color: theme.colors.error.text }),
  info: css({ color: theme.colors.text.secondary }),
});
