import type { PropsWithChildren } from 'react';
import { css } from '@emotion/css';
import { dateTimeFormat, dateTimeFormatTimeAgo, locationUtil, urlUtil, type GrafanaTheme2 } from '@grafana/data';
import { Badge, LinkButton, Stack, TagList, Text, useStyles2, type BadgeColor, type IconName } from '@grafana/ui';
import type { TeamSettings } from '../../model/settings';
import { may } from '../frame/permissions';
import { ReadableBadge } from '../frame/ReadableBadge';
import { pageUrl } from '../routes';
import { t } from '../t';
import type { InstanceLine, RuleLine, RuleState } from './readRules';

const LOOK: Readonly<Record<RuleState, { readonly color: BadgeColor; readonly icon: IconName }>> = {
  firing: { color: 'red', icon: 'exclamation-circle' },
  pending: { color: 'orange', icon: 'clock-nine' },
  recovering: { color: 'orange', icon: 'arrow-up' },
  inactive: { color: 'green', icon: 'check-circle' },
};

const words = (): Readonly<Record<RuleState, string>> => ({
  firing: t('alerts.firing', 'Firing'),
  pending: t('alerts.pending', 'Pending'),
  recovering: t('alerts.recovering', 'Recovering'),
  inactive: t('alerts.inactive', 'Normal'),
});

/** A rule that was never evaluated, or whose evaluation failed, is not normal, whatever its state says. */
function StateBadge({ rule: { state, health, evaluated } }: { readonly rule: RuleLine }) {
  if (state !== 'inactive') {
    return <Badge {...LOOK[state]} text={words()[state]} />;
  }
  if (health === 'error') {
    return <Badge color="purple" icon="bug" text={t('alerts.error', 'Error')} />;
  }
  return evaluated === undefined ? (
    <ReadableBadge color="darkgrey" icon="question-circle" text={t('alerts.waiting', 'Waiting')} />
  ) : (
    <Badge {...LOOK.inactive} text={words().inactive} />
  );
}

/** Grafana's page for a new silence, with everything filled in. */
function silenceUrl(matchers: Readonly<Record<string, string>>): string {
  const matcher = Object.entries(matchers).map(([name, value]) => `${name}=${value}`);
  return locationUtil.assureBaseUrl(urlUtil.renderUrl('/alerting/silence/new', { alertmanager: 'grafana', matcher }));
}

/** Rules with their state, what fires of them, who is told, and the ways into Grafana. */
export function RuleList({
  rules,
  teams,
}: {
  readonly rules: readonly RuleLine[];
  readonly teams: readonly TeamSettings[];
}) {
  const styles = useStyles2(getStyles);
  return (
    <ul className={styles.list}>
      {rules.map((rule) => (
        <Rule key={rule.uid === '' ? rule.name : rule.uid} rule={rule} teams={teams} />
      ))}
    </ul>
  );
}

/** Whom a rule tells: the contact point that it names, and the team that its label does. */
function toldText({ receiver, labels }: RuleLine, teams: readonly TeamSettings[]): string {
  const team = teams.find(({ id }) => id === labels['team']);
  const name = team?.title ?? labels['team'];
  if (receiver === undefined && name !== undefined) {
    return t('alerts.tells-by-policies', 'Tells {{team}}, as the notification policies say', { team: name });
  }
  const point = receiver ?? t('alerts.by-policies', 'whom the policies name');
  return name === undefined || name === point
    ? t('alerts.tells', 'Tells {{point}}', { point })
    : t('alerts.tells-team', 'Tells {{team}} by {{point}}', { team: name, point });
}

function Rule({ rule, teams }: { readonly rule: RuleLine; readonly teams: readonly TeamSettings[] }) {
  const styles = useStyles2(getStyles);
  const { uid, name, folder, labels, instances, source } = rule;
  return (
    <li className={styles.rule}>
      <span className={styles.state}>
        <StateBadge rule={rule} />
      </span>
      <div className={styles.what}>
        <Stack direction="column" gap={0.5}>
          <Stack direction="row" wrap="wrap" alignItems="baseline" gap={0.5}>
            {uid === '' ? (
              name
            ) : (
              <a className={styles.link} href={locationUtil.assureBaseUrl(`/alerting/grafana/${uid}/view`)}>
                {name}
              </a>
            )}
            <Text color="secondary" variant="bodySmall">
              {folder}
            </Text>
          </Stack>
          {rule.summary !== undefined && instances.length === 0 && <Text color="secondary">{rule.summary}</Text>}
          {rule.error !== undefined && <Text color="error">{rule.error}</Text>}
          {instances.length > 0 && (
            <ul className={styles.instances}>
              {instances.map((instance) => (
                <Instance key={JSON.stringify(instance.matchers)} instance={instance} />
              ))}
            </ul>
          )}
          <Text color="secondary" variant="bodySmall">
            {toldText(rule, teams)}
          </Text>
          {Object.keys(labels).length > 0 && (
            <TagList
              className={styles.tags}
              tags={Object.entries(labels).map(([label, value]) => `${label}=${value}`)}
            />
          )}
        </Stack>
      </div>
      <div className={styles.when}>
        <div>
          {rule.paused && `${t('alerts.paused', 'paused')} · `}
          {rule.firing > 0 && t('alerts.instances', '{{count}} firing', { count: rule.firing })}
          {rule.firing > 0 && ' · '}
          {rule.evaluated === undefined
            ? t('alerts.never', 'not evaluated yet')
            : t('alerts.evaluated', 'evaluated {{ago}}', { ago: dateTimeFormatTimeAgo(rule.evaluated) })}
        </div>
        {uid !== '' && (
          <div>
            {source !== undefined && (
              <Way
                icon="history"
                name={t('alerts.replay-label', 'Replay {{name}}', { name: folder })}
                href={pageUrl('replay', {
                  'var-datasource': source,
                  // A rule that somebody made has no check of the pack, and may be about several models.
                  'var-model': rule.ofPack ? (labels['model'] ?? '$all') : '$all',
                  check: rule.ofPack ? (labels['check'] ?? '') : `rule:${uid}`,
                })}
              >
                {t('alerts.replay', 'Replay')}
              </Way>
            )}
            {may('alert.rules:write') && (
              <Way
                icon="pen"
                name={t('alerts.edit-label', 'Edit {{name}}', { name: folder })}
                href={locationUtil.assureBaseUrl(`/alerting/${uid}/edit`)}
              >
                {t('alerts.edit', 'Edit')}
              </Way>
            )}
            {may('alert.silences:create') && (
              <Way
                icon="bell-slash"
                name={t('alerts.silence-label', 'Silence {{name}}', { name: folder })}
                href={silenceUrl({ __alert_rule_uid__: uid })}
              >
                {t('alerts.silence', 'Silence')}
              </Way>
            )}
          </div>
        )}
      </div>
    </li>
  );
}

/** A way from a line into Grafana or to another page; its name says which line it is of. */
function Way({
  icon,
  name,
  href,
  children,
}: PropsWithChildren<{ readonly icon: IconName; readonly name: string; readonly href: string }>) {
  return (
    <LinkButton size="sm" fill="text" icon={icon} aria-label={name} href={href}>
      {children}
    </LinkButton>
  );
}

/** What of it is meant, since when, and the cause in words. */
function Instance({ instance: { labels, matchers, state, since, summary } }: { readonly instance: InstanceLine }) {
  const styles = useStyles2(getStyles);
  const what = Object.entries(labels)
    .map(([name, value]) => `${name}=${value}`)
    .join(', ');
  return (
    <li className={styles.instance}>
      <Badge {...LOOK[state]} text={words()[state]} />
      <span className={styles.cause}>
        {summary ?? what}
        <span className={styles.sub}>
          {[
            ...(what === '' ? [] : [what]),
            ...(since === undefined ? [] : [t('alerts.since', 'since {{time}}', { time: dateTimeFormat(since) })]),
          ].join(' · ')}
        </span>
      </span>
      {may('alert.silences:create') && (
        <Way
          icon="bell-slash"
          name={t('alerts.silence-label', 'Silence {{name}}', { name: what })}
          href={silenceUrl(matchers)}
        >
          {t('alerts.silence', 'Silence')}
        </Way>
      )}
    </li>
  );
}

const getStyles = (theme: GrafanaTheme2) => ({
  list: css({ listStyle: 'none', margin: 0, padding: 0 }),
  rule: css({
    display: 'flex',
    flexWrap: 'wrap',
    gap: theme.spacing(2),
    padding: theme.spacing(1.5, 1),
    borderBottom: `1px solid ${theme.colors.border.weak}`,
  }),
  state: css({ flex: '0 0 110px' }),
  what: css({ flex: '1 1 320px', minWidth: 0 }),
  instances: css({ listStyle: 'none', margin: 0, padding: 0 }),
  instance: css({
    display: 'flex',
    flexWrap: 'wrap',
    gap: theme.spacing(1),
    alignItems: 'flex-start',
    padding: theme.spacing(0.5, 0),
  }),
  cause: css({ flex: '1 1 260px', minWidth: 0, overflowWrap: 'anywhere' }),
  sub: css({ display: 'block', color: theme.colors.text.secondary, fontSize: theme.typography.bodySmall.fontSize }),
  when: css({ color: theme.colors.text.secondary, fontSize: theme.typography.bodySmall.fontSize }),
  tags: css({ justifyContent: 'flex-start' }),
  link: css({ color: theme.colors.text.link, '&:hover': { textDecoration: 'underline' } }),
});
