import { Text } from '@grafana/ui';
import { describeProblems, type Problem } from '../../model';
import { displayText } from '../displayText';
import { saysWhat } from '../newQuery';
import type { TidemarkQuery } from '../types';

function sentence(query: TidemarkQuery, problems: readonly Problem[]): string {
  if (!saysWhat(query)) {
    return `Not asked yet: choose a ${query.source === undefined ? 'model' : 'metric'}.`;
  }
  return problems.length === 0 ? `${displayText(query)}.` : `Not right yet: ${describeProblems(problems)}.`;
}

/** The query read back in one sentence, or what it still lacks. */
export function QuerySentence({ query, problems }: { query: TidemarkQuery; problems: readonly Problem[] }) {
  return (
    <div role="status">
      <Text color="secondary" variant="bodySmall" italic>
        {sentence(query, problems)}
      </Text>
    </div>
  );
}
