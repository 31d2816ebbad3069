import type { ReactNode } from 'react';
import { css } from '@emotion/css';
import { ErrorBoundaryAlert, Text, useStyles2 } from '@grafana/ui';

interface Props {
  readonly title: string;
  readonly subTitle?: ReactNode;
  readonly actions?: ReactNode;
  readonly children: ReactNode;
}

/** The frame of every page: its heading, what belongs beside it, and its content. */
export function Page({ title, subTitle, actions, children }: Props) {
  const styles = useStyles2((theme) => ({
    page: css({
      padding: theme.spacing(2, 3, 4),
      display: 'flex',
      flexDirection: 'column',
      gap: theme.spacing(2),
      minHeight: '100%',
    }),
    head: css({ display: 'flex', alignItems: 'flex-start', gap: theme.spacing(2), justifyContent: 'space-between' }),
    sub: css({ color: theme.colors.text.secondary, marginTop: theme.spacing(0.5), maxWidth: 960 }),
    content: css({
      flexGrow: 1,
      display: 'flex',
      flexDirection: 'column',
      minWidth: 0,
      gap: theme.spacing(2),
      // An alert would take all the height that is left.
      '&& > [role="alert"], && > [role="status"]': { flexGrow: 0, marginBottom: 0 },
    }),
  }));
  return (
    <main className={styles.page}>
      <header className={styles.head}>
        <div>
          <Text element="h1">{title}</Text>
          {subTitle !== undefined && <div className={styles.sub}>{subTitle}</div>}
        </div>
        {actions}
      </header>
      <div className={styles.content}>
        <ErrorBoundaryAlert>{children}</ErrorBoundaryAlert>
      </div>
    </main>
  );
}
