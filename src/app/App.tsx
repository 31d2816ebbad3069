import { lazy, Suspense, useCallback, useMemo, useState } from 'react';
import { useLocation } from 'react-router';
import type { RawTimeRange } from '@grafana/data';
import { locationSearchToObject } from '@grafana/runtime';
import { LoadingPlaceholder } from '@grafana/ui';
import { usePageTime } from './frame/useTime';
import { routeOf } from './routes';
import { t } from './t';

const FleetPage = lazy(() => import('./fleet/FleetPage').then(({ FleetPage: page }) => ({ default: page })));
const ModelPage = lazy(() => import('./model/ModelPage').then(({ ModelPage: page }) => ({ default: page })));
const AlertsPage = lazy(() => import('./alerts/AlertsPage').then(({ AlertsPage: page }) => ({ default: page })));
const ApplyPage = lazy(() => import('./apply/ApplyPage').then(({ ApplyPage: page }) => ({ default: page })));
const ReferencesPage = lazy(() =>
  import('./references/ReferencesPage').then(({ ReferencesPage: page }) => ({ default: page }))
);
const ReplayPage = lazy(() => import('./replay/ReplayPage').then(({ ReplayPage: page }) => ({ default: page })));
const SetupPage = lazy(() => import('./setup/SetupPage').then(({ SetupPage: page }) => ({ default: page })));
const TeamsPage = lazy(() => import('./teams/TeamsPage').then(({ TeamsPage: page }) => ({ default: page })));

/** What a page looks at until somebody says otherwise: a whole day, as traffic has its hours. */
const USUAL: RawTimeRange = { from: 'now-24h', to: 'now' };

/** What alerts are replayed over: working days and the others. */
const WEEK: RawTimeRange = { from: 'now-7d', to: 'now' };

/** Shows the page that the address names; each is loaded when it is first shown. */
export default function App() {
  const { pathname, search } = useLocation();
  const route = routeOf(pathname);
  const query = useMemo(() => locationSearchToObject(search), [search]);
  const [refreshed, setRefreshed] = useState(0);
  const refresh = useCallback(() => setRefreshed((count) => count + 1), []);
  const time = usePageTime(query, USUAL, refreshed, refresh);
  const week = usePageTime(query, WEEK, refreshed, refresh);
  return (
    <Suspense fallback={<LoadingPlaceholder text={t('app.loading', 'Loading the page')} />}>
      {route.page === 'model' && <ModelPage model={route.model} query={query} time={time} />}
      {route.page === 'setup' && <SetupPage query={query} />}
      {route.page === 'references' && <ReferencesPage query={query} time={time} />}
      {route.page === 'alerts' && <AlertsPage query={query} time={time} />}
      {route.page === 'apply' && <ApplyPage query={query} />}
      {route.page === 'replay' && <ReplayPage query={query} time={week} />}
      {route.page === 'teams' && <TeamsPage query={query} />}
      {route.page === 'fleet' && <FleetPage query={query} time={time} />}
    </Suspense>
  );
}
