import { Card, EmptyState, Stack } from '@grafana/ui';
import { Page } from '../chrome/Page';

/** The dashboards that the app brings. */
export function DashboardsPage() {
  const { dashboards } = window.tidemarkPreview;
  return (
    <Page
      title="Dashboards"
      subTitle="The dashboards that the app brings; Grafana imports the same files when the app is enabled."
    >
      {dashboards.length === 0 && <EmptyState variant="not-found" message="The built plugin brings no dashboard" />}
      <Stack direction="column" gap={1}>
        {dashboards.map(({ uid, title, description }) => (
          <Card key={uid} href={`/d/${uid}`} noMargin>
            <Card.Heading>{title}</Card.Heading>
            {description !== undefined && <Card.Description>{description}</Card.Description>}
          </Card>
        ))}
      </Stack>
    </Page>
  );
}
