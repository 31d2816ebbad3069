import type { ReactNode } from 'react';
import { css } from '@emotion/css';
import type { GrafanaTheme2, NavModelItem } from '@grafana/data';
import { t } from '../t';
import { PluginPage } from '@grafana/runtime';
import { ErrorBoundaryAlert, RefreshPicker, TimeRangePicker, useStyles2 } from '@grafana/ui';
import type { PageTime } from './useTime';

interface Props {
  readonly nav: NavModelItem;
  readonly subTitle?: ReactNode;
  /** What stands left in the bar above the page: its variables. */
  readonly variables?: ReactNode;
  readonly time?: PageTime;
  readonly loading?: boolean;
  readonly children: ReactNode;
}

/** The frame of every page: breadcrumbs and heading, variables, time, and an end to what a fault can break. */
export function Frame({ nav, subTitle, variables, time, loading = false, children }: Props) {
  const styles = useStyles2(getStyles);
  return (
    <PluginPage pageNav={nav} subTitle={subTitle}>
      {(variables !== undefined || time !== undefined) && (
        <div className={styles.bar}>
          <div className={styles.variables}>{variables}</div>
          {time !== undefined && (
            <div className={styles.time}>
              <TimeRangePicker
                value={time.range}
                timeZone="browser"
                onChange={({ raw }) => time.change(raw)}
                onChangeTimeZone={() => undefined}
                onMoveBackward={() => time.move(-1)}
                onMoveForward={() => time.move(1)}
                onZoom={time.zoomOut}
                isOnCanvas
              />
              <RefreshPicker
                onRefresh={time.refresh}
                onIntervalChanged={() => undefined}
                isLoading={loading}
                noIntervalPicker
                isOnCanvas
                tooltip={t('frame.refresh', 'Look again')}
              />
            </div>
          )}
        </div>
      )}
      <ErrorBoundaryAlert title={t('frame.fault', 'This page failed')}>{children}</ErrorBoundaryAlert>
    </PluginPage>
  );
}

const getStyles = (theme: GrafanaTheme2) => ({
  bar: css({
    display: 'flex',
    flexWrap: 'wrap',
    gap: theme.spacing(1),
    justifyContent: 'space-between',
    alignItems: 'flex-end',
    marginBottom: theme.spacing(2),
  }),
  variables: css({ display: 'flex', flexWrap: 'wrap', gap: theme.spacing(1), alignItems: 'flex-end' }),
  time: css({ display: 'flex', gap: theme.spacing(1) }),
});
