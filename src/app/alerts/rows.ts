import { css } from '@emotion/css';
import type { GrafanaTheme2 } from '@grafana/data';

/** A name, and beside it what happened over time: rows below one another share their axis. */
export const rowStyles = (theme: GrafanaTheme2) => ({
  row: css({
    display: 'grid',
    gridTemplateColumns: '180px minmax(0, 1fr)',
    alignItems: 'center',
    gap: theme.spacing(1),
    '@media (max-width: 800px)': { gridTemplateColumns: '140px minmax(0, 1fr)' },
  }),
  name: css({
    color: theme.colors.text.secondary,
    fontSize: theme.typography.bodySmall.fontSize,
    overflowWrap: 'anywhere',
  }),
});
