import { useState } from 'react';
import { config } from '@grafana/runtime';
import { Button, Icon, Text } from '@grafana/ui';
import type { TeamSettings } from '../../model/settings';
import { t } from '../t';
import { sendTest, type Receiver } from './contactPoints';

/** One of these is enough for Grafana. */
const RIGHTS = [
  'alert.notifications:write',
  'alert.notifications.receivers:test',
  'alert.notifications.receivers.test:create',
];

type State =
  { readonly is: 'idle' } | { readonly is: 'sending' } | { readonly is: 'sent'; readonly failures: readonly string[] };

/** Lets Grafana send a test to where the alerts of a team go, and says whether it was taken. */
export function SendTest({
  team,
  receivers,
}: {
  readonly team: TeamSettings;
  readonly receivers: readonly Receiver[];
}) {
  const [state, setState] = useState<State>({ is: 'idle' });
  const permissions = config.bootData.user.permissions ?? {};
  if (receivers.length === 0 || !RIGHTS.some((right) => permissions[right] === true)) {
    return null;
  }
  const name = team.title ?? team.id;
  const send = async (): Promise<void> => {
    setState({ is: 'sending' });
    const summary = t('teams.test-summary', 'A test of Tidemark: this is where the alerts of {{name}} go.', { name });
    setState({ is: 'sent', failures: await sendTest(receivers, summary, { team: team.id, severity: 'info' }) });
  };
  return (
    <span>
      <Button
        size="sm"
        variant="secondary"
        icon="message"
        disabled={state.is === 'sending'}
        aria-label={t('teams.test-label', 'Send test to {{name}}', { name })}
        onClick={() => void send()}
      >
        {t('teams.test', 'Send test')}
      </Button>{' '}
      <span aria-live="polite">
        {state.is === 'sent' &&
          (state.failures.length === 0 ? (
            <Text color="success">
              <Icon name="check" /> {t('teams.test-taken', 'Taken')}
            </Text>
          ) : (
            <Text color="error">{state.failures.join(' ')}</Text>
          ))}
      </span>
    </span>
  );
}
