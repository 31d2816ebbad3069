import { lazy, Suspense, type ComponentType, type FunctionComponent } from 'react';
import { AppPlugin } from '@grafana/data';
import { LoadingPlaceholder } from '@grafana/ui';
import { links } from './app/extensions/links';

/** A part of the app that is loaded when it is first shown, and its texts first: what it says while it loads is translated, too. */
function later(load: () => Promise<{ default: ComponentType }>): FunctionComponent {
  const Part = lazy(async () => {
    const [part] = await Promise.all([load(), import('./app/loadTexts').then(({ loadTexts }) => loadTexts())]);
    return part;
  });
  return function Later() {
    return (
      <Suspense fallback={<LoadingPlaceholder text="Loading Tidemark" />}>
        <Part />
      </Suspense>
    );
  };
}

export const plugin = new AppPlugin()
  .setRootPage(later(() => import('./app/App')))
  .addConfigPage({
    id: 'configuration',
    title: 'Configuration',
    icon: 'cog',
    body: later(() => import('./app/configuration/ConfigurationPage')),
  })
  .addLink(links.compareWithReference)
  .addLink(links.openModel)
  .addLink(links.replayRule);
links.paletteEntries.forEach((entry) => plugin.addLink(entry));
