import { useEffect, useState } from 'react';
import { css } from '@emotion/css';
import { dateTimeFormatTimeAgo, locationUtil, type GrafanaTheme2 } from '@grafana/data';
import { isFetchError } from '@grafana/runtime';
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
import { errorText } from '../ask/errorText';
import { Frame } from '../frame/Frame';
import { ReadableBadge } from '../frame/ReadableBadge';
import { pageUrl } from '../routes';
import { t } from '../t';
import { readRules, type RuleLine, type RuleState } from './readRules';

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

/** Every alert rule that watches a model, and whether it fires. */
export function AlertsPage() {
  const [state, setState] = useState<State>({ is: 'loading' });
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
  }, []);
  return (
    <Frame
      nav={{ text: t('alerts.title', 'Alerts'), url: pageUrl('alerts') }}
      subTitle={t('alerts.subtitle', 'The rules that ask Tidemark, what fires first.')}
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
      {state.is === 'done' && (state.rules.length === 0 ? <NoRule /> : <Rules rules={state.rules} />)}
    </Frame>
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

function Rules({ rules }: { readonly rules: readonly RuleLine[] }) {
  const styles = useStyles2(getStyles);
  return (
    <ul className={styles.list}>
      {rules.map((rule) => (
        <li key={rule.uid === '' ? rule.name : rule.uid} className={styles.rule}>
          <span className={styles.state}>
            <StateBadge rule={rule} />
          </span>
          <div className={styles.what}>
            <Stack direction="column" gap={0.5}>
              <Stack direction="row" wrap="wrap" alignItems="baseline" gap={0.5}>
                {rule.uid === '' ? (
                  rule.name
                ) : (
                  <a className={styles.link} href={locationUtil.assureBaseUrl(`/alerting/grafana/${rule.uid}/view`)}>
                    {rule.name}
                  </a>
                )}
                <Text color="secondary" variant="bodySmall">
                  {rule.folder}
                </Text>
              </Stack>
              {rule.summary !== undefined && <Text color="secondary">{rule.summary}</Text>}
              {rule.error !== undefined && <Text color="error">{rule.error}</Text>}
              {Object.keys(rule.labels).length > 0 && (
                <TagList
                  className={styles.tags}
                  tags={Object.entries(rule.labels).map(([name, value]) => `${name}=${value}`)}
                />
              )}
            </Stack>
          </div>
          <span className={styles.when}>
            {rule.firing > 0 && t('alerts.instances', '{{count}} firing', { count: rule.firing })}
            {rule.firing > 0 && ' · '}
            {rule.evaluated === undefined
              ? t('alerts.never', 'not evaluated yet')
              : t('alerts.evaluated', 'evaluated {{ago}}', { ago: dateTimeFormatTimeAgo(rule.evaluated) })}
          </span>
        </li>
      ))}
    </ul>
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
  when: css({ color: theme.colors.text.secondary, fontSize: theme.typography.bodySmall.fontSize }),
  tags: css({ justifyContent: 'flex-start' }),
  link: css({ color: theme.colors.text.link, '&:hover': { textDecoration: 'underline' } }),
});
