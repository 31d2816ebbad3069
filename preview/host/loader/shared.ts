/**
 * What Grafana hands a plugin: one copy of each of these packages for the host and all plugins.
 * Loaded only when a plugin asks.
 */
export const SHARED: Readonly<Record<string, () => Promise<unknown>>> = {
  react: () => import('react'),
  'react/jsx-runtime': () => import('react/jsx-runtime'),
  'react/jsx-dev-runtime': () => import('react/jsx-dev-runtime'),
  'react-dom': () => import('react-dom'),
  'react-router-dom': () => import('react-router-dom'),
  // A plugin bundles version 6 of react-router-dom, and finds its router in Grafana's bridge from version 5 to 6.
  'react-router': () => import('react-router-dom-v5-compat'),
  '@grafana/data': () => import('@grafana/data'),
  '@grafana/data/unstable': () => import('@grafana/data/unstable'),
  '@grafana/runtime': () => import('@grafana/runtime'),
  '@grafana/runtime/unstable': () => import('@grafana/runtime/unstable'),
  '@grafana/ui': () => import('@grafana/ui'),
  '@grafana/ui/unstable': () => import('@grafana/ui/unstable'),
  '@emotion/css': () => import('@emotion/css'),
  '@emotion/react': () => import('@emotion/react'),
  // Plugins bundle @grafana/i18n, each with its own texts, and share the one instance behind it.
  i18next: () => import('i18next'),
  rxjs: () => import('rxjs'),
  'rxjs/operators': () => import('rxjs/operators'),
  lodash: () => import('lodash'),
  moment: () => import('moment'),
};
