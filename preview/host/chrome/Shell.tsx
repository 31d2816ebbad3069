import type { ReactNode } from 'react';
import { css, cx } from '@emotion/css';
import type { AppPluginMeta } from '@grafana/data';
import { Link, useLocation } from 'react-router-dom-v5-compat';
import { Button, Icon, useStyles2, useTheme2, type IconName } from '@grafana/ui';
import { Notifications } from './Notifications';
import { switchTheme } from './theme';

interface Entry {
  readonly label: string;
  readonly href: string;
  readonly icon?: IconName;
  readonly children?: readonly Entry[];
}

const pathOf = (app: AppPluginMeta, path: string | undefined): string =>
  path?.replace('%PLUGIN_ID%', app.id) ?? `/a/${app.id}`;

/** The page that the app names as its first; the types of plugin.json leave the flag out. */
const firstPage = (app: AppPluginMeta): string =>
  pathOf(app, (app.includes ?? []).find((include) => 'defaultNav' in include && include.defaultNav === true)?.path);

function entries(): readonly Entry[] {
  const { dashboards, plugins } = window.tidemarkPreview;
  return [
    { label: 'Explore', href: '/explore', icon: 'compass' },
    {
      label: 'Dashboards',
      href: '/dashboards',
      icon: 'apps',
      children: dashboards.map(({ uid, title }) => ({ label: title, href: `/d/${uid}` })),
    },
    ...plugins.apps.map((app) => ({
      label: app.name,
      href: firstPage(app),
      icon: 'graph-bar' as const,
      children: (app.includes ?? [])
        .filter((include) => include.type === 'page' && include.addToNav === true && include.path !== undefined)
        .map((include) => ({ label: include.name, href: pathOf(app, include.path) })),
    })),
    { label: 'Data sources', href: '/connections/datasources', icon: 'database' },
    ...plugins.apps.map(({ id }) => ({ label: 'App settings', href: `/plugins/${id}`, icon: 'cog' as const })),
    { label: 'Gallery', href: '/gallery', icon: 'layer-group' },
  ];
}

/** Where a column of pages would take too much from the page itself, they stand in a line above it. */
const NARROW = '@media (max-width: 900px)';

/** Says what this is, leads to its pages, and shows one of them. */
export function Shell({ children }: { readonly children: ReactNode }) {
  const theme = useTheme2();
  const { pathname } = useLocation();
  const look = useStyles2((t) => ({
    shell: css({
      display: 'grid',
      gridTemplateColumns: '232px minmax(0, 1fr)',
      gridTemplateRows: 'auto minmax(0, 1fr)',
      height: '100vh',
      [NARROW]: { gridTemplateColumns: 'minmax(0, 1fr)', gridTemplateRows: 'auto auto minmax(0, 1fr)' },
    }),
    banner: css({
      gridColumn: '1 / -1',
      display: 'flex',
      alignItems: 'center',
      gap: t.spacing(1),
      padding: t.spacing(0.75, 2),
      borderBottom: `1px solid ${t.colors.border.weak}`,
      background: t.colors.info.transparent,
      fontSize: t.typography.bodySmall.fontSize,
    }),
    grow: css({ flexGrow: 1 }),
    nav: css({
      background: t.colors.background.primary,
      borderRight: `1px solid ${t.colors.border.weak}`,
      padding: t.spacing(2, 1),
      overflowY: 'auto',
      [NARROW]: {
        display: 'flex',
        alignItems: 'center',
        padding: t.spacing(0.5, 1),
        borderRight: 0,
        borderBottom: `1px solid ${t.colors.border.weak}`,
        ul: { display: 'flex', flexWrap: 'wrap' },
        li: { display: 'flex' },
      },
    }),
    brand: css({
      display: 'flex',
      alignItems: 'center',
      gap: t.spacing(1),
      padding: t.spacing(0, 1, 2),
      [NARROW]: { padding: t.spacing(0, 1), span: { display: 'none' } },
      fontWeight: t.typography.fontWeightMedium,
      fontSize: t.typography.h5.fontSize,
    }),
    link: css({
      display: 'flex',
      alignItems: 'center',
      gap: t.spacing(1),
      padding: t.spacing(0.75, 1),
      borderRadius: t.shape.radius.default,
      color: t.colors.text.secondary,
      '&:hover': { color: t.colors.text.primary, background: t.colors.action.hover },
      '&:focus-visible': { outline: `2px solid ${t.colors.primary.main}`, outlineOffset: -2 },
    }),
    nested: css({ paddingLeft: t.spacing(4), [NARROW]: { paddingLeft: t.spacing(1) } }),
    active: css({
      color: t.colors.text.primary,
      background: t.colors.action.selected,
      boxShadow: `inset 2px 0 ${t.colors.warning.main}`,
    }),
    content: css({ overflow: 'auto', minWidth: 0 }),
  }));
  const link = (entry: Entry, nested: boolean) => {
    // A parent leads to the first of its pages, and that one is marked; without pages it is marked for all below it.
    const children = entry.children ?? [];
    const active =
      children.length === 0
        ? pathname === entry.href || pathname.startsWith(`${entry.href}/`)
        : pathname === entry.href && !children.some(({ href }) => href === entry.href);
    return (
      <li key={`${entry.href}-${entry.label}`}>
        <Link
          to={entry.href}
          className={cx(look.link, nested && look.nested, active && look.active)}
          {...(active && { 'aria-current': 'page' as const })}
        >
          {entry.icon && <Icon name={entry.icon} />}
          {entry.label}
        </Link>
        {children.length > 0 && <ul>{children.map((child) => link(child, true))}</ul>}
      </li>
    );
  };
  return (
    <div className={look.shell}>
      <div className={look.banner} role="note">
        <Icon name="info-circle" />
        <span>
          <strong>This is a preview of Tidemark, and not Grafana.</strong> It shows the built plugin in a small page
          made of Grafana&apos;s packages; the program that answers is the one that Grafana runs.
        </span>
        <span className={look.grow} />
        <Button
          size="sm"
          fill="text"
          variant="secondary"
          icon="adjust-circle"
          onClick={() => switchTheme(theme.isDark ? 'light' : 'dark')}
        >
          {theme.isDark ? 'Light theme' : 'Dark theme'}
        </Button>
      </div>
      <nav className={look.nav} aria-label="Pages">
        <div className={look.brand}>
          <img src="/public/plugins/tidemark-drift-app/img/logo.svg" width={24} height={24} alt="" />
          <span>Tidemark preview</span>
        </div>
        <ul>{entries().map((entry) => link(entry, false))}</ul>
      </nav>
      <div className={look.content}>{children}</div>
      <Notifications />
    </div>
  );
}
