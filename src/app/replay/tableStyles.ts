import { css } from '@emotion/css';
import type { GrafanaTheme2 } from '@grafana/data';

/** Plain tables that scroll on their own where the page is narrow. */
export const tableStyles = (theme: GrafanaTheme2) => ({
  box: css({ overflowX: 'auto', maxWidth: '100%' }),
  table: css({
    borderCollapse: 'collapse',
    'th, td': {
      padding: theme.spacing(0.75, 1.5),
      textAlign: 'left',
      verticalAlign: 'top',
      borderBottom: `1px solid ${theme.colors.border.weak}`,
      whiteSpace: 'nowrap',
    },
    th: { color: theme.colors.text.secondary, fontWeight: theme.typography.fontWeightMedium },
  }),
  number: css({ '&&': { textAlign: 'right' }, fontVariantNumeric: 'tabular-nums' }),
  cause: css({ '&&': { whiteSpace: 'normal' }, minWidth: 240 }),
});
