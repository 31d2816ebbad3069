import { useEffect, useState } from 'react';
import { css } from '@emotion/css';
import { type DataSourceInstanceSettings, type GrafanaTheme2, type UrlQueryMap } from '@grafana/data';
import { Alert, Badge, Button, EmptyState, LinkButton, Stack, Text, useStyles2 } from '@grafana/ui';
import type { Concern, TeamSettings } from '../../model/settings';
import { definitionsOf, type Definitions } from '../ask/definitions';
import { ourSources } from '../ask/sources';
import { errorText } from '../ask/errorText';
import { LIGHTS } from '../fleet/light';
import { lightNames } from '../fleet/lightNames';
import { CopyText } from '../frame/CopyText';
import { Frame } from '../frame/Frame';
import { NoSource } from '../frame/NoSource';
import { canChange, may } from '../frame/permissions';
import { SourceVariable, chosenSource } from '../frame/SourceVariable';
import { modelUrl, pageUrl } from '../routes';
import { settingsUrl } from '../frame/settingsUrl';
import { t } from '../t';
import { AddTeam } from './AddTeam';
import { coverageOf, type Cover } from './coverage';
import { readReceivers, type Receiver } from './contactPoints';
import { SendTest } from './SendTest';

const EXAMPLE = `teams:
  - id: risk
    title: Risk ML
    contactPoint: risk-slack
    concerns: [model, output]
  - id: data
    title: Data platform
    contactPoint: data-mattermost
    concerns: [data, pipeline]
`;

/** Who owns which models, and which alerts go to whom. */
export function TeamsPage({ query }: { readonly query: UrlQueryMap }) {
  const sources = ourSources();
  const source = chosenSource(sources, query);
  // What was saved is read anew.
  const [changed, setChanged] = useState(0);
  return (
    <Frame
      nav={{ text: t('teams.title', 'Teams'), url: pageUrl('teams') }}
      subTitle={t('teams.subtitle', 'Who owns which models, and who is told what.')}
      {...(sources.length > 1 && { variables: <SourceVariable sources={sources} source={source} /> })}
    >
      {source === undefined ? (
        <NoSource />
      ) : (
        <Teams
          key={`${source.uid} ${changed}`}
          source={source}
          definitions={definitionsOf(source)}
          onChanged={() => setChanged((count) => count + 1)}
        />
      )}
    </Frame>
  );
}

type Reach =
  | { readonly is: 'loading' }
  /** Grafana does not say: no permission, or none of its alerting here. */
  | { readonly is: 'unknown'; readonly why: string }
  | { readonly is: 'known'; readonly receivers: readonly Receiver[] };

function useReceivers(): Reach {
  const [reach, setReach] = useState<Reach>({ is: 'loading' });
  useEffect(() => {
    let gone = false;
    readReceivers().then(
      (receivers) => !gone && setReach({ is: 'known', receivers }),
      (thrown: unknown) => !gone && setReach({ is: 'unknown', why: errorText(thrown) })
    );
    return () => {
      gone = true;
    };
  }, []);
  return reach;
}

function Teams({
  source,
  definitions,
  onChanged,
}: {
  readonly source: DataSourceInstanceSettings;
  readonly definitions: Definitions;
  readonly onChanged: () => void;
}) {
  const styles = useStyles2(getStyles);
  const [adding, setAdding] = useState(false);
  const reach = useReceivers();
  const { teams, models } = definitions;
  const settings = settingsUrl(source.uid);
  const defined = definedPoints(source);
  const known = reach.is === 'known' ? [...new Set(reach.receivers.map(({ name }) => name))] : [];
  const existing = new Set(known.filter((name) => !defined.includes(name)));
  // Who may change settings, but not these, is told what to put into their file.
  const add = may('datasources:write') ? (
    <Button icon="plus" onClick={() => setAdding(true)}>
      {t('teams.add', 'Add a team')}
    </Button>
  ) : undefined;
  return (
    <Stack direction="column" gap={3}>
      {teams.length === 0 ? (
        <>
          <EmptyState variant="call-to-action" message={t('teams.none', 'No team is defined yet')} button={add}>
            {t('teams.none-text', 'A team says which concerns are its own, and at which contact point it is told.')}
          </EmptyState>
          <CopyText label={t('teams.example', 'What stands in the settings')} text={EXAMPLE} />
        </>
      ) : (
        <>
          {reach.is === 'unknown' && (
            <Alert severity="info" title={t('teams.no-reach', 'Whether contact points exist is not known here')}>
              {reach.why}
            </Alert>
          )}
          <ul className={styles.list}>
            {teams.map((team) => (
              <Team key={team.id} team={team} source={source} definitions={definitions} reach={reach} />
            ))}
          </ul>
          {models.length > 0 && <Coverage definitions={definitions} source={source} />}
          <Stack direction="row" gap={1} wrap="wrap" alignItems="center">
            {add}
            {canChange(source) && (
              <LinkButton icon="cog" variant="secondary" href={settings}>
                {t('teams.change', 'Change teams')}
              </LinkButton>
            )}
            <LinkButton icon="sync" variant="secondary" href={pageUrl('apply', { 'var-datasource': source.uid })}>
              {t('alerts.apply', 'Compare and apply')}
            </LinkButton>
            {!canChange(source) && (
              <Text color="secondary">
                {t('teams.read-only', 'Teams stand in the settings of {{name}}, which you cannot change here.', {
                  name: source.name,
                })}
              </Text>
            )}
          </Stack>
        </>
      )}
      {adding && (
        <AddTeam
          source={source}
          teams={teams}
          contactPoints={[...new Set([...defined, ...known])].sort()}
          existing={existing}
          onClose={() => setAdding(false)}
          onAdded={() => {
            setAdding(false);
            onChanged();
          }}
        />
      )}
    </Stack>
  );
}

/** Contact points that the settings define. Written by hand, they may be of any shape. */
function definedPoints({ jsonData }: DataSourceInstanceSettings): readonly string[] {
  const { alerting } = jsonData as { readonly alerting?: { readonly contactPoints?: unknown } };
  const points = alerting?.contactPoints;
  return Array.isArray(points)
    ? points.flatMap((point: { readonly name?: unknown } | null) =>
        typeof point?.name === 'string' ? [point.name] : []
      )
    : [];
}

/** Who is told of what, model by model; what nobody gets, and what two would. */
function Coverage({
  definitions,
  source,
}: {
  readonly definitions: Definitions;
  readonly source: DataSourceInstanceSettings;
}) {
  const styles = useStyles2(getStyles);
  const names = lightNames();
  const rows = coverageOf(definitions);
  const wrong = [
    ...new Set(rows.flatMap(({ by }) => LIGHTS.flatMap((id) => (by[id].is === 'team' ? [] : [by[id].why])))),
  ];
  return (
    <section aria-labelledby="teams-coverage">
      <div id="teams-coverage">
        <Text element="h2" variant="h4">
          {t('teams.coverage', 'Who is on for what')}
        </Text>
      </div>
      {wrong.length === 0 ? (
        <Text color="secondary">{t('teams.covered', 'Every concern of every model goes to one team.')}</Text>
      ) : (
        <Alert severity="warning" title={t('teams.uncovered', 'Some alerts would reach nobody, or could reach two')}>
          {wrong.map((why) => (
            <div key={why}>{why}</div>
          ))}
        </Alert>
      )}
      <div className={styles.scroll}>
        <table className={styles.table}>
          <thead>
            <tr>
              <th scope="col">{t('fleet.column-model', 'Model')}</th>
              {LIGHTS.map((id) => (
                <th scope="col" key={id}>
                  {names[id]}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {rows.map(({ model, by }) => (
              <tr key={model.id}>
                <th scope="row">
                  <a className={styles.link} href={modelUrl(model.id, source.uid)}>
                    {model.title ?? model.id}
                  </a>
                </th>
                {LIGHTS.map((id) => (
                  <td key={id}>
                    <Covered cover={by[id]} />
                  </td>
                ))}
              </tr>
            ))}
          </tbody>
        </table>
      </div>
    </section>
  );
}

function Covered({ cover }: { readonly cover: Cover }) {
  switch (cover.is) {
    case 'team':
      return <>{cover.team.title ?? cover.team.id}</>;
    case 'hole':
      return <Badge color="red" icon="exclamation-triangle" text={t('teams.hole', 'Nobody')} />;
    case 'double':
      return <Badge color="orange" icon="exclamation-triangle" text={t('teams.double', 'Two teams')} />;
  }
}

function Team({
  team,
  source,
  definitions: { models },
  reach,
}: {
  readonly team: TeamSettings;
  readonly source: DataSourceInstanceSettings;
  readonly definitions: Definitions;
  readonly reach: Reach;
}) {
  const styles = useStyles2(getStyles);
  const names: Readonly<Record<Concern, string>> = lightNames();
  const owned = models.filter(({ owner }) => owner === team.id);
  const concerns = Array.isArray(team.concerns) ? team.concerns : [];
  const receivers = reach.is === 'known' ? reach.receivers.filter(({ name }) => name === team.contactPoint) : [];
  return (
    <li className={styles.team}>
      <Text element="h2" variant="h5">
        {team.title ?? team.id}
      </Text>
      <dl className={styles.facts}>
        <dt>{t('teams.concerns', 'Is told of')}</dt>
        <dd>
          {concerns.length === 0
            ? t('teams.no-concern', 'All that its own models concern')
            : concerns.map((concern) => (
                <Badge key={concern} text={names[concern] ?? concern} color="blue" className={styles.badge} />
              ))}
        </dd>
        <dt>{t('teams.contact-point', 'Contact point')}</dt>
        <dd>
          {team.contactPoint ?? t('teams.no-contact-point', 'None yet: no alert can be made for it')}
          {receivers.length > 0 && ` (${[...new Set(receivers.map(({ type }) => type))].join(', ')})`}
          {reach.is === 'known' && team.contactPoint !== undefined && receivers.length === 0 && (
            <div className={styles.lacks}>
              {t('teams.not-there', 'Grafana does not have it yet: apply makes it, where the settings define it.')}
            </div>
          )}
          <div>
            <SendTest team={team} receivers={receivers} />
          </div>
        </dd>
        <dt>{t('teams.models', 'Models')}</dt>
        <dd>
          {owned.length === 0
            ? t('teams.no-models', 'None')
            : owned.map(({ id, title }, index) => (
                <span key={id}>
                  {index > 0 && ', '}
                  <a className={styles.link} href={modelUrl(id, source.uid)}>
                    {title ?? id}
                  </a>
                </span>
              ))}
        </dd>
      </dl>
    </li>
  );
}

const getStyles = (theme: GrafanaTheme2) => ({
  list: css({
    listStyle: 'none',
    margin: 0,
    padding: 0,
    display: 'grid',
    gap: theme.spacing(2),
    gridTemplateColumns: 'repeat(auto-fill, minmax(300px, 1fr))',
  }),
  team: css({
    padding: theme.spacing(2),
    background: theme.colors.background.primary,
    border: `1px solid ${theme.colors.border.weak}`,
    borderRadius: theme.shape.radius.default,
  }),
  facts: css({
    display: 'grid',
    gridTemplateColumns: 'auto minmax(0, 1fr)',
    gap: theme.spacing(0.5, 2),
    margin: theme.spacing(1, 0, 0),
    dt: { color: theme.colors.text.secondary, fontWeight: 'inherit' },
    dd: { margin: 0 },
  }),
  lacks: css({ color: theme.colors.warning.text, fontSize: theme.typography.bodySmall.fontSize }),
  scroll: css({ overflowX: 'auto' }),
  table: css({
    width: '100%',
    marginTop: theme.spacing(1),
    borderCollapse: 'collapse',
    'th, td': { textAlign: 'left', padding: theme.spacing(1), fontWeight: 'inherit' },
    thead: { color: theme.colors.text.secondary, fontSize: theme.typography.bodySmall.fontSize },
    tr: { borderBottom: `1px solid ${theme.colors.border.weak}` },
  }),
  badge: css({ marginRight: theme.spacing(0.5) }),
  link: css({ color: theme.colors.text.link, '&:hover': { textDecoration: 'underline' } }),
});
