import { lazy, Suspense, type ComponentType } from 'react';
import type { PanelProps } from '@grafana/data';
import { LoadingPlaceholder } from '@grafana/ui';
import { t } from './translate';

/** A panel whose code is read when it is first drawn: Grafana loads the module of every panel that it may suggest. */
export function lazyPanel<Options extends object>(
  load: () => Promise<ComponentType<PanelProps<Options>>>
): ComponentType<PanelProps<Options>> {
  const Loaded = lazy(async () => ({ default: await load() }));
  return function LazyPanel(props: PanelProps<Options>) {
    return (
      <Suspense fallback={<LoadingPlaceholder text={t('panel.loading', 'Loading the panel')} />}>
        <Loaded {...props} />
      </Suspense>
    );
  };
}
