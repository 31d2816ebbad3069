import { useEffect, useMemo } from 'react';
import type { UrlQueryMap } from '@grafana/data';
import { t } from '../t';
import { locationService } from '@grafana/runtime';
import { Alert, EmptyState, Input, LinkButton, LoadingBar, LoadingPlaceholder, Stack, Text } from '@grafana/ui';
import { Frame } from '../frame/Frame';
import { NoSource } from '../frame/NoSource';
import type { PageTime } from '../frame/useTime';
import { Variable } from '../frame/Variable';
import { pageUrl } from '../routes';
import { FleetTable } from './FleetTable';
import { isBlind, isOpen, isSilent, troubleOf, WAITING } from './standing';
import type { FleetModel } from './fleetModel';
import { useFleet, type Fleet } from './useFleet';

interface Props {
  readonly query: UrlQueryMap;
  readonly time: PageTime;
}

const ALL = '';
/** What stands in the address of a team-less model; no team can have this id. */
const NOBODY = '-';

const only = (value: UrlQueryMap[string]): string => (typeof value === 'string' ? value : ALL);

/** Every model that can be seen through Tidemark, and how each stands: those in trouble first. */
export function FleetPage({ query, time }: Props) {
  const fleet = useFleet(time.range);
  const team = only(query['var-team']);
  const source = only(query['var-datasource']);
  const text = only(query['filter']);
  const rows = useMemo(() => shown(fleet, { team, source, text }), [fleet, team, source, text]);
  const { show } = fleet;
  const keys = rows
    .map(({ key }) => key)
    .sort()
    .join('\n');
  useEffect(() => show(keys === '' ? [] : keys.split('\n')), [keys, show]);
  const owners = useMemo(() => ownersOf(fleet.models), [fleet.models]);
  const failures = fleet.failures.filter((failure) => source === ALL || failure.source.uid === source);
  const nothingHere = !fleet.listing && fleet.sources.length === 0;
  return (
    <Frame
      nav={{ text: t('fleet.title', 'Fleet') }}
      subTitle={t('fleet.subtitle', 'Every model and how it stands, those in trouble first.')}
      time={time}
      loading={fleet.open > 0 || fleet.listing}
      variables={
        <>
          {fleet.sources.length > 1 && (
            <Variable
              label={t('variable.datasource', 'Data source')}
              value={source}
              options={[
                { value: ALL, label: t('variable.all', 'All') },
                ...fleet.sources.map(({ uid, name }) => ({ value: uid, label: name })),
              ]}
              onChange={(value) => locationService.partial({ 'var-datasource': value === ALL ? null : value })}
            />
          )}
          <Variable
            label={t('variable.team', 'Team')}
            value={team}
            options={[
              { value: ALL, label: t('variable.all', 'All') },
              ...owners.map((owner) =>
                owner === NOBODY
                  ? { value: owner, label: t('fleet.no-owner', 'No owner') }
                  : { value: owner, label: owner }
              ),
            ]}
            onChange={(value) => locationService.partial({ 'var-team': value === ALL ? null : value })}
          />
          <Input
            width={24}
            defaultValue={text}
            placeholder={t('fleet.filter', 'Filter by name')}
            aria-label={t('fleet.filter', 'Filter by name')}
            onChange={({ currentTarget }) =>
              locationService.partial({ filter: currentTarget.value === '' ? null : currentTarget.value }, true)
            }
          />
        </>
      }
    >
      <Stack direction="column" gap={2}>
        {failures.map(({ source: { uid, name }, why }) => (
          <Alert
            key={uid}
            severity="error"
            title={t('fleet.source-failed', '{{name}} does not say which models it has', { name })}
          >
            <Stack direction="column" gap={1} alignItems="flex-start">
              {why}
              <LinkButton variant="secondary" icon="list-ul" href={pageUrl('setup', { 'var-datasource': uid })}>
                {t('configuration.check', 'Check the set-up')}
              </LinkButton>
            </Stack>
          </Alert>
        ))}
        {fleet.listing && fleet.models.length === 0 ? (
          <LoadingPlaceholder text={t('fleet.listing', 'Asking the data sources for their models')} />
        ) : nothingHere ? (
          <NoSource />
        ) : !fleet.models.some((row) => source === ALL || row.source.uid === source) ? (
          failures.length === 0 && <NoModel source={source} />
        ) : (
          <>
            {rows.length > 0 && <Summary fleet={fleet} rows={rows} />}
            {rows.length === 0 ? (
              <EmptyState variant="not-found" message={t('fleet.none-fits', 'No model fits this filter')} />
            ) : (
              <FleetTable
                rows={rows}
                standings={fleet.standings}
                range={time.range}
                severalSources={severalShown(rows)}
                look={fleet.look}
              />
            )}
          </>
        )}
      </Stack>
    </Frame>
  );
}

const severalShown = (rows: readonly FleetModel[]): boolean => new Set(rows.map((row) => row.source.uid)).size > 1;

function ownersOf(models: readonly FleetModel[]): readonly string[] {
  return [...new Set(models.map(({ model }) => model.owner ?? NOBODY))].sort();
}

function shown(
  { models, standings }: Fleet,
  { team, source, text }: { readonly team: string; readonly source: string; readonly text: string }
): readonly FleetModel[] {
  const wanted = text.toLowerCase();
  const trouble = new Map(models.map(({ key }) => [key, troubleOf(standings.get(key) ?? WAITING)]));
  return models
    .filter(
      (row) =>
        (team === ALL || (row.model.owner ?? NOBODY) === team) &&
        (source === ALL || row.source.uid === source) &&
        `${row.model.title} ${row.model.id}`.toLowerCase().includes(wanted)
    )
    .sort(
      (a, b) => (trouble.get(b.key) ?? 0) - (trouble.get(a.key) ?? 0) || a.model.title.localeCompare(b.model.title)
    );
}

/** The ten seconds: how many, and how many of them need somebody. */
function Summary({ fleet, rows }: { readonly fleet: Fleet; readonly rows: readonly FleetModel[] }) {
  const standings = rows.map(({ key }) => fleet.standings.get(key) ?? WAITING);
  const troubled = standings.filter((standing) => troubleOf(standing) >= 100).length;
  const blind = standings.filter(isBlind).length;
  const silent = standings.filter(isSilent).length;
  const open = standings.filter(isOpen).length;
  return (
    <div aria-live="polite">
      <Text color="secondary">
        {/* That nothing is wrong is said only when everything has been judged. */}
        {troubled > 0 &&
          t('fleet.summary', '{{troubled}} of {{count}} models need a look.', { troubled, count: rows.length })}
        {troubled > 0 && blind > 0 && ' '}
        {blind > 0 &&
          t('fleet.blind', '{{blind}} of {{count}} cannot be judged in full.', { blind, count: rows.length })}
        {troubled + blind > 0 && silent > 0 && ' '}
        {silent > 0 &&
          t('fleet.silent', '{{silent}} of {{count}} showed nothing in this time.', { silent, count: rows.length })}
        {troubled === 0 &&
          blind === 0 &&
          silent === 0 &&
          open === 0 &&
          t('fleet.summary-fine', 'None of {{count}} models needs a look.', { count: rows.length })}
        {troubled + blind + silent > 0 && open > 0 && ' '}
        {open > 0 && t('fleet.open', 'Still judging {{count}}.', { count: open })}
      </Text>
      {open > 0 && <LoadingBar width={200} ariaLabel={t('fleet.judging', 'Judging the models')} />}
    </div>
  );
}

function NoModel({ source }: { readonly source: string }) {
  return (
    <EmptyState
      variant="call-to-action"
      message={t('fleet.no-model', 'No model found')}
      button={
        <LinkButton icon="list-ul" href={pageUrl('setup', source === ALL ? {} : { 'var-datasource': source })}>
          {t('fleet.set-up', 'Set up')}
        </LinkButton>
      }
    >
      {t(
        'fleet.no-model-text',
        'Neither the settings of the data source nor the labels of its metrics name a model. The check list of Set up finds out why.'
      )}
    </EmptyState>
  );
}
