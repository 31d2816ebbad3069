import type { PreviewBoot } from './bootData';

/** JSON inside a script element: what could end the element is written in another way. */
const inScript = (value: unknown): string => JSON.stringify(value).replace(/</g, '\\u003c');

interface PageOptions {
  readonly version: string;
  readonly appUrl: string;
  readonly settings: Readonly<Record<string, unknown>>;
  readonly boot: PreviewBoot;
}

/**
 * The host page. Grafana's packages read `window.grafanaBootData` while they load, so it stands here, before them;
 * the theme in it comes from the address, else from what was chosen last.
 */
export function hostPage({ version, appUrl, settings, boot }: PageOptions): string {
  const bootData = {
    assets: { dark: '', light: '' },
    navTree: [],
    user: {
      id: 1,
      isSignedIn: true,
      isGrafanaAdmin: true,
      login: 'admin',
      email: 'admin@localhost',
      name: 'Preview',
      orgCount: 1,
      orgId: 1,
      orgName: 'Main Org.',
      orgRole: 'Admin',
      timezone: 'browser',
      weekStart: '',
      locale: 'en-US',
      language: 'en-US',
      regionalFormat: 'en-US',
      helpFlags1: 0,
      hasEditPermissionInFolders: true,
      permissions: {
        'datasources:query': true,
        'datasources:explore': true,
        'datasources:read': true,
        'datasources:write': true,
        'dashboards:create': true,
        'dashboards:write': true,
        'alert.rules:read': true,
      },
      analytics: { identifier: '' },
      gravatarUrl: '',
      externalUserId: '',
      authenticatedBy: '',
      theme: 'dark',
    },
    settings: {
      ...settings,
      appUrl,
      appSubUrl: '',
      namespace: 'default',
      exploreEnabled: true,
      unifiedAlertingEnabled: true,
      expressionsEnabled: true,
      featureToggles: {},
      buildInfo: {
        version,
        commit: 'preview',
        env: 'production',
        edition: 'Open Source',
        hideVersion: false,
        latestVersion: '',
        hasUpdate: false,
      },
      panels: Object.fromEntries(boot.plugins.panels.map((panel) => [panel.id, panel])),
      apps: {},
      minRefreshInterval: '5s',
    },
  };
  return `<!doctype html>
<html lang="en">
  <head>
    <meta charset="utf-8" />
    <meta name="viewport" content="width=device-width" />
    <base href="/" />
    <title>Tidemark preview</title>
    <link rel="icon" type="image/svg+xml" href="/public/plugins/tidemark-drift-app/img/logo.svg" />
    <link rel="stylesheet" href="/preview/main.css" />
    <script>
      window.__grafana_public_path__ = '/public/';
      window.tidemarkPreview = ${inScript(boot)};
      window.grafanaBootData = ${inScript(bootData)};
      (function () {
        var key = 'tidemark.preview.theme';
        var asked = new URLSearchParams(location.search).get('theme');
        if (asked === 'light' || asked === 'dark') localStorage.setItem(key, asked);
        var theme = localStorage.getItem(key) === 'light' ? 'light' : 'dark';
        window.grafanaBootData.user.theme = theme;
        window.grafanaBootData.user.lightTheme = theme === 'light';
        document.documentElement.style.background = theme === 'light' ? '#fbfbfb' : '#111217';
      })();
    </script>
  </head>
  <body>
    <div id="root"></div>
    <noscript>This preview needs JavaScript.</noscript>
    <script type="module" src="/preview/main.js"></script>
  </body>
</html>
`;
}
