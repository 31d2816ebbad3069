import { Alert } from '@grafana/ui';
import { scores as catalogue, type ScoreDefinition } from '../../engine';
import { DEFAULT_QUERY } from '../../model';
import type { TidemarkQuery } from '../types';

/** Grafana begins every rule with "is above 0", which any drift score always is. */
function usualThresholds({ scores = DEFAULT_QUERY.scores }: TidemarkQuery): string {
  const [only, ...others] = scores;
  const definition: ScoreDefinition | undefined = only === undefined ? undefined : catalogue[only];
  const thresholds = definition?.thresholds ?? null;
  if (definition === undefined || thresholds === null || others.length > 0) {
    return '';
  }
  const { warning, drift } = thresholds;
  const beyond = definition.direction === 'higher_is_more_drift' ? 'above' : 'below';
  const levels = warning === drift ? `${drift}` : `${warning} for a warning, ${beyond} ${drift} for drift`;
  return ` Usual for ${definition.label}: ${beyond} ${levels}.`;
}

/** What an alert rule will see of a query, and what to set beside it. */
export function AlertNote({ query }: { readonly query: TidemarkQuery }) {
  const labels = ['model', 'feature', 'score', ...(query.groupBy ?? [])].join(', ');
  const several = (query.scores?.length ?? 0) > 1;
  if (query.queryType === 'distribution') {
    return (
      <Alert severity="warning" title="An alert rule cannot evaluate a distribution">
        Choose “Drift now”: it gives the rule one value a feature and score.
      </Alert>
    );
  }
  return (
    <Alert severity="info" title="What the rule sees">
      {query.queryType === 'drift_over_time'
        ? `A series a feature and score, with the labels ${labels}. Reduce each to its last value before the threshold; “Drift now” needs no reduce.`
        : `One value a feature and score, with the labels ${labels}: one alert instance each. Compare them in a threshold expression. A value that cannot be computed is “No data”, never zero.`}
      {usualThresholds(query)}
      {several && ' One threshold is compared with every value: choose one score a query, for each has its own scale.'}
      {' Dashboard variables do not reach alert rules.'}
    </Alert>
  );
}
