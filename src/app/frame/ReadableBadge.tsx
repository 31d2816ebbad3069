import type { ComponentProps } from 'react';
import { css } from '@emotion/css';
import type { GrafanaTheme2 } from '@grafana/data';
import { Badge, useStyles2 } from '@grafana/ui';

/** Grafana's badge; the words of its grey one are too faint to be read, and are written as other text is. */
export function ReadableBadge(props: ComponentProps<typeof Badge>) {
  const styles = useStyles2(getStyles);
  return props.color === 'darkgrey' ? <Badge {...props} className={styles.grey} /> : <Badge {...props} />;
}

const getStyles = (theme: GrafanaTheme2) => ({ grey: css({ color: theme.colors.text.primary }) });
