import { Fragment, useEffect, useState } from 'react';
import { css } from '@emotion/css';
import {
  dateTime,
  locationUtil,
  type DataSourceInstanceSettings,
  type GrafanaTheme2,
  type TimeRange,
  type UrlQueryMap,
} from '@grafana/data';
import { isFetchError, locationService } from '@grafana/runtime';
import { Alert, EmptyState, LinkButton, LoadingPlaceholder, Stack, Text, TextLink, useStyles2 } from '@grafana/ui';
import { definitionsOf } from '../ask/definitions';
import { errorText } from '../ask/errorText';
import { ourSources } from '../ask/sources';
import { Frame } from '../frame/Frame';
import { may } from '../frame/permissions';
import { SourceVariable, chosenSource } from '../frame/SourceVariable';
import type { PageTime } from '../frame/useTime';
import { Variable } from '../frame/Variable';
import { pageUrl } from '../routes';
import { t } from '../t';
import { FiredLately } from './FiredLately';
import { whatOf, type Firing } from './firings';
import { PagedRules } from './PagedRules';
import { readRules, type RuleLine } from './readRules';

/** What stands in the address of no choice. */
const ALL = '';

type State =
  | { readonly is: 'loading' }
  | { readonly is: 'forbidden' }
  | { readonly is: 'failed'; readonly why: string }
  | { readonly is: 'done'; readonly rules: readonly RuleLine[] };

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
  const all = state.is === 'done' ? state.rules : [];
  const isHere = (one: RuleLine): boolean => one.source === undefined || one.source === source?.uid;
  const rules = all.filter(isHere);
  const elsewhere = sources.flatMap(({ uid, name }) => {
    const count = all.filter((one) => !isHere(one) && one.source === uid).length;
    return count === 0 ? [] : [{ uid, name, count }];
  });
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
        (all.length === 0 ? (
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
              {elsewhere.length > 0 && (
                <Text color="secondary">
                  {' '}
                  {t('alerts.elsewhere', 'Rules of other data sources are not among them:')}{' '}
                  {elsewhere.map(({ uid, name, count }, place) => (
                    <Fragment key={uid}>
                      {place > 0 && ', '}
                      <TextLink inline href={pageUrl('alerts', { 'var-datasource': uid })}>
                        {`${name} (${count})`}
                      </TextLink>
                    </Fragment>
                  ))}
                </Text>
              )}
              <PagedRules rules={shown} teams={source === undefined ? [] : definitionsOf(source).teams} />
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

/** All models on one axis, or the one that the address names, with its drift. */
function Lately({ source, rules, query, range }: LatelyProps) {
  const styles = useStyles2(getStyles);
  const titles = new Map(definitionsOf(source).models.map(({ id, title }) => [id, title ?? id]));
  const models = [...new Set(rules.flatMap(({ labels }) => labels['model'] ?? []))].filter((id) => titles.has(id));
  const [only] = models;
  if (only === undefined) {
    return null;
  }
  const model = models.length === 1 ? only : models.find((id) => id === query['var-model']);
  const choose = (value: string): void => locationService.partial({ 'var-model': value === ALL ? null : value });
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
            value={model ?? ALL}
            options={[
              { value: ALL, label: t('variable.all', 'All') },
              ...models.map((id) => ({ value: id, label: titles.get(id) ?? id })),
            ]}
            onChange={choose}
          />
        )}
      </div>
      <FiredLately
        uid={source.uid}
        model={model}
        titles={new Map(models.map((id) => [id, titles.get(id) ?? id]))}
        range={range}
        running={runningOf(rules)}
        onModel={choose}
      />
    </section>
  );
}

function NoRule() {
  return (
    <EmptyState
      variant="call-to-action"
      message={t('alerts.none', 'No rule watches a model yet')}
      button={
        may('alert.rules:write') ? (
          <LinkButton icon="plus" href={locationUtil.assureBaseUrl('/alerting/new/alerting')}>
            {t('alerts.new', 'New alert rule')}
          </LinkButton>
        ) : undefined
      }
    >
      {may('alert.rules:write')
        ? t(
            'alerts.none-text',
            'Choose the Tidemark data source in a new rule: each feature, job or number of its answer becomes an instance of its own.'
          )
        : t('alerts.none-no-permission', 'You may not make one: ask an administrator.')}
    </EmptyState>
  );
}

/** What fires now. */
const runningOf = (rules: readonly RuleLine[]): readonly Firing[] =>
  rules.flatMap(({ labels, instances }) =>
    instances.flatMap((instance) =>
      instance.state === 'firing' && instance.since !== undefined
        ? [
            {
              model: labels['model'] ?? '',
              check: labels['check'] ?? '',
              what: whatOf(instance.labels),
              from: dateTime(instance.since).valueOf(),
            },
          ]
        : []
    )
  );

const getStyles = (theme: GrafanaTheme2) => ({
  head: css({
    display: 'flex',
    flexWrap: 'wrap',
    justifyContent: 'space-between',
    alignItems: 'center',
    gap: theme.spacing(1),
    marginBottom: theme.spacing(1),
  }),
});
