import { css } from '@emotion/css';
import type { GrafanaTheme2 } from '@grafana/data';
import { ClipboardButton, Text, useStyles2 } from '@grafana/ui';
import { t } from '../t';

/** A text to be put elsewhere: shown as it is, and copied with one click. */
export function CopyText({ label, text }: { readonly label: string; readonly text: string }) {
  const styles = useStyles2(getStyles);
  return (
    <div>
      <div className={styles.head}>
        <Text weight="medium">{label}</Text>
        <ClipboardButton size="sm" variant="secondary" icon="copy" getText={() => text}>
          {t('frame.copy', 'Copy')}
        </ClipboardButton>
      </div>
      {/* What scrolls has to be reached by the keyboard. */}
      <pre className={styles.text} tabIndex={0} aria-label={label}>
        {text}
      </pre>
    </div>
  );
}

const getStyles = (theme: GrafanaTheme2) => ({
  head: css({
    display: 'flex',
    justifyContent: 'space-between',
    alignItems: 'center',
    marginBottom: theme.spacing(0.5),
  }),
  text: css({
    maxHeight: 360,
    margin: 0,
    overflow: 'auto',
    fontSize: theme.typography.bodySmall.fontSize,
    // Grafana breaks preformatted text anywhere, which makes two numbers of one.
    wordBreak: 'normal',
    overflowWrap: 'break-word',
  }),
});
