import type { QueryKind } from '../../model';
import { change } from '../change';
import type { TidemarkQuery } from '../types';
import { OUTLINES, reads, withoutUnread } from './outline';

/** One threshold is compared with every value a rule sees: scores of different scales do not go together. */
const SCORES_OF_A_RULE = ['psi'] as const;

/** Where a person who switches to a kind begins. */
interface Place {
  readonly alerting: boolean;
  /** A model to look at, where the kind needs one and the query has none. */
  readonly model: string | undefined;
}

/**
 * The query as one of another kind. What that kind does not read goes, a kind of reference that it does not take, and the
 * names of frames and numbers, which are the former kind's; the model, the filters and all that both kinds read stay.
 */
export function asKind(query: TidemarkQuery, kind: QueryKind, { alerting, model }: Place): TidemarkQuery {
  const { about, beginsRuleWith, references } = OUTLINES[kind];
  const { reference } = query;
  const needsModel = !reads(kind, 'source');
  return withoutUnread(
    change(query, {
      queryType: kind,
      model: needsModel ? (query.model ?? model) : query.model,
      format: alerting ? 'alert' : kind === 'drift' ? 'table' : undefined,
      scores: query.scores ?? (alerting && about === 'features' ? [...SCORES_OF_A_RULE] : undefined),
      window: kind === 'drift_over_time' ? (query.window ?? '1h') : undefined,
      reference: reference === undefined || references?.includes(reference.kind) === false ? undefined : reference,
      frames: undefined,
      metrics: beginsRuleWith === undefined || !alerting ? undefined : [...beginsRuleWith],
    }),
    kind
  );
}
