import { css } from '@emotion/css';
import type { GrafanaTheme2 } from '@grafana/data';

/** A small table that is read, not worked with: no sorting, no paging. On a narrow screen it scrolls by itself. */
export const plainTable = (theme: GrafanaTheme2) => ({
  scroll: css({ overflowX: 'auto' }),
  table: css({
    width: '100%',
    '& th, & td': { padding: theme.spacing(0.5, 1), textAlign: 'left', verticalAlign: 'middle' },
    '& thead th': {
      ...theme.typography.bodySmall,
      color: theme.colors.text.secondary,
      fontWeight: theme.typography.fontWeightRegular,
      borderBottom: `1px solid ${theme.colors.border.medium}`,
      whiteSpace: 'nowrap',
    },
    '& td, & tbody th': { whiteSpace: 'nowrap' },
    '& tbody th': { fontWeight: theme.typography.fontWeightMedium },
    '& tbody tr': { borderBottom: `1px solid ${theme.colors.border.weak}` },
  }),
});
