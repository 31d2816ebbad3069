import { css } from '@emotion/css';
import type { GrafanaTheme2 } from '@grafana/data';

/** The tables of the page. */
export const tableStyles = (theme: GrafanaTheme2) => ({
  table: css({
    width: '100%',
    alignSelf: 'start',
    borderCollapse: 'collapse',
    'th, td': { textAlign: 'left', verticalAlign: 'top', padding: theme.spacing(0.75, 1), fontWeight: 'inherit' },
    'thead th': { color: theme.colors.text.secondary, fontSize: theme.typography.bodySmall.fontSize },
    'tbody tr': { borderTop: `1px solid ${theme.colors.border.weak}` },
  }),
  number: css({ 'th&, td&': { textAlign: 'right' }, fontVariantNumeric: 'tabular-nums' }),
  /** Where it is too wide for the screen, it is moved, and not the page. */
  scroll: css({ overflowX: 'auto' }),
});
