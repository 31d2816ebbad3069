import type { DataSourceInstanceSettings, UrlQueryMap } from '@grafana/data';
import { locationService } from '@grafana/runtime';
import { t } from '../t';
import { Variable } from './Variable';

/** The data source that the address names, else the default one, else the first. */
export function chosenSource(
  sources: readonly DataSourceInstanceSettings[],
  query: UrlQueryMap
): DataSourceInstanceSettings | undefined {
  return (
    sources.find(({ uid }) => uid === query['var-datasource']) ??
    sources.find(({ isDefault }) => isDefault) ??
    sources[0]
  );
}

interface Props {
  readonly sources: readonly DataSourceInstanceSettings[];
  readonly source: DataSourceInstanceSettings | undefined;
}

/** Which data source a page looks at; not offered where there is no choice. */
export function SourceVariable({ sources, source }: Props) {
  return sources.length < 2 ? null : (
    <Variable
      label={t('variable.datasource', 'Data source')}
      value={source?.uid ?? ''}
      options={sources.map(({ uid, name }) => ({ value: uid, label: name }))}
      onChange={(value) => locationService.partial({ 'var-datasource': value })}
    />
  );
}
