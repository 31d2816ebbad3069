import type { QueryEditorProps } from '@grafana/data';
import { Stack, Text } from '@grafana/ui';
import type { TidemarkSource } from '../source';
import { QueryFields } from '../editor/QueryFields';
import type { TidemarkOptions, TidemarkQuery } from '../types';

type Props = QueryEditorProps<TidemarkSource, TidemarkQuery, TidemarkOptions>;

/** The editor of annotations: the kinds of query that tell when something happened. */
export default function AnnotationEditor({ datasource, query, onChange, onRunQuery, app, range }: Props) {
  return (
    <Stack direction="column" gap={1}>
      <Text color="secondary">
        Marks the moments at which the verdict of a feature changes (from OK to Drift, for example), a detector saw its
        scores change, where one is chosen, a version was deployed or rolled back, or a job of the pipeline failed.
        Windows with too little data for a verdict change nothing.
      </Text>
      <QueryFields
        datasource={datasource}
        query={query}
        onChange={onChange}
        onRunQuery={onRunQuery}
        app={app}
        range={range}
        kinds={['drift_over_time', 'models', 'pipeline']}
        answers={false}
      />
    </Stack>
  );
}
