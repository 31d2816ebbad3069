import type { ReactNode } from 'react';
import { ErrorBoundary } from '@grafana/ui';
import { Message } from './Message';
import { t } from './translate';

interface Props {
  /** The panel's id, for Grafana's log of errors. */
  readonly panelId: string;
  /** What cannot be drawn, as a sentence. */
  readonly title: string;
  /** It is tried again when one of these changes. */
  readonly dependencies: unknown[];
  readonly children: ReactNode;
}

/** Says in a panel's own place that it cannot be drawn, where its code fails, and where its data is. */
export function Guard({ panelId, title, dependencies, children }: Props) {
  return (
    <ErrorBoundary boundaryName={panelId} dependencies={dependencies}>
      {({ error }) =>
        error ? (
          <Message
            tone="error"
            title={title}
            text={t(
              'panel.defect',
              'That is a defect of the panel. Its data is safe: see Inspect → Data in the panel’s menu. Please report it with that data.'
            )}
          />
        ) : (
          children
        )
      }
    </ErrorBoundary>
  );
}
