import { useEffect, useState } from 'react';
import { css } from '@emotion/css';
import {
  dateTime,
  dateTimeFormat,
  dateTimeFormatTimeAgo,
  locationUtil,
  urlUtil,
  type DataSourceInstanceSettings,
  type GrafanaTheme2,
  type TimeRange,
  type UrlQueryMap,
} from '@grafana/data';
import { isFetchError, locationService } from '@grafana/runtime';
import {
  Alert,
  Badge,
  EmptyState,
  LinkButton,
  LoadingPlaceholder,
  Stack,
  TagList,
  Text,
  useStyles2,
  type BadgeColor,
  type IconName,
} from '@grafana/ui';
import type { TeamSettings } from '../../model/settings';
import { definitionsOf } from '../ask/definitions';
import { errorText } from '../ask/errorText';
import { ourSources } from '../ask/sources';
import { Frame } from '../frame/Frame';
import { may } from '../frame/permissions';
import { ReadableBadge } from '../frame/ReadableBadge';
import { SourceVariable, chosenSource } from '../frame/SourceVariable';
import type { PageTime } from '../frame/useTime';
import { Variable } from '../frame/Variable';
import { pageUrl } from '../routes';
import { t } from '../t';
import { FiredLately } from './FiredLately';
import { whatOf, type Firing } from './firings';
import { readRules, type InstanceLine, type RuleLine, type RuleState } from './readRules';

/** What stands in the address of no choice. */
const ALL = '';

type State =
  | { readonly is: 'loading' }
  | { readonly is: 'forbidden' }
  | { readonly is: 'failed'; readonly why: string }
  | { readonly is: 'done'; readonly rules: readonly RuleLine[] };

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

/** Every alert rule that watches a model, whether it fires and why, who is told, and what fired lately. */
export function AlertsPage({ query, time }: { readonly query: UrlQueryMap; readonly time: PageTime }) {
  const [state, setState] = useState<State>({ is: 'loading' });
  const { range } = time;
  useEffect(() => {
    let gone = false;
    readRules().then(
      (rules) => !gone && setState({ is: 'done', rules }),
      (thrown: unknown) => {
        const forbidden = isFetchError(thrown) && (thrown.status === 401 || thrown.status === 403);
        return !gone && setState(forbidden ? { is: 'forbidden' } : { is: 'failed', why: errorText(thrown) });
      }
    );
    return () => {
      gone = true;
    };
    // Another range, or the same once more, is another look.
  }, [range]);
  const sources = ourSources();
  const source = chosenSource(sources, query);
  const rules = state.is === 'done' ? state.rules : [];
  const teams = [...new Set(rules.flatMap(({ labels }) => labels['team'] ?? []))].sort();
  const team = typeof query['var-team'] === 'string' ? query['var-team'] : ALL;
  const shown = rules.filter(({ labels }) => team === ALL || labels['team'] === team);
  return (
    <Frame
      nav={{ text: t('alerts.title', 'Alerts'), url: pageUrl('alerts') }}
      subTitle={t('alerts.subtitle', 'The rules that ask Tidemark, what fires first.')}
      time={time}
      loading={state.is === 'loading'}
      variables={
        <>
          <SourceVariable sources={sources} source={source} />
          {teams.length > 1 && (
            <Variable
              label={t('variable.team', 'Team')}
              value={team}
              options={[
                { value: ALL, label: t('variable.all', 'All') },
                ...teams.map((one) => ({ value: one, label: one })),
              ]}
              onChange={(value) => locationService.partial({ 'var-team': value === ALL ? null : value })}
            />
          )}
          <LinkButton variant="secondary" icon="sync" href={pageUrl('apply')}>
            {t('alerts.apply', 'Compare and apply')}
          </LinkButton>
          <LinkButton variant="secondary" icon="history" href={pageUrl('replay')}>
            {t('alerts.replay', 'Replay')}
          </LinkButton>
        </>
      }
    >
      {state.is === 'loading' && <LoadingPlaceholder text={t('alerts.loading', 'Asking Grafana for its rules')} />}
      {state.is === 'forbidden' && (
        <Alert severity="info" title={t('alerts.forbidden', 'You may not see alert rules')}>
          {t('alerts.forbidden-text', 'Ask an administrator for the permission to read alert rules.')}
        </Alert>
      )}
      {state.is === 'failed' && (
        <Alert severity="error" title={t('alerts.failed', 'Grafana did not tell its rules')}>
          {state.why}
        </Alert>
      )}
      {state.is === 'done' &&
        (rules.length === 0 ? (
          <NoRule />
        ) : (
          <Stack direction="column" gap={3}>
            {source !== undefined && <Lately source={source} rules={shown} query={query} range={range} />}
            <section aria-labelledby="alerts-rules">
              <div id="alerts-rules">
                <Text element="h2" variant="h4">
                  {t('alerts.rules', 'Rules')}
                </Text>
              </div>
              <Text color="secondary">
                {t('alerts.summary', '{{firing}} of {{count}} rules fire.', {
                  firing: shown.filter((rule) => rule.state === 'firing').length,
                  count: shown.length,
                })}
              </Text>
              <Rules rules={shown} teams={source === undefined ? [] : definitionsOf(source).teams} />
            </section>
          </Stack>
        ))}
    </Frame>
  );
}

interface LatelyProps {
  readonly source: DataSourceInstanceSettings;
  readonly rules: readonly RuleLine[];
  readonly query: UrlQueryMap;
  readonly range: TimeRange;
}

/** One model at a time: the one that the address names, else the one that fires. */
function Lately({ source, rules, query, range }: LatelyProps) {
  const styles = useStyles2(getStyles);
  const titles = new Map(definitionsOf(source).models.map(({ id, title }) => [id, title ?? id]));
  const models = [...new Set(rules.flatMap(({ labels }) => labels['model'] ?? []))].filter((id) => titles.has(id));
  const model = models.find((id) => id === query['var-model']) ?? models[0];
  if (model === undefined) {
    return null;
  }
  return (
    <section aria-labelledby="alerts-lately">
      <div className={styles.head}>
        <div id="alerts-lately">
          <Text element="h2" variant="h4">
            {t('alerts.lately', 'What fired lately')}
          </Text>
        </div>
        {models.length > 1 && (
          <Variable
            label={t('variable.model', 'Model')}
            value={model}
            options={models.map((id) => ({ value: id, label: titles.get(id) ?? id }))}
            onChange={(value) => locationService.partial({ 'var-model': value })}
          />
        )}
      </div>
      <FiredLately
        uid={source.uid}
        model={model}
        title={titles.get(model) ?? model}
        range={range}
        running={runningOf(rules, model)}
      />
    </section>
  );
}

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

function NoRule() {
  return (
    <EmptyState
      variant="call-to-action"
      message={t('alerts.none', 'No rule watches a model yet')}
      button={
        <LinkButton icon="plus" href={locationUtil.assureBaseUrl('/alerting/new/alerting')}>
          {t('alerts.new', 'New alert rule')}
        </LinkButton>
      }
    >
      {t(
        'alerts.none-text',
        'Choose the Tidemark data source in a new rule: each feature, job or number of its answer becomes an instance of its own.'
      )}
    </EmptyState>
  );
}

/** What fires of one model now. */
const runningOf = (rules: readonly RuleLine[], model: string): readonly Firing[] =>
  rules
    .filter(({ labels }) => labels['model'] === model)
    .flatMap(({ labels, instances }) =>
      instances.flatMap((instance) =>
        instance.state === 'firing' && instance.since !== undefined
          ? [
              {
                model,
                check: labels['check'] ?? '',
                what: whatOf(instance.labels),
                from: dateTime(instance.since).valueOf(),
              },
            ]
          : []
      )
    );

/** Grafana's page for a new silence, with everything filled in. */
function silenceUrl(matchers: Readonly<Record<string, string>>): string {
  const matcher = Object.entries(matchers).map(([name, value]) => `${name}=${value}`);
  return locationUtil.assureBaseUrl(urlUtil.renderUrl('/alerting/silence/new', { alertmanager: 'grafana', matcher }));
}

function Rules({ rules, teams }: { readonly rules: readonly RuleLine[]; readonly teams: readonly TeamSettings[] }) {
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
            {labels['check'] !== undefined && (
              <LinkButton
                size="sm"
                fill="text"
                icon="history"
                aria-label={t('alerts.replay-label', 'Replay {{name}}', { name: folder })}
                href={pageUrl('replay', {
                  ...(source !== undefined && { 'var-datasource': source }),
                  ...(labels['model'] !== undefined && { 'var-model': labels['model'] }),
                  check: labels['check'],
                })}
              >
                {t('alerts.replay', 'Replay')}
              </LinkButton>
            )}
            {may('alert.rules:write') && (
              <LinkButton
                size="sm"
                fill="text"
                icon="pen"
                aria-label={t('alerts.edit-label', 'Edit {{name}}', { name: folder })}
                href={locationUtil.assureBaseUrl(`/alerting/${uid}/edit`)}
              >
                {t('alerts.edit', 'Edit')}
              </LinkButton>
            )}
            {may('alert.silences:create') && (
              <LinkButton
                size="sm"
                fill="text"
                icon="bell-slash"
                aria-label={t('alerts.silence-label', 'Silence {{name}}', { name: folder })}
                href={silenceUrl({ __alert_rule_uid__: uid })}
              >
                {t('alerts.silence', 'Silence')}
              </LinkButton>
            )}
          </div>
        )}
      </div>
    </li>
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
        <LinkButton
          size="sm"
          fill="text"
          icon="bell-slash"
          aria-label={t('alerts.silence-label', 'Silence {{name}}', { name: what })}
          href={silenceUrl(matchers)}
        >
          {t('alerts.silence', 'Silence')}
        </LinkButton>
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
  head: css({
    display: 'flex',
    flexWrap: 'wrap',
    justifyContent: 'space-between',
    alignItems: 'center',
    gap: theme.spacing(1),
    marginBottom: theme.spacing(1),
  }),
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
