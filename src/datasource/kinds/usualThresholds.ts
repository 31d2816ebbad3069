import { driftScore } from '../../engine';
import { DEFAULT_QUERY } from '../../model';
import type { TidemarkQuery } from '../types';

/** What the one score of a query is usually compared with; nothing where there are several, or it has no such level. */
export function usualThresholds({ scores = DEFAULT_QUERY.scores }: TidemarkQuery): string {
  const [only, ...others] = scores;
  const definition = only === undefined ? undefined : driftScore(only);
  const thresholds = definition?.thresholds ?? null;
  if (definition === undefined || thresholds === null || others.length > 0) {
    return '';
  }
  const { warning, drift } = thresholds;
  const beyond = definition.direction === 'higher_is_more_drift' ? 'above' : 'below';
  const levels = warning === drift ? `${drift}` : `${warning} for a warning, ${beyond} ${drift} for drift`;
  return `Usual for ${definition.label}: ${beyond} ${levels}.`;
}
