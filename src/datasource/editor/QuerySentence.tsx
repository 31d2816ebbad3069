import { Text } from '@grafana/ui';
import { describeProblems, type Problem } from '../../model';
import { displayText } from '../displayText';
import { saysWhat } from '../newQuery';
import type { TidemarkQuery } from '../types';

const SUBJECT_WORDS = { model: 'a model', prometheus: 'a metric', loki: 'streams and fields' } as const;

function sentence(query: TidemarkQuery, problems: readonly Problem[]): string {
  if (!saysWhat(query)) {
    return `Not asked yet: choose ${SUBJECT_WORDS[query.source?.upstream ?? 'model']}.`;
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
