import { dateTimeFormat } from '@grafana/data';
import { Text, useStyles2 } from '@grafana/ui';
import { formatDuration } from '../../model/duration';
import { isEnough, type Compared, type Incident } from '../../replay';
import { t } from '../t';
import type { NamedRule } from './packOf';
import { tableStyles } from './tableStyles';

const MINUTE = 60_000;
const time = (at: number): string => dateTimeFormat(at, { format: 'YYYY-MM-DD HH:mm' });
const lasting = (ms: number): string => formatDuration(Math.round(ms / MINUTE) * MINUTE);

/** What fired, by check: `feature drift (amount, country)`. */
function causeOf({ firings }: Incident, rules: readonly NamedRule[]): string {
  const byTitle = new Map<string, Set<string>>();
  for (const { uid, labels, reason } of firings) {
    const title = rules.find(({ rule }) => rule.uid === uid)?.title ?? uid;
    const what = labels['feature'] ?? labels['job'] ?? labels['rule'] ?? reason;
    const known = byTitle.get(title) ?? new Set<string>();
    byTitle.set(title, what === '' ? known : known.add(what));
  }
  return [...byTitle]
    .map(([title, what]) => (what.size === 0 ? title : `${title} (${[...what].join(', ')})`))
    .join('; ');
}

/** What another setting makes of an incident, in words. */
function otherwise(incident: Incident, { missed, late }: Compared): string {
  if (missed.includes(incident)) {
    return t('replay.missed', 'missed');
  }
  const by = late.find((one) => one.incident === incident)?.by;
  return by === undefined ? t('replay.same', 'the same') : t('replay.later', '{{time}} later', { time: lasting(by) });
}

interface Props {
  readonly rules: readonly NamedRule[];
  readonly incidents: readonly Incident[];
  readonly compared?: Compared;
  /** Which share of what the rules ask was answered. */
  readonly answered: number;
}

/** That nothing fires says as much as was answered. */
function quiet(answered: number): string {
  if (!isEnough(answered)) {
    return t('replay.quiet-unknown', 'Whether anything would have fired cannot be told.');
  }
  return answered < 1
    ? t('replay.quiet-as-far', 'Nothing would have fired, as far as was answered.')
    : t('replay.quiet', 'Nothing would have fired.');
}

/** Everything that fired, and who was told: from when on, how long, how often, and why. */
export function IncidentTable({ rules, incidents, compared, answered }: Props) {
  const styles = useStyles2(tableStyles);
  const models = new Map(rules.map(({ model, modelTitle }) => [model, modelTitle]));
  const rows = [
    ...incidents.map((incident) => ({ incident, said: compared === undefined ? '' : otherwise(incident, compared) })),
    ...(compared?.added ?? []).map((incident) => ({ incident, said: t('replay.added', 'only then') })),
  ].sort((a, b) => b.incident.from - a.incident.from);
  if (rows.length === 0) {
    return <Text color="secondary">{quiet(answered)}</Text>;
  }
  return (
    <div className={styles.box} role="region" tabIndex={0} aria-label={t('replay.incidents', 'Incidents')}>
      <table className={styles.table}>
        <thead>
          <tr>
            <th scope="col">{t('replay.from', 'From')}</th>
            <th scope="col">{t('replay.to', 'To')}</th>
            <th scope="col">{t('replay.lasts', 'Lasts')}</th>
            <th scope="col">{t('replay.model', 'Model')}</th>
            <th scope="col">{t('replay.told', 'Told to')}</th>
            <th scope="col">{t('replay.first-told', 'First told')}</th>
            <th scope="col" className={styles.number}>
              {t('replay.messages', 'Messages')}
            </th>
            {compared !== undefined && <th scope="col">{t('replay.otherwise', 'Otherwise')}</th>}
            <th scope="col">{t('replay.cause', 'Cause')}</th>
          </tr>
        </thead>
        <tbody>
          {rows.map(({ incident, said }) => {
            const first = incident.notifications.find(({ kind }) => kind !== 'resolved');
            const model = incident.group['model'] ?? incident.firings[0]?.labels['model'] ?? '';
            return (
              <tr key={`${incident.from} ${incident.receiver} ${JSON.stringify(incident.group)} ${said}`}>
                <td>{time(incident.from)}</td>
                <td>{incident.to === undefined ? t('replay.goes-on', 'goes on') : time(incident.to)}</td>
                <td>{incident.to === undefined ? '' : lasting(incident.to - incident.from)}</td>
                <td>{models.get(model) ?? model}</td>
                <td>{incident.receiver}</td>
                <td>{first === undefined ? t('replay.nobody', 'nobody: muted, or too short') : time(first.at)}</td>
                <td className={styles.number}>{incident.notifications.length}</td>
                {compared !== undefined && <td>{said}</td>}
                <td className={styles.cause}>{causeOf(incident, rules)}</td>
              </tr>
            );
          })}
        </tbody>
      </table>
    </div>
  );
}
