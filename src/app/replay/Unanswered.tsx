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

interface Props {
  readonly courses: readonly Course[];
  /** Which share of the evaluations had an answer to all that they rest on. */
  readonly answered: number;
}

/** What of a replay nobody answered, and why: that nothing would have fired says little then. */
export function Unanswered({ courses, answered }: Props) {
  const failures = courses.flatMap(({ errors }) => errors.map(({ message }) => message));
  if (failures.length === 0) {
    return null;
  }
  return (
    <Alert
      severity={answered === 0 ? 'error' : 'warning'}
      title={
        answered < 1
          ? t('replay.unanswered', '{{percent}} % of the evaluations were not answered', {
              percent: Math.max(1, Math.round(100 * (1 - answered))),
            })
          : t('replay.unanswered-texts', 'Some of what the rules only tell in their texts was not answered')
      }
    >
      {alikeOnce(failures)
        .slice(0, MOST)
        .map((message) => (
          <div key={message}>{message}</div>
        ))}
    </Alert>
  );
}
