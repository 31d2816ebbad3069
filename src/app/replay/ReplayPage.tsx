import { useMemo } from 'react';
import { css } from '@emotion/css';
import { type DataSourceInstanceSettings, type GrafanaTheme2, type UrlQueryMap } from '@grafana/data';
import { locationService } from '@grafana/runtime';
import { Alert, Button, EmptyState, LinkButton, LoadingPlaceholder, Stack, Text, useStyles2 } from '@grafana/ui';
import type { GivenRule } from '../../replay';
import { ourSources } from '../ask/sources';
import { Frame } from '../frame/Frame';
import { canChange } from '../frame/permissions';
import { chosenSource, SourceVariable } from '../frame/SourceVariable';
import type { PageTime } from '../frame/useTime';
import { Variable } from '../frame/Variable';
import { pageUrl } from '../routes';
import { settingsUrl } from '../frame/settingsUrl';
import { t } from '../t';
import type { NamedRule } from './packOf';
import { Progress } from './Progress';
import { ReplayResult } from './ReplayResult';
import { namedOwn, useOwnRules } from './useOwnRules';
import { usePack } from './usePack';
import { useReplay } from './useReplay';

/** Every model, or every check; what needs metrics alone, which is quick; and what people have made beside the pack. */
const ALL = '$all';
const QUICK = '$quick';
const OWN = '$own';

interface Props {
  readonly query: UrlQueryMap;
  readonly time: PageTime;
}

/** When rules would have fired, those of the alert pack or anybody's, who would have been told, and what would change that. */
export function ReplayPage({ query, time }: Props) {
  const sources = ourSources();
  const source = chosenSource(sources, query);
  const pack = usePack(source);
  const given = useOwnRules(source?.uid);
  const { rules, refused } = useMemo(() => {
    const ofPack = pack?.ok === true ? pack.rules : [];
    const known = new Set(ofPack.map(({ rule }) => rule.uid));
    const titles = new Map(ofPack.map(({ model, modelTitle }) => [model, modelTitle]));
    const others = namedOwn(
      (given ?? []).filter(({ uid }) => !known.has(uid)),
      titles
    );
    return { rules: [...ofPack, ...others.rules], refused: others.refused };
  }, [pack, given]);
  const models = [...new Map(rules.map(({ model, modelTitle }) => [model, modelTitle]))].filter(([id]) => id !== '');
  const model = [ALL, ...models.map(([id]) => id)].find((id) => id === query['var-model']) ?? models[0]?.[0] ?? ALL;
  const ofModel = rules.filter((one) => model === ALL || one.model === model);
  const checks = [...new Map(ofModel.map(({ check, title }) => [check, title]))];
  const hasOwn = ofModel.some(({ own }) => own === true);
  const wanted = query['check'];
  const check = [ALL, ...(hasOwn ? [OWN] : []), ...checks.map(([id]) => id)].find((id) => id === wanted) ?? QUICK;
  return (
    <Frame
      nav={{ text: t('replay.title', 'Replay'), url: pageUrl('replay') }}
      subTitle={t('replay.subtitle', 'When the alert rules would have fired, and who would have been told.')}
      time={time}
      variables={
        <>
          <SourceVariable sources={sources} source={source} />
          <Variable
            label={t('replay.model', 'Model')}
            value={model}
            options={[
              ...models.map(([value, label]) => ({ value, label })),
              { value: ALL, label: t('replay.all-models', 'All models') },
            ]}
            onChange={(value) => locationService.partial({ 'var-model': value, check: null })}
          />
          <Variable
            label={t('replay.rules', 'Rules')}
            value={check}
            options={[
              { value: QUICK, label: t('replay.quick', 'Those of metrics and jobs') },
              { value: ALL, label: t('replay.all-rules', 'All rules') },
              ...(hasOwn ? [{ value: OWN, label: t('replay.own-rules', 'Those not made by Tidemark') }] : []),
              ...checks.map(([value, label]) => ({ value, label })),
            ]}
            onChange={(value) => locationService.partial({ check: value })}
          />
        </>
      }
    >
      {source === undefined ? (
        <Alert severity="info" title={t('replay.no-source', 'There is no Tidemark data source yet')}>
          <LinkButton href={pageUrl('setup')}>{t('fleet.set-up', 'Set up')}</LinkButton>
        </Alert>
      ) : pack === undefined || given === undefined ? (
        <LoadingPlaceholder text={t('replay.compiling', 'Making the rules of the settings')} />
      ) : (
        <Stack direction="column" gap={2}>
          {!pack.ok && (
            <NoPack source={source} problems={pack.problems.map(({ path, message }) => `${path}: ${message}`)} />
          )}
          {(pack.ok || rules.length > 0) && (
            <Replay
              source={source}
              folder={pack.ok ? pack.folder : ''}
              rules={rules}
              model={model}
              check={check}
              time={time}
            />
          )}
          {refused.length > 0 && <Refused rules={refused} />}
        </Stack>
      )}
    </Frame>
  );
}

/** Rules that ask the data source and that nobody can replay, each with why. */
function Refused({ rules }: { readonly rules: ReadonlyArray<Extract<GivenRule, { ok: false }>> }) {
  const styles = useStyles2(getStyles);
  return (
    <section aria-labelledby="replay-refused">
      <div id="replay-refused">
        <Text element="h2" variant="h5">
          {t('replay.refused', 'Rules that cannot be replayed')}
        </Text>
      </div>
      <ul className={styles.refused}>
        {rules.map(({ uid, title, folder, reason }) => (
          <li key={uid}>
            {t('replay.refused-line', '{{title}}, in {{folder}}: {{reason}}.', { title, folder, reason })}
          </li>
        ))}
      </ul>
    </section>
  );
}

function NoPack({
  source,
  problems,
}: {
  readonly source: DataSourceInstanceSettings;
  readonly problems: readonly string[];
}) {
  return (
    <Alert severity="warning" title={t('replay.no-pack', 'The settings make no alert rules yet')}>
      <Stack direction="column" gap={1}>
        <ul>
          {problems.map((problem) => (
            <li key={problem}>{problem}</li>
          ))}
        </ul>
        {canChange(source) && (
          <div>
            <LinkButton icon="cog" variant="secondary" href={settingsUrl(source.uid)}>
              {t('replay.settings', 'Open the settings')}
            </LinkButton>
          </div>
        )}
      </Stack>
    </Alert>
  );
}

interface ReplayProps {
  readonly source: DataSourceInstanceSettings;
  readonly folder: string;
  readonly rules: readonly NamedRule[];
  readonly model: string;
  readonly check: string;
  readonly time: PageTime;
}

function Replay({ source, folder, rules, model, check, time }: ReplayProps) {
  const from = time.range.from.valueOf();
  const to = time.range.to.valueOf();
  const chosen = useMemo(
    () =>
      rules.filter(
        (one) =>
          (model === ALL || one.model === model) &&
          (check === ALL || (check === QUICK ? !one.heavy : check === OWN ? one.own === true : one.check === check))
      ),
    [rules, model, check]
  );
  const { uid } = source;
  const wanted = useMemo(
    () =>
      chosen.length === 0 || to <= from ? undefined : { uid, rules: chosen.map(({ rule }) => rule), folder, from, to },
    [uid, chosen, folder, from, to]
  );
  const { state, cancel, again } = useReplay(wanted);
  if (wanted === undefined) {
    return <EmptyState variant="not-found" message={t('replay.nothing', 'There is nothing to replay in this time')} />;
  }
  switch (state.is) {
    case 'running':
      return <Progress share={state.share} onCancel={cancel} />;
    case 'cancelled':
      return (
        <EmptyState
          variant="call-to-action"
          message={t('replay.cancelled', 'The replay was cancelled')}
          button={<Button onClick={again}>{t('replay.again', 'Replay')}</Button>}
        />
      );
    case 'forbidden':
      return (
        <Alert severity="info" title={t('replay.forbidden', 'You may not ask this data source')}>
          {t('replay.forbidden-text', 'Ask an administrator for the permission to query it.')}
        </Alert>
      );
    case 'failed':
      return (
        <Alert severity="error" title={t('replay.failed', 'The rules could not be replayed')}>
          <Stack direction="column" gap={1}>
            {state.why}
            <div>
              <Button variant="secondary" onClick={again}>
                {t('replay.retry', 'Try again')}
              </Button>
            </div>
          </Stack>
        </Alert>
      );
    case 'done':
      return <ReplayResult rules={chosen} folder={folder} courses={state.courses} failed={state.failed} />;
  }
}

const getStyles = (theme: GrafanaTheme2) => ({
  refused: css({ margin: 0, paddingLeft: theme.spacing(2), color: theme.colors.text.secondary }),
});
