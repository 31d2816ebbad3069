import { lazy, Suspense } from 'react';
import type { UrlQueryMap } from '@grafana/data';
import { LoadingPlaceholder } from '@grafana/ui';
import { ourSources } from '../ask/sources';
import { Frame } from '../frame/Frame';
import { NoSource } from '../frame/NoSource';
import { SourceVariable, chosenSource } from '../frame/SourceVariable';
import { pageUrl } from '../routes';
import { t } from '../t';

/** With the compiler of the pack, and with what checks the settings: larger than the page, and loaded once it stands. */
const SourcePart = lazy(() => import('./SourcePart').then(({ SourcePart: part }) => ({ default: part })));

/** The alerts that the settings describe, beside what Grafana has: what differs, and a way to bring them together. */
export function ApplyPage({ query }: { readonly query: UrlQueryMap }) {
  const sources = ourSources();
  const source = chosenSource(sources, query);
  return (
    <Frame
      nav={{
        text: t('apply.title', 'Apply'),
        url: pageUrl('apply'),
        parentItem: {
          text: t('alerts.title', 'Alerts'),
          url: pageUrl('alerts'),
          // Grafana leaves out the app's own crumb of a page with a parent.
          parentItem: { text: 'Tidemark', url: pageUrl('fleet') },
        },
      }}
      subTitle={t('apply.subtitle', 'The alerts that the settings describe, beside those that Grafana has.')}
      {...(sources.length > 1 && { variables: <SourceVariable sources={sources} source={source} /> })}
    >
      {source === undefined ? (
        <NoSource />
      ) : (
        <Suspense fallback={<LoadingPlaceholder text={t('app.loading', 'Loading the page')} />}>
          <SourcePart key={source.uid} source={source} />
        </Suspense>
      )}
    </Frame>
  );
}
