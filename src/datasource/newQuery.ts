import { CoreApp } from '@grafana/data';
import type { AdHocSource } from '../model';
import { DEFAULT_QUERY } from '../model/defaultQuery';
import { change } from './change';
import { isKind, OUTLINES, withoutUnread } from './kinds/outline';
import type { TidemarkQuery } from './types';

export function isAlerting(app: CoreApp | undefined): boolean {
  return app === CoreApp.UnifiedAlerting || app === CoreApp.CloudAlerting;
}

/**
 * What Grafana merges beneath a new query. In alert rules it merges this beneath every query each time it shows one, so
 * there it holds only what is always so: a member that a person took away must not seem to be there.
 */
export function defaultQuery(app: CoreApp | undefined): Partial<TidemarkQuery> {
  return isAlerting(app)
    ? { queryType: 'drift', format: 'alert' }
    : { ...DEFAULT_QUERY, scores: [...DEFAULT_QUERY.scores] };
}

/** Whether a query says what to look at. One that does not is not sent: there is nothing yet that could be asked. */
export function saysWhat({ model, source }: TidemarkQuery): boolean {
  return (model !== undefined && model !== '') || (source !== undefined && namesData(source));
}

function namesData(source: AdHocSource): boolean {
  return source.upstream === 'prometheus'
    ? source.metric !== ''
    : source.selector !== '' && [...(source.fields ?? []), ...(source.categoryFields ?? [])].length > 0;
}

/** Whether nobody has said yet what to look at: neither a model nor a metric is being chosen. */
export function isNew({ model, source }: TidemarkQuery): boolean {
  return (model === undefined || model === '') && source === undefined;
}

/**
 * Makes a new query one that shows something at once: on the first model there is, against a day earlier.
 * A query that was another data source's before may carry a kind that is not ours.
 */
export function completeNewQuery(query: TidemarkQuery, model: string, app: CoreApp | undefined): TidemarkQuery {
  const alerting = isAlerting(app);
  const ours = isKind(query.queryType);
  const kind = isKind(query.queryType) ? query.queryType : DEFAULT_QUERY.queryType;
  const comparesFeatures = OUTLINES[kind].about === 'features';
  // One threshold is compared with every value a rule sees: scores of different scales do not go together.
  const scores = alerting || kind === 'drift_over_time' ? (['psi'] as const) : DEFAULT_QUERY.scores;
  return withoutUnread(
    change(query, {
      model,
      queryType: kind,
      format: alerting ? 'alert' : (query.format ?? (ours ? undefined : DEFAULT_QUERY.format)),
      scores: query.scores ?? (comparesFeatures ? [...scores] : undefined),
      reference: query.reference ?? (comparesFeatures ? { ...DEFAULT_QUERY.reference } : undefined),
      window: query.window ?? (kind === 'drift_over_time' ? '1h' : undefined),
    }),
    kind
  );
}
