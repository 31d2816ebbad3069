import { css } from '@emotion/css';
import { locationUtil, type DataSourceInstanceSettings, type GrafanaTheme2, type UrlQueryMap } from '@grafana/data';
import { Alert, Badge, EmptyState, LinkButton, Stack, Text, useStyles2 } from '@grafana/ui';
import type { Concern, TeamSettings } from '../../model/settings';
import { definitionsOf, type Definitions } from '../ask/definitions';
import { ourSources } from '../ask/sources';
import { lightNames } from '../fleet/lightNames';
import { CopyText } from '../frame/CopyText';
import { Frame } from '../frame/Frame';
import { canChange } from '../frame/permissions';
import { SourceVariable, chosenSource } from '../frame/SourceVariable';
import { modelUrl, pageUrl } from '../routes';
import { t } from '../t';

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
  return (
    <Frame
      nav={{ text: t('teams.title', 'Teams'), url: pageUrl('teams') }}
      subTitle={t('teams.subtitle', 'Who owns which models, and who is told what.')}
      {...(sources.length > 1 && { variables: <SourceVariable sources={sources} source={source} /> })}
    >
      {source === undefined ? (
        <Alert severity="info" title={t('teams.no-source', 'There is no Tidemark data source yet')}>
          <LinkButton href={pageUrl('setup')}>{t('fleet.set-up', 'Set up')}</LinkButton>
        </Alert>
      ) : (
        <Teams source={source} definitions={definitionsOf(source)} />
      )}
    </Frame>
  );
}

function Teams({
  source,
  definitions,
}: {
  readonly source: DataSourceInstanceSettings;
  readonly definitions: Definitions;
}) {
  const styles = useStyles2(getStyles);
  const { teams, models } = definitions;
  const settings = locationUtil.assureBaseUrl(`/connections/datasources/edit/${source.uid}`);
  if (teams.length === 0) {
    return (
      <Stack direction="column" gap={2}>
        <EmptyState
          variant="call-to-action"
          message={t('teams.none', 'No team is defined yet')}
          button={
            canChange(source) ? (
              <LinkButton icon="cog" href={settings}>
                {t('teams.define', 'Define teams')}
              </LinkButton>
            ) : undefined
          }
        >
          {t('teams.none-text', 'A team says which concerns are its own, and at which contact point it is told.')}
        </EmptyState>
        <CopyText label={t('teams.example', 'What stands in the settings')} text={EXAMPLE} />
      </Stack>
    );
  }
  const strangers = models.filter(({ owner }) => owner !== undefined && !teams.some(({ id }) => id === owner));
  return (
    <Stack direction="column" gap={2}>
      {strangers.length > 0 && (
        <Alert severity="warning" title={t('teams.strangers', 'Some models belong to nobody who is listed here')}>
          {strangers.map(({ id, title, owner }) => `${title ?? id}: ${owner ?? ''}`).join(', ')}
        </Alert>
      )}
      <ul className={styles.list}>
        {teams.map((team) => (
          <Team key={team.id} team={team} source={source} definitions={definitions} />
        ))}
      </ul>
      {canChange(source) ? (
        <div>
          <LinkButton icon="cog" variant="secondary" href={settings}>
            {t('teams.change', 'Change teams')}
          </LinkButton>
        </div>
      ) : (
        <Text color="secondary">
          {t('teams.read-only', 'Teams stand in the settings of {{name}}, which you cannot change here.', {
            name: source.name,
          })}
        </Text>
      )}
    </Stack>
  );
}

function Team({
  team,
  source,
  definitions: { models },
}: {
  readonly team: TeamSettings;
  readonly source: DataSourceInstanceSettings;
  readonly definitions: Definitions;
}) {
  const styles = useStyles2(getStyles);
  const names: Readonly<Record<Concern, string>> = lightNames();
  const owned = models.filter(({ owner }) => owner === team.id);
  const concerns = Array.isArray(team.concerns) ? team.concerns : [];
  return (
    <li className={styles.team}>
      <Text element="h2" variant="h5">
        {team.title ?? team.id}
      </Text>
      <dl className={styles.facts}>
        <dt>{t('teams.concerns', 'Is told of')}</dt>
        <dd>
          {concerns.length === 0
            ? t('teams.no-concern', 'Nothing yet: give it concerns')
            : concerns.map((concern) => (
                <Badge key={concern} text={names[concern] ?? concern} color="blue" className={styles.badge} />
              ))}
        </dd>
        <dt>{t('teams.contact-point', 'Contact point')}</dt>
        <dd>{team.contactPoint ?? t('teams.no-contact-point', 'None yet: alerts go where the policies send them')}</dd>
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
  badge: css({ marginRight: theme.spacing(0.5) }),
  link: css({ color: theme.colors.text.link, '&:hover': { textDecoration: 'underline' } }),
});
