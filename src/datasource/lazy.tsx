import { ErrorBoundaryAlert, LoadingPlaceholder } from '@grafana/ui';
import { lazy, Suspense, type ComponentType } from 'react';

/**
 * A component that is loaded when it is first shown. Grafana loads the entry of a data source with every dashboard that
 * uses it; its editors are seldom seen there.
 */
function onDemand<Props extends object>(
  load: () => Promise<{ default: ComponentType<Props> }>,
  what: string
): ComponentType<Props> {
  // React's own types cannot know that a component of any props takes exactly these.
  const Loaded: ComponentType<Props> = lazy(load) as unknown as ComponentType<Props>;
  function OnDemand(props: Props) {
    return (
      <ErrorBoundaryAlert title={`The ${what} could not be shown. Reload the page; Grafana may have been upgraded.`}>
        <Suspense fallback={<LoadingPlaceholder text={`Loading the ${what}…`} />}>
          <Loaded {...props} />
        </Suspense>
      </ErrorBoundaryAlert>
    );
  }
  return OnDemand;
}

export const LazyQueryEditor = onDemand(() => import('./editor/QueryEditor'), 'query editor');
export const LazyAnnotationEditor = onDemand(() => import('./annotations/AnnotationEditor'), 'annotation editor');
export const LazyVariableEditor = onDemand(() => import('./variables/VariableEditor'), 'variable editor');
export const LazyConfigEditor = onDemand(() => import('./config/ConfigEditor'), 'settings');
export const LazyQueryHelp = onDemand(() => import('./help/QueryHelp'), 'query help');
