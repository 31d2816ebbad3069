import type { DataQuery } from '@grafana/schema';
import { DEFAULT_QUERY } from '../../model/defaultQuery';
import { promqlHistogram } from '../../model/promqlHistogram';
import { change, orNone } from '../change';
import type { TidemarkQuery } from '../types';

/** The expression of a query of Prometheus, or of what speaks its language. */
const expressionOf = (query: DataQuery): string =>
  'expr' in query && typeof query.expr === 'string' ? query.expr : '';

/**
 * Queries of Prometheus as queries of ours: each that looks at a histogram becomes one for the drift of that histogram,
 * of the same series and apart by the same labels. The others say nothing that could be compared and are left out.
 */
export function fromPrometheus(queries: readonly DataQuery[]): TidemarkQuery[] {
  return queries.flatMap((query) => {
    const found = promqlHistogram(expressionOf(query));
    if (found === undefined) {
      return [];
    }
    const { refId, hide } = query;
    return change<TidemarkQuery>(
      { refId, ...DEFAULT_QUERY, scores: [...DEFAULT_QUERY.scores], source: found.source },
      { groupBy: orNone(found.groupBy), hide: hide === true ? true : undefined }
    );
  });
}
