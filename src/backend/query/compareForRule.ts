import { compare, type Comparison } from './compare';
import { KeptForRules } from './keptForRules';
import type { QueryContext, QueryRequest } from './request';

/** Features of all comparisons that are kept, so that the memory stays small whatever the models. */
const MOST_ROWS = 5_000;

const comparisons = new KeptForRules<Comparison>(({ rows }) => rows.length, MOST_ROWS);

/**
 * The comparison that a rule wants a number of. The rules of a model want several numbers of the same one (a score, what
 * is left of it beyond chance, its cause, how many features of the model have drifted), each in a request of its own, for
 * the same instant: it is made once.
 */
export function compareForRule(request: QueryRequest, context: QueryContext): Promise<Comparison> {
  return request.fromAlert
    ? comparisons.ask(request, context, (signal) => compare(request, { ...context, signal }))
    : compare(request, context);
}
