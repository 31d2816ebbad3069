import { locationService } from '@grafana/runtime';
import { Tab, TabsBar } from '@grafana/ui';
import { Page } from '../chrome/Page';
import { OfApp } from './OfApp';

/** What Grafana shows of an app under its plugins: the app's own pages of settings, and nothing to enable or remove. */
export function AppSettingsPage() {
  return (
    <OfApp>
      {({ plugin, query }) => {
        const pages = plugin.configPages ?? [];
        const shown = pages.find((page) => page.id === query['page']) ?? pages[0];
        return (
          <Page title={plugin.meta.name} subTitle={plugin.meta.info.description}>
            <TabsBar>
              {pages.map((page) => (
                <Tab
                  key={page.id}
                  label={page.title}
                  active={page === shown}
                  onChangeTab={() => locationService.partial({ page: page.id })}
                />
              ))}
            </TabsBar>
            {shown !== undefined && <shown.body plugin={plugin} query={query} />}
          </Page>
        );
      }}
    </OfApp>
  );
}
