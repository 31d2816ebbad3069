import { useLocation } from 'react-router-dom-v5-compat';
import type { PluginPageProps } from '@grafana/runtime';
import { Page } from '../chrome/Page';
import { OfApp } from './OfApp';

/** The pages of the app: everything below `/a/<id>` is drawn by the app's own root. */
export function AppPage() {
  const { pathname } = useLocation();
  return (
    <OfApp>
      {({ plugin: { meta, root: Root }, id, query }) =>
        Root !== undefined && (
          <Root meta={meta} basename={`/a/${id}`} path={pathname} query={query} onNavChanged={() => undefined} />
        )
      }
    </OfApp>
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
