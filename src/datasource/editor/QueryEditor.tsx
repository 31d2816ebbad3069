import type { QueryEditorProps } from '@grafana/data';
import type { TidemarkSource } from '../source';
import type { TidemarkOptions, TidemarkQuery } from '../types';
import { QueryFields } from './QueryFields';

type Props = QueryEditorProps<TidemarkSource, TidemarkQuery, TidemarkOptions>;

/** The editor of Explore, panels and alert rules. */
export default function QueryEditor({ datasource, query, onChange, onRunQuery, app, range }: Props) {
  return (
    <QueryFields
      datasource={datasource}
      query={query}
      onChange={onChange}
      onRunQuery={onRunQuery}
      app={app}
      range={range}
    />
  );
}
