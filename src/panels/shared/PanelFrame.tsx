import type { ReactNode } from 'react';
import { css } from '@emotion/css';
import { LoadingState, type GrafanaTheme2, type PanelData } from '@grafana/data';
import { Icon, LoadingPlaceholder, useStyles2 } from '@grafana/ui';
import { failureOf } from './failure';
import { Message } from './Message';
import { t } from './translate';

interface Props {
  readonly data: PanelData;
  readonly width: number;
  readonly height: number;
  /** In place of the content, where the frames hold nothing to show. */
  readonly message: { readonly title: string; readonly text: string } | undefined;
  /** What is said above the content: stored options that were dropped, frames that were not used. */
  readonly notices: readonly string[];
  readonly loading: string;
  readonly children: ReactNode;
}

/** The states that every panel has: loading, failed, nothing to show, some of it failed. */
export function PanelFrame({ data, width, height, message, notices, loading, children }: Props) {
  const styles = useStyles2(getStyles);
  if (message !== undefined) {
    if (data.state === LoadingState.Loading || data.state === LoadingState.NotStarted) {
      return (
        <div className={styles.loading} role="status">
          <LoadingPlaceholder text={loading} />
        </div>
      );
    }
    return data.state === LoadingState.Error ? (
      <Message tone="error" {...failureOf(data)} />
    ) : (
      <Message tone="info" {...message} />
    );
  }
  const failed =
    data.state === LoadingState.Error
      ? [t('panel.some-failed', 'A query failed: {{reason}}', { reason: failureOf(data).text })]
      : [];
  return (
    <div className={styles.panel} style={{ width, height }}>
      {[...failed, ...notices].map((notice) => (
        <div key={notice} className={styles.notice} role="status">
          <Icon name={failed.includes(notice) ? 'exclamation-triangle' : 'info-circle'} size="sm" /> {notice}
        </div>
      ))}
      {children}
    </div>
  );
}

const getStyles = (theme: GrafanaTheme2) => ({
  panel: css({ position: 'relative', overflow: 'hidden auto', overflowWrap: 'anywhere' }),
  notice: css({
    ...theme.typography.bodySmall,
    color: theme.colors.text.secondary,
    paddingBottom: theme.spacing(0.5),
  }),
  loading: css({ height: '100%', display: 'flex', alignItems: 'center', justifyContent: 'center' }),
});
