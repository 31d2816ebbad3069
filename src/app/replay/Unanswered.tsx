import { Alert } from '@grafana/ui';
import type { Course } from '../../model/replay';
import { t } from '../t';

/** Each reason is as long as a sentence, and an upstream that is down gives the same one over and over. */
const MOST = 3;

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
      {[...new Set(failures)].slice(0, MOST).map((message) => (
        <div key={message}>{message}</div>
      ))}
    </Alert>
  );
}
