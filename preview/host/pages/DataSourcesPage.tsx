import { getDataSourceSrv } from '@grafana/runtime';
import { Card, Stack, Tag } from '@grafana/ui';
import { Page } from '../chrome/Page';

/** The data sources of the provisioning folder, or the built-in sample where there is none. */
export function DataSourcesPage() {
  return (
    <Page title="Data sources" subTitle={window.tidemarkPreview.dataSourcesText}>
      <Stack direction="column" gap={1}>
        {getDataSourceSrv()
          .getList()
          .map((settings) => (
            <Card key={settings.uid} href={`/connections/datasources/edit/${settings.uid}`} noMargin>
              <Card.Heading>{settings.name}</Card.Heading>
              <Card.Figure>
                <img src={`/${settings.meta.info.logos.small}`} alt="" width={32} height={32} />
              </Card.Figure>
              <Card.Meta>{[settings.meta.name, `uid ${settings.uid}`]}</Card.Meta>
              <Card.Tags>
                <Stack gap={1}>
                  {settings.isDefault === true && <Tag name="default" colorIndex={1} />}
                  {settings.readOnly && <Tag name="provisioned" colorIndex={6} />}
                </Stack>
              </Card.Tags>
            </Card>
          ))}
      </Stack>
    </Page>
  );
}
