import type { QueryEditorHelpProps } from '@grafana/data';
import { Card, Stack, Text } from '@grafana/ui';
import type { TidemarkQuery } from '../types';
import { EXAMPLES, type Example } from './examples';

type Props = QueryEditorHelpProps<TidemarkQuery>;

/** The example as a query of this editor: on the model that is being looked at, where the example is about a model. */
function asQuery({ query }: Example, { refId, datasource, model }: TidemarkQuery): TidemarkQuery {
  const onModel = query.model !== undefined && model !== undefined && model !== '';
  return { refId, ...(datasource && { datasource }), ...query, ...(onModel && { model }) };
}

/** Questions to begin with; a click puts one into the editor. Grafana leaves it to the person to run it. */
export default function QueryHelp({ query, onClickExample }: Props) {
  return (
    <Stack direction="column" gap={1}>
      <Text element="h2" variant="h4">
        Questions to begin with
      </Text>
      <Text color="secondary">
        Tidemark compares the time range (current) with a reference, feature by feature. A verdict needs an effect above
        the threshold and enough data to tell it from chance; with too little data there is none, which is not the same
        as OK. Choose a question, then run the query.
      </Text>
      <Stack direction="column" gap={1}>
        {EXAMPLES.map((example) => (
          <Card key={example.title} noMargin isCompact onClick={() => onClickExample(asQuery(example, query))}>
            <Card.Heading>{example.title}</Card.Heading>
            <Card.Description>{example.text}</Card.Description>
          </Card>
        ))}
      </Stack>
    </Stack>
  );
}
