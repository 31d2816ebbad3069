import type { DataSourceInstanceSettings } from '@grafana/data';
import { Alert, Card, LinkButton, Spinner, Stack, Text } from '@grafana/ui';
import type { ModelInfo } from '../../model';
import { dashboardUrl, exploreUrl } from './links';
import { useDriftSummary } from './useDriftSummary';
import { VerdictCounts } from './VerdictCounts';

interface Props {
  readonly source: DataSourceInstanceSettings;
  readonly model: ModelInfo;
}

/** One model: how it stands now, what to look at first, and where to go on. */
export function ModelCard({ source, model }: Props) {
  const drift = useDriftSummary(source.uid, model.id);
  return (
    <Card noMargin>
      <Card.Heading>{model.title}</Card.Heading>
      <Card.Meta>
        {[
          model.id,
          model.owner === undefined ? 'no owner set' : `owner: ${model.owner}`,
          model.origin === 'settings' ? 'defined in the data source' : 'found in the metrics',
        ]}
      </Card.Meta>
      <Card.Description>
        {drift.state === 'loading' && (
          <Stack direction="row" gap={1} alignItems="center">
            <Spinner inline />
            <Text color="secondary">Comparing the last six hours with the reference</Text>
          </Stack>
        )}
        {drift.state === 'error' && (
          <Alert severity="warning" title="This model cannot be judged now">
            {drift.error}
          </Alert>
        )}
        {drift.state === 'done' && (
          <Stack direction="column" gap={1}>
            {drift.summary.features === 0 ? (
              <Text color="secondary">No feature of this model was seen in the last six hours.</Text>
            ) : (
              <VerdictCounts counts={drift.summary.counts} />
            )}
            {drift.summary.worst && (
              <Text color="secondary">
                First look at <Text weight="medium">{drift.summary.worst.feature}</Text>: {drift.summary.worst.reason}
              </Text>
            )}
          </Stack>
        )}
      </Card.Description>
      <Card.Actions>
        <LinkButton size="sm" variant="primary" fill="outline" icon="apps" href={dashboardUrl(source.uid, model.id)}>
          Dashboard
        </LinkButton>
        <LinkButton size="sm" variant="secondary" icon="compass" href={exploreUrl(source.uid, source.type, model.id)}>
          Explore
        </LinkButton>
      </Card.Actions>
    </Card>
  );
}
