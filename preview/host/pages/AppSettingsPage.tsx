import { useMemo } from 'react';
import { useAsync } from 'react-use';
import { useLocation, useParams } from 'react-router-dom-v5-compat';
import { PluginContextProvider } from '@grafana/data';
import { locationSearchToObject, locationService } from '@grafana/runtime';
import { Alert, LoadingPlaceholder, Tab, TabsBar } from '@grafana/ui';
import { Page } from '../chrome/Page';
import { loadAppPlugin } from '../loader/plugins';

/** What Grafana shows of an app under its plugins: the app's own pages of settings, and nothing to enable or remove. */
export function AppSettingsPage() {
  const { id = '' } = useParams<{ id: string }>();
  const location = useLocation();
  const { value: plugin, error } = useAsync(() => loadAppPlugin(id), [id]);
  const query = useMemo(() => locationSearchToObject(location.search), [location.search]);
  if (error !== undefined) {
    return (
      <Page title="App">
        <Alert title="This app cannot be shown">{error.message}</Alert>
      </Page>
    );
  }
  if (plugin === undefined) {
    return (
      <Page title="App">
        <LoadingPlaceholder text="Loading the app" />
      </Page>
    );
  }
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
      <PluginContextProvider meta={plugin.meta}>
        {shown !== undefined && <shown.body plugin={plugin} query={query} />}
      </PluginContextProvider>
    </Page>
  );
}
