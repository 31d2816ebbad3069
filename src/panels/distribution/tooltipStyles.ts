import { css } from '@emotion/css';
import type { GrafanaTheme2 } from '@grafana/data';

/** The look of what is said of a bin or a cell when somebody points at it. */
export const tooltipStyles = (theme: GrafanaTheme2) => ({
  tooltip: css({ ...theme.typography.bodySmall, minWidth: 180, maxWidth: 360 }),
  title: css({
    fontWeight: theme.typography.fontWeightMedium,
    marginBottom: theme.spacing(0.5),
    overflowWrap: 'anywhere',
  }),
  row: css({ display: 'flex', alignItems: 'center', gap: theme.spacing(0.75) }),
  value: css({ marginLeft: 'auto', paddingLeft: theme.spacing(2), fontVariantNumeric: 'tabular-nums' }),
  note: css({ color: theme.colors.text.secondary }),
  cause: css({ fontWeight: theme.typography.fontWeightMedium }),
});
