import { lazy, Suspense } from 'react';
import { AppPlugin } from '@grafana/data';
import { LoadingPlaceholder } from '@grafana/ui';

const LazyApp = lazy(async () => {
  // Its texts first: what a page says while it loads is translated, too.
  const [app] = await Promise.all([
    import('./app/App'),
    import('./app/loadTexts').then(({ loadTexts }) => loadTexts()),
  ]);
  return app;
});

const Root = () => (
  <Suspense fallback={<LoadingPlaceholder text="Loading Tidemark" />}>
    <LazyApp />
  </Suspense>
);

export const plugin = new AppPlugin().setRootPage(Root);
