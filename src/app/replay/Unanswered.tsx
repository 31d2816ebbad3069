import { Alert } from '@grafana/ui';
import type { Course } from '../../model/replay';
import { t } from '../t';

/** Each reason is as long as a sentence, and an upstream that is down gives the same one over and over. */
const MOST = 3;

/** The same reason is given for each evaluation, with the instants that this one looked at. */
function alikeOnce(messages: readonly string[]): readonly string[] {
  const byWords = new Map(messages.map((message) => [message.replaceAll(/\d{4}-\d\d-\d\dT[\d:.]+Z/g, ''), message]));
  return [...byWords.values()];
}

/** What of a replay nobody answered, and why: that nothing would have fired says little then. */
export function Unanswered({ courses }: { readonly courses: readonly Course[] }) {
  const asked = courses.reduce((sum, { instants }) => sum + instants.length, 0);
  const failures = courses.flatMap(({ errors }) => errors.map(({ message }) => message));
  if (failures.length === 0) {
    return null;
  }
  return (
    <Alert
      severity={failures.length === asked ? 'error' : 'warning'}
      title={t('replay.unanswered', '{{percent}} % of what the rules ask was not answered', {
        percent: Math.max(1, Math.round((100 * failures.length) / asked)),
      })}
    >
      {alikeOnce(failures)
        .slice(0, MOST)
        .map((message) => (
          <div key={message}>{message}</div>
        ))}
    </Alert>
  );
}
