import { css } from '@emotion/css';
import type { GrafanaTheme2 } from '@grafana/data';
import { Tooltip, useStyles2 } from '@grafana/ui';

interface Props {
  readonly text: string;
  readonly why: string;
}

/** Words with an explanation, by pointer and by keyboard. */
export function WhyTooltip({ text, why }: Props) {
  const styles = useStyles2(getStyles);
  return why === '' ? (
    <>{text}</>
  ) : (
    <Tooltip content={why}>
      <span className={styles.term} tabIndex={0} role="note" aria-label={`${text}: ${why}`}>
        {text}
      </span>
    </Tooltip>
  );
}

const getStyles = (theme: GrafanaTheme2) => ({
  term: css({ textDecoration: `underline dotted ${theme.colors.border.strong}`, textUnderlineOffset: 3 }),
});
