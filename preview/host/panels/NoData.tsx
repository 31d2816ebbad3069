import { css } from '@emotion/css';
import { useStyles2 } from '@grafana/ui';

/** What a panel shows where its query answered nothing. */
export function NoData({ children = 'No data' }: { readonly children?: string }) {
  const styles = useStyles2((theme) => ({
    box: css({
      display: 'flex',
      height: '100%',
      alignItems: 'center',
      justifyContent: 'center',
      color: theme.colors.text.secondary,
    }),
  }));
  return <div className={styles.box}>{children}</div>;
}
