import { css } from '@emotion/css';
import { useStyles2 } from '@grafana/ui';

/** The patch of colour beside a name; the name says it all, so it is nothing to a screen reader. */
export function Swatch({ color }: { readonly color: string }) {
  const styles = useStyles2(getStyles);
  return <span className={styles.swatch} style={{ background: color }} aria-hidden="true" />;
}

const getStyles = () => ({
  swatch: css({ display: 'inline-block', width: 10, height: 10, borderRadius: 2, flexShrink: 0 }),
});
