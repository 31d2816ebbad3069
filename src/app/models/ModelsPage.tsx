import { PluginPage } from '@grafana/runtime';
import { Alert, EmptyState, LinkButton, LoadingPlaceholder, Stack, Text } from '@grafana/ui';
import { ModelCard } from './ModelCard';
import { useModels, type SourceModels } from './useModels';

/** Every model that this Grafana can see through Tidemark, and how each stands now. */
export function ModelsPage() {
  const state = useModels();
  return (
    <PluginPage subTitle="How far the features of each model have moved from their reference in the last six hours.">
      {state.loading ? (
        <LoadingPlaceholder text="Asking the data sources for their models" />
      ) : state.sources.length === 0 ? (
        <EmptyState
          variant="call-to-action"
          message="There is no Tidemark data source yet"
          button={
            // Grafana has no page of its own for the type of a data source that is nested in an app.
            <LinkButton icon="plus" href="/connections/datasources/new">
              Add the data source
            </LinkButton>
          }
        >
          Choose Tidemark there. It works at once on a built-in sample; give it the URL of a Prometheus to see your own
          models.
        </EmptyState>
      ) : (
        <Stack direction="column" gap={4}>
          {state.sources.map((source) => (
            <SourceSection key={source.settings.uid} source={source} />
          ))}
        </Stack>
      )}
    </PluginPage>
  );
}

function SourceSection({ source: { settings, models, error } }: { source: SourceModels }) {
  const headingId = `tidemark-source-${settings.uid}`;
  return (
    <section aria-labelledby={headingId}>
      <Stack direction="column" gap={2}>
        <Stack direction="row" gap={1} justifyContent="space-between" alignItems="center">
          <div id={headingId}>
            <Text element="h2" variant="h4">
              {settings.name}
            </Text>
          </div>
          <LinkButton size="sm" fill="text" icon="cog" href={`/connections/datasources/edit/${settings.uid}`}>
            Settings
          </LinkButton>
        </Stack>
        {error !== undefined && (
          <Alert severity="error" title={`${settings.name} does not say which models it has`}>
            {error}
          </Alert>
        )}
        {error === undefined && models.length === 0 && (
          <Alert severity="info" title="No model found">
            Neither the settings of this data source nor the labels of its metrics name a model. Define one on its
            settings page, or compare any histogram in Explore with an ad-hoc source.
          </Alert>
        )}
        {models.map((model) => (
          <ModelCard key={model.id} source={settings} model={model} />
        ))}
      </Stack>
    </section>
  );
}
