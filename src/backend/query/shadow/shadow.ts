import { TidemarkError } from '../../errors';
import { shadowFrames } from '../../frames/shadow/shadowFrames';
import { shadowNumberFrames } from '../../frames/shadow/shadowNumbers';
import { seriesSelector } from '../../upstream/promql';
import { describeRange } from '../noData';
import { withReason } from '../noEvents';
import type { Handler, QueryContext, QueryRequest } from '../request';
import { eventQuestion, eventSource } from '../resolveEvents';
import type { ShadowComparison } from './comparison';
import { compareFromMetrics } from './fromMetrics';
import { comparePaired } from './paired';
import { planOf, type ShadowPlan } from './plan';

const NO_LOG = 'This data source reads no log (loki in its settings), so this is from metrics alone.';

/** From the log; from metrics alone where there is none, or where it holds nothing of the two. */
async function compareRoles(request: QueryRequest, context: QueryContext, plan: ShadowPlan): Promise<ShadowComparison> {
  const { events } = context.instance;
  if (events === undefined) {
    return compareFromMetrics(request, context, plan, NO_LOG);
  }
  const paired = await comparePaired(request, context, plan, events);
  if (paired.saw) {
    return paired;
  }
  const why = 'The log holds no prediction with the role live or shadow in this time, so this is from metrics alone.';
  const unpaired = await compareFromMetrics(request, context, plan, why);
  return unpaired.saw ? { ...unpaired, executed: `${paired.executed}\n${unpaired.executed}` } : paired;
}

function nothingSeen({ range, query }: QueryRequest, { instance }: QueryContext, { model }: ShadowPlan): TidemarkError {
  const stream = seriesSelector(undefined, eventSource(model, 'prediction', instance.settings).matchers);
  const narrowed = Object.keys(query.filters ?? {}).length > 0 ? ', or change the filters' : '';
  return new TidemarkError(
    'no_current_data',
    `Neither live nor shadow answered anything from ${describeRange(range)}: ${
      instance.events === undefined
        ? ''
        : `the log has no prediction in the stream ${stream} with the role live or shadow, and `
    }no metric of predictions of ${model.id} has the label role. Widen the time range${narrowed}, or let the service tell its role.`
  );
}

/** Live and shadow on the same requests: how they differ, who is right, and whether the shadow may take over. */
export const shadow: Handler = async (request, context) => {
  const plan = planOf(request, context.instance.settings);
  const comparison = await compareRoles(request, context, plan);
  if (!comparison.saw && !request.fromAlert) {
    const nothing = nothingSeen(request, context, plan);
    const { instance, signal } = context;
    throw instance.events === undefined
      ? nothing
      : await withReason(
          nothing,
          instance.events,
          eventQuestion('prediction', { query: request.query, settings: instance.settings }),
          request.range,
          { signal }
        );
  }
  return plan.asksForNumbers
    ? shadowNumberFrames(comparison, plan)
    : shadowFrames(comparison, plan, context.instance.settings);
};
