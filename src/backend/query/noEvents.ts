import { TidemarkError } from '../errors';
import type { EventQuestion, EventUpstream } from '../upstream/events';
import type { CallContext, TimeRange } from '../upstream/upstream';

/**
 * The same error, with what the log tells of why nothing was found. What stands in the way of asking it is no reason to
 * say less than is known already.
 */
export async function withReason(
  error: TidemarkError,
  events: EventUpstream,
  question: EventQuestion,
  range: TimeRange,
  context: CallContext
): Promise<TidemarkError> {
  if (error.code !== 'no_current_data') {
    return error;
  }
  const why = await events.explain(question, range, context).catch(() => undefined);
  return why === undefined ? error : new TidemarkError(error.code, `${error.message} ${why}`, { cause: error });
}
