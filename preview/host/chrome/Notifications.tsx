import { useEffect, useState } from 'react';
import { css } from '@emotion/css';
import { AppEvents } from '@grafana/data';
import { Alert, useStyles2, type AlertVariant } from '@grafana/ui';
import { appEvents } from '../services/appEvents';

interface Notice {
  readonly id: number;
  readonly severity: AlertVariant;
  readonly title: string;
  readonly text: string | undefined;
}

const SHOWN_MS = 6_000;
const KINDS = [
  [AppEvents.alertSuccess, 'success'],
  [AppEvents.alertWarning, 'warning'],
  [AppEvents.alertError, 'error'],
  [AppEvents.alertInfo, 'info'],
] as const;

let nextId = 0;

/** Short messages of the page and its plugins, at the corner where Grafana shows them. */
export function Notifications() {
  const [notices, setNotices] = useState<readonly Notice[]>([]);
  const styles = useStyles2((theme) => ({
    corner: css({
      position: 'fixed',
      top: theme.spacing(9),
      right: theme.spacing(2),
      width: 400,
      zIndex: theme.zIndex.portal,
    }),
  }));
  useEffect(() => {
    const timers = new Set<number>();
    const subscriptions = KINDS.map(([event, severity]) =>
      appEvents
        .getStream<{ type: string; payload?: unknown }>({ type: event.name } as never)
        .subscribe(({ payload }) => {
          const [title, text] = Array.isArray(payload) ? payload.map(String) : [String(payload)];
          const id = nextId++;
          setNotices((shown) => [...shown, { id, severity, title: title ?? '', text }]);
          timers.add(
            window.setTimeout(() => setNotices((shown) => shown.filter((notice) => notice.id !== id)), SHOWN_MS)
          );
        })
    );
    return () => {
      subscriptions.forEach((subscription) => subscription.unsubscribe());
      timers.forEach((timer) => window.clearTimeout(timer));
    };
  }, []);
  return (
    <div className={styles.corner} aria-live="polite">
      {notices.map(({ id, severity, title, text }) => (
        <Alert
          key={id}
          severity={severity}
          title={title}
          elevated
          onRemove={() => setNotices((shown) => shown.filter((notice) => notice.id !== id))}
        >
          {text}
        </Alert>
      ))}
    </div>
  );
}
