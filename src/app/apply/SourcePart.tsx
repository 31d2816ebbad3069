import { useMemo, useState } from 'react';
import { css } from '@emotion/css';
import { type DataSourceInstanceSettings, type GrafanaTheme2 } from '@grafana/data';
import { config } from '@grafana/runtime';
import { Alert, Button, Checkbox, LinkButton, LoadingPlaceholder, Stack, Text, useStyles2 } from '@grafana/ui';
import { desiredOf, nothingOf, planOf, type Plan } from '../../pack/apply';
import type { Pack } from '../../pack/compile';
import { Confirm } from '../frame/Confirm';
import { canChange } from '../frame/permissions';
import { pageUrl } from '../routes';
import { settingsUrl } from '../frame/settingsUrl';
import { t } from '../t';
import { ChangeList } from './ChangeList';
import { ExportPart } from './ExportPart';
import { packOfSource } from './packOfSource';
import { ResultPart } from './ResultPart';
import { missingActions, type Right } from './rights';
import { SecretFields } from './SecretFields';
import { useApply, type Apply } from './useApply';

/** One data source: what keeps its pack from being made, or how the pack and Grafana differ. */
export function SourcePart({ source }: { readonly source: DataSourceInstanceSettings }) {
  const styles = useStyles2(getStyles);
  const compiled = useMemo(() => packOfSource(source), [source]);
  if (compiled.ok) {
    return <PackPart pack={compiled.pack} />;
  }
  return (
    <Stack direction="column" gap={2}>
      <Alert severity="warning" title={t('apply.problems', 'No alerts can be made of the settings yet')}>
        <ul className={styles.problems}>
          {compiled.problems.map(({ path, message }) => (
            <li key={`${path} ${message}`}>
              {path !== '' && <code>{path}</code>} {message}
            </li>
          ))}
        </ul>
      </Alert>
      <Stack direction="row" gap={1}>
        <LinkButton variant="secondary" icon="users-alt" href={pageUrl('teams', { 'var-datasource': source.uid })}>
          {t('apply.to-teams', 'Teams')}
        </LinkButton>
        {canChange(source) && (
          <LinkButton variant="secondary" icon="cog" href={settingsUrl(source.uid)}>
            {t('apply.to-settings', 'Settings of {{name}}', { name: source.name })}
          </LinkButton>
        )}
      </Stack>
    </Stack>
  );
}

function PackPart({ pack }: { readonly pack: Pack }) {
  const styles = useStyles2(getStyles);
  const desired = useMemo(() => desiredOf(pack), [pack]);
  const uids = useMemo(() => new Set(pack.rules.map(({ uid }) => uid)), [pack]);
  const [values, setValues] = useState<Readonly<Record<string, string>>>({});
  const [lock, setLock] = useState(false);
  const apply = useApply(desired, values, lock);
  const { state, plan, stale } = apply;
  const secrets = desired.contactPoints.flatMap((point) => point.secrets);
  // Who may not write contact points has nowhere to put a secret.
  const mayGive = missingActions(['notifications'], config.bootData.user.permissions ?? {}).length === 0;
  const run = async (): Promise<void> => {
    await apply.apply(desired, values, lock);
    // What was typed has done its work.
    setValues({});
  };
  return (
    <Stack direction="column" gap={3}>
      <Text color="secondary">
        {t('apply.pack', '{{rules}} rules about {{models}} models, told to {{teams}}.', {
          rules: pack.rules.length,
          models: new Set(pack.rules.map(({ model }) => model.id)).size,
          teams: pack.teams.map(({ id, title }) => title ?? id).join(', '),
        })}{' '}
        {pack.notes.join(' ')}
      </Text>
      <ResultPart apply={apply} uids={uids} />
      {stale && (
        <Alert severity="info" title={t('apply.stale', 'Somebody has changed Grafana’s alerts meanwhile')}>
          {t('apply.stale-text', 'Nothing was done. Below is what differs now.')}
        </Alert>
      )}
      <section aria-labelledby="apply-differences">
        <div id="apply-differences" className={styles.head}>
          <Text element="h2" variant="h4">
            {t('apply.differences-title', 'What differs')}
          </Text>
          <Button size="sm" variant="secondary" icon="sync" disabled={state.is === 'working'} onClick={apply.look}>
            {t('frame.refresh', 'Look again')}
          </Button>
        </div>
        {state.is === 'reading' && <LoadingPlaceholder text={t('apply.reading', 'Asking Grafana what it has')} />}
        {state.is === 'working' && (
          <LoadingPlaceholder
            text={t('apply.working', 'Step {{count}} of {{total}}', { count: state.count, total: state.total })}
          />
        )}
        {state.is === 'unread' && <Unread apply={apply} />}
        {plan !== undefined && (
          <Stack direction="column" gap={2}>
            <Summary plan={plan} rules={pack.rules.length} />
            {secrets.length > 0 && mayGive && (plan.missing.length > 0 || !plan.blocked) && (
              <SecretFields
                secrets={secrets}
                missing={plan.missing}
                made={madePoints(plan)}
                values={values}
                onChange={setValues}
              />
            )}
            <Actions apply={apply} plan={plan} pack={pack} lock={lock} onLock={setLock} onRun={() => void run()} />
            <ChangeList changes={plan.changes} />
          </Stack>
        )}
      </section>
      <section aria-labelledby="apply-export">
        <div id="apply-export" className={styles.head}>
          <Text element="h2" variant="h4">
            {t('apply.export', 'Export')}
          </Text>
        </div>
        <ExportPart pack={pack} />
      </section>
    </Stack>
  );
}

const madePoints = ({ changes }: Plan): ReadonlySet<string> =>
  new Set(changes.flatMap(({ kind, what, name }) => (kind === 'contactPoint' && what === 'make' ? [name] : [])));

function Unread({ apply: { state } }: { readonly apply: Apply }) {
  if (state.is !== 'unread') {
    return null;
  }
  const { status, message } = state.refusal;
  if (status === 401 || status === 403) {
    return (
      <Alert severity="info" title={t('apply.unreadable', 'You may not see what Grafana has')}>
        {message}
      </Alert>
    );
  }
  return status === 404 ? (
    <Alert severity="info" title={t('apply.no-alerting', 'There is no alerting here that could be compared')}>
      {t(
        'apply.no-alerting-text',
        'A Grafana with its alerting switched on shows here what differs, and applies it. The export below works anywhere.'
      )}
    </Alert>
  ) : (
    <Alert severity="error" title={t('apply.unread', 'Grafana did not say what it has')}>
      {message}
    </Alert>
  );
}

function Summary({ plan: { changes, blocked }, rules }: { readonly plan: Plan; readonly rules: number }) {
  const count = (what: string): number => changes.filter((change) => change.what === what).length;
  if (changes.length === 0) {
    return (
      <Alert severity="success" title={t('apply.same', 'Grafana has all of it')}>
        {t('apply.same-text', '{{count}} rules, and all that they need. There is nothing to change.', { count: rules })}
      </Alert>
    );
  }
  return (
    <>
      <Text>
        {t('apply.summary', '{{make}} to make, {{change}} to change, {{remove}} to remove.', {
          make: count('make'),
          change: count('change'),
          remove: count('remove'),
        })}
      </Text>
      {blocked && (
        <Alert severity="warning" title={t('apply.blocked', 'This cannot be applied as it is')}>
          {t('apply.blocked-text', 'Something of it is not Tidemark’s to change; each says below why, and what to do.')}
        </Alert>
      )}
    </>
  );
}

interface ActionsProps {
  readonly apply: Apply;
  readonly plan: Plan;
  readonly pack: Pack;
  readonly lock: boolean;
  readonly onLock: (lock: boolean) => void;
  readonly onRun: () => void;
}

function Actions({ apply, plan, pack, lock, onLock, onRun }: ActionsProps) {
  const [removing, setRemoving] = useState(false);
  const { steps, missing, blocked, changes } = plan;
  const needed: readonly Right[] = [
    ...(changes.some(({ kind }) => kind === 'rule' || kind === 'group') ? (['rules'] as const) : []),
    ...(changes.some(({ kind }) => !['rule', 'group', 'folder'].includes(kind)) ? (['notifications'] as const) : []),
    ...(changes.some(({ kind }) => kind === 'folder') ? (['folder'] as const) : []),
  ];
  const lacking = missingActions(needed, config.bootData.user.permissions ?? {});
  const mayRemove = missingActions(['rules', 'notifications'], config.bootData.user.permissions ?? {}).length === 0;
  const nothing = useMemo(() => nothingOf(pack.datasourceUid), [pack.datasourceUid]);
  const gone = apply.state.is === 'read' ? planOf(nothing, apply.state.snapshot) : undefined;
  return (
    <Stack direction="column" gap={2}>
      {lacking.length > 0 && changes.length > 0 && (
        <Alert severity="info" title={t('apply.forbidden', 'You may look at this, but not apply it')}>
          {t(
            'apply.forbidden-text',
            'It takes the permissions {{actions}}. Ask an administrator for them, or export.',
            {
              actions: lacking.join(', '),
            }
          )}
        </Alert>
      )}
      {changes.some(({ what }) => what === 'make') && lacking.length === 0 && !blocked && (
        <div>
          <Checkbox
            value={lock}
            label={t('apply.lock', 'Lock what is new')}
            description={t(
              'apply.lock-text',
              'It can then be changed here and over the API, but not on Grafana’s pages.'
            )}
            onChange={({ currentTarget }) => onLock(currentTarget.checked)}
          />
        </div>
      )}
      <Stack direction="row" gap={1} wrap="wrap" alignItems="center">
        {changes.length > 0 && lacking.length === 0 && (
          <Button icon="check" disabled={steps.length === 0} onClick={onRun}>
            {t('apply.apply', 'Apply')}
          </Button>
        )}
        {gone !== undefined && gone.steps.length > 0 && mayRemove && (
          <Button variant="destructive" fill="outline" icon="trash-alt" onClick={() => setRemoving(true)}>
            {t('apply.remove-all', 'Remove all of it')}
          </Button>
        )}
        {missing.length > 0 && !blocked && lacking.length === 0 && (
          <Text color="secondary">
            {t('apply.missing', 'Still to be given: {{names}}', {
              names: [...new Set(missing.map(({ contactPoint, field }) => `${contactPoint}: ${field}`))].join(', '),
            })}
          </Text>
        )}
      </Stack>
      {removing && (
        <Confirm
          title={t('apply.remove-title', 'Remove all alerts of this data source?')}
          body={t(
            'apply.remove-text',
            '{{count}} objects that were made here go. What others have made stays. It can be undone.',
            {
              count: gone?.changes.filter(({ held }) => held === undefined).length ?? 0,
            }
          )}
          confirmText={t('apply.remove-all', 'Remove all of it')}
          onConfirm={() => {
            setRemoving(false);
            void apply.apply(nothing, {}, false);
          }}
          onDismiss={() => setRemoving(false)}
        />
      )}
    </Stack>
  );
}

const getStyles = (theme: GrafanaTheme2) => ({
  head: css({
    display: 'flex',
    justifyContent: 'space-between',
    alignItems: 'center',
    marginBottom: theme.spacing(1),
  }),
  problems: css({ margin: 0, paddingLeft: theme.spacing(2) }),
});
