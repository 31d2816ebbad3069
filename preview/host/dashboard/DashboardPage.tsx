import { useEffect, useMemo } from 'react';
import { useParams } from 'react-router-dom-v5-compat';
import type { Dashboard } from '@grafana/schema';
import { UrlSyncContextProvider, type EmbeddedScene } from '@grafana/scenes';
import { Alert, LoadingPlaceholder } from '@grafana/ui';
import { useAsync } from 'react-use';
import { Page } from '../chrome/Page';
import { toScene } from './toScene';

/** One of the dashboards that the app brings, by uid, as `/d/<uid>` leads to it. */
export function DashboardPage() {
  const { uid = '' } = useParams<{ uid: string }>();
  const entry = window.tidemarkPreview.dashboards.find((candidate) => candidate.uid === uid);
  const state = useAsync(async () => {
    if (entry === undefined) {
      const known = window.tidemarkPreview.dashboards.map(({ uid: id }) => id).join(', ');
      throw new Error(
        `There is no dashboard "${uid}" in dist. ${known === '' ? 'Build the plugin first.' : `There is: ${known}.`}`
      );
    }
    const response = await fetch(entry.url);
    return (await response.json()) as Dashboard;
  }, [uid]);
  if (state.error !== undefined) {
    return (
      <Page title="Dashboard">
        <Alert title="This dashboard cannot be shown">{state.error.message}</Alert>
      </Page>
    );
  }
  if (state.value === undefined) {
    return (
      <Page title={entry?.title ?? 'Dashboard'}>
        <LoadingPlaceholder text="Loading the dashboard" />
      </Page>
    );
  }
  return <Shown key={uid} dashboard={state.value} />;
}

function Shown({ dashboard }: { readonly dashboard: Dashboard }) {
  const { scene, notes } = useMemo(() => toScene(dashboard), [dashboard]);
  useContextOfVariables(scene);
  return (
    <Page
      title={dashboard.title ?? 'Dashboard'}
      {...(dashboard.description !== undefined && { subTitle: dashboard.description })}
    >
      {notes.map((note) => (
        <Alert key={note} severity="warning" title={note} />
      ))}
      <UrlSyncContextProvider scene={scene} updateUrlOnInit createBrowserHistorySteps>
        <scene.Component model={scene} />
      </UrlSyncContextProvider>
    </Page>
  );
}

/** Data sources ask the page what `$variable` means; while this dashboard is shown, it is the one to answer. */
function useContextOfVariables(scene: EmbeddedScene): void {
  useEffect(() => {
    window.__grafanaSceneContext = scene;
    return () => {
      if (window.__grafanaSceneContext === scene) {
        window.__grafanaSceneContext = undefined;
      }
    };
  }, [scene]);
}
