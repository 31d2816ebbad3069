import { css } from '@emotion/css';
import { type DataSourceInstanceSettings, type GrafanaTheme2 } from '@grafana/data';
import { Badge, LinkButton, Stack, Text, useStyles2 } from '@grafana/ui';
import { definitionsOf } from '../ask/definitions';
import { ourSources } from '../ask/sources';
import { NoSource } from '../frame/NoSource';
import { may } from '../frame/permissions';
import { pageUrl } from '../routes';
import { settingsUrl } from '../frame/settingsUrl';
import { t } from '../t';

/**
 * What an administrator finds under the app's configuration: that there is nothing to set here, and where it is set
 * instead. What the app would keep does not reach a data source, so that all settings are those of the data sources.
 */
export default function ConfigurationPage() {
  const sources = ourSources();
  return (
    <Stack direction="column" gap={3}>
      <Text element="p">
        {t(
          'configuration.lead',
          'The app itself has nothing to set. Models, references and teams stand in the settings of each Tidemark data source, together with the Prometheus and the Loki that it reads.'
        )}
      </Text>
      {sources.length === 0 ? <NoSource /> : <Sources sources={sources} />}
    </Stack>
  );
}

function Sources({ sources }: { readonly sources: readonly DataSourceInstanceSettings[] }) {
  const styles = useStyles2(getStyles);
  return (
    <section aria-labelledby="configuration-sources">
      <div id="configuration-sources" className={styles.head}>
        <Text element="h2" variant="h4">
          {t('configuration.sources', 'Data sources')}
        </Text>
      </div>
      <ul className={styles.list}>
        {sources.map((source) => (
          <Source key={source.uid} source={source} />
        ))}
      </ul>
    </section>
  );
}

function Source({ source }: { readonly source: DataSourceInstanceSettings }) {
  const styles = useStyles2(getStyles);
  const { models, profiles, teams } = definitionsOf(source);
  const { name, uid } = source;
  return (
    <li className={styles.source}>
      <div className={styles.what}>
        <Stack direction="row" gap={1} alignItems="center">
          <Text weight="medium">{name}</Text>
          {source.readOnly === true && (
            <Badge text={t('configuration.provisioned', 'Provided by a file')} color="blue" icon="lock" />
          )}
        </Stack>
        <Text color="secondary" variant="bodySmall">
          {t('configuration.counts', 'Models: {{models}} · references: {{profiles}} · teams: {{teams}}', {
            models: models.length,
            profiles: profiles.length,
            teams: teams.length,
          })}
        </Text>
      </div>
      <Stack direction="row" gap={1} wrap="wrap">
        {may('datasources:write') && (
          <LinkButton size="sm" variant="secondary" icon="cog" href={settingsUrl(uid)}>
            {t('setup.settings', 'Settings of {{name}}', { name })}
          </LinkButton>
        )}
        <LinkButton
          size="sm"
          variant="secondary"
          icon="list-ul"
          href={pageUrl('setup', { 'var-datasource': uid })}
          aria-label={t('configuration.check-label', 'Check the set-up of {{name}}', { name })}
        >
          {t('configuration.check', 'Check the set-up')}
        </LinkButton>
        <LinkButton
          size="sm"
          icon="apps"
          href={pageUrl('fleet', { 'var-datasource': uid })}
          aria-label={t('configuration.models-label', 'See its models: {{name}}', { name })}
        >
          {t('configuration.models', 'See its models')}
        </LinkButton>
      </Stack>
    </li>
  );
}

const getStyles = (theme: GrafanaTheme2) => ({
  head: css({ marginBottom: theme.spacing(1) }),
  list: css({ listStyle: 'none', margin: 0, padding: 0 }),
  source: css({
    display: 'flex',
    flexWrap: 'wrap',
    gap: theme.spacing(1, 2),
    justifyContent: 'space-between',
    alignItems: 'center',
    padding: theme.spacing(1.5, 0),
    borderBottom: `1px solid ${theme.colors.border.weak}`,
  }),
  what: css({ display: 'flex', flexDirection: 'column', gap: theme.spacing(0.5), minWidth: 0 }),
});
