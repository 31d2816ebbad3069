import { useMemo, type ReactNode } from 'react';
import { useAsync } from 'react-use';
import { useLocation, useParams } from 'react-router-dom-v5-compat';
import { PluginContextProvider, type AppPlugin } from '@grafana/data';
import { locationSearchToObject } from '@grafana/runtime';
import { Alert, LoadingPlaceholder } from '@grafana/ui';
import { Page } from '../chrome/Page';
import { loadAppPlugin } from '../loader/plugins';

interface Loaded {
  readonly plugin: AppPlugin;
  readonly id: string;
  readonly query: ReturnType<typeof locationSearchToObject>;
}

/** What an app draws, once it is loaded; until then, or where it cannot be, a page that says so. */
export function OfApp({ children }: { readonly children: (loaded: Loaded) => ReactNode }) {
  const { id = '' } = useParams<{ id: string }>();
  const { search } = useLocation();
  const { value: plugin, error } = useAsync(() => loadAppPlugin(id), [id]);
  const query = useMemo(() => locationSearchToObject(search), [search]);
  if (plugin === undefined || error !== undefined) {
    return (
      <Page title="App">
        {error === undefined ? (
          <LoadingPlaceholder text="Loading the app" />
        ) : (
          <Alert title="This app cannot be shown">{error.message}</Alert>
        )}
      </Page>
    );
  }
  return <PluginContextProvider meta={plugin.meta}>{children({ plugin, id, query })}</PluginContextProvider>;
}
