import { useMemo } from 'react';
import { useAsync } from 'react-use';
import { useLocation, useParams } from 'react-router-dom-v5-compat';
import { PluginContextProvider } from '@grafana/data';
import { locationSearchToObject, type PluginPageProps } from '@grafana/runtime';
import { Alert, LoadingPlaceholder } from '@grafana/ui';
import { Page } from '../chrome/Page';
import { loadAppPlugin } from '../loader/plugins';

/** The pages of the app: everything below `/a/<id>` is drawn by the app's own root. */
export function AppPage() {
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
  const Root = plugin?.root;
  if (plugin === undefined || Root === undefined) {
    return (
      <Page title="App">
        <LoadingPlaceholder text="Loading the app" />
      </Page>
    );
  }
  return (
    <PluginContextProvider meta={plugin.meta}>
      <Root
        meta={plugin.meta}
        basename={`/a/${id}`}
        path={location.pathname}
        query={query}
        onNavChanged={() => undefined}
      />
    </PluginContextProvider>
  );
}

/** `PluginPage` of @grafana/runtime: the frame that an app gives its pages. */
export function PluginPage({ children, pageNav, subTitle, actions, renderTitle }: PluginPageProps) {
  const { pathname } = useLocation();
  const include = window.tidemarkPreview.plugins.apps
    .flatMap((app) =>
      (app.includes ?? []).map((each) => ({ ...each, path: each.path?.replace('%PLUGIN_ID%', app.id) }))
    )
    .find((each) => each.path === pathname);
  const title = pageNav?.text ?? include?.name ?? 'Tidemark';
  return (
    <Page title={title} subTitle={subTitle ?? pageNav?.subTitle} actions={actions}>
      {renderTitle?.(title)}
      {children}
    </Page>
  );
}
