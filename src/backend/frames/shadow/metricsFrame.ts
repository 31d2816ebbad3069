import { SHADOW_METRIC_FIELDS } from '../../../model';
import type { MetricRow, ShadowComparison } from '../../query/shadow/comparison';
import type { ShadowPlan } from '../../query/shadow/plan';
import { COUNT_CONFIG, P_VALUE_CONFIG } from '../fieldConfig';
import type { Field, Frame } from '../frame';
import { BETTER_CONFIG, METRIC_CONFIG } from './configs';
import { numbers, part, table, texts, type Bound } from './parts';

/** Who is better, where that is shown beyond chance: a test says so, or two intervals that do not meet. */
function betterOf({ difference, pValue, direction }: MetricRow, alpha: number): 'live' | 'shadow' | null {
  const value = part(difference);
  if (direction === 'neither' || value === null || value === 0 || pValue === null || pValue > alpha) {
    return null;
  }
  return value > 0 === (direction === 'higher_is_better') ? 'shadow' : 'live';
}

/** A row a metric, live beside shadow, with who is better where that is shown. */
export function metricsFrame({ metrics, basis }: ShadowComparison, { judging }: ShadowPlan): Frame {
  const F = SHADOW_METRIC_FIELDS;
  const estimates = (side: 'live' | 'shadow' | 'difference', which: Bound): ReadonlyArray<number | null> =>
    metrics.map((row) => part(row[side], which));
  const column = (name: string, side: 'live' | 'shadow' | 'difference', which: Bound, title: string): Field =>
    numbers(name, estimates(side, which), {
      displayNameFromDS: title,
      decimals: 4,
      description:
        which === 'value'
          ? side === 'difference'
            ? `Shadow minus live, ${basis === 'pairs' ? 'on the same requests' : 'as two separate sets'}.`
            : basis === 'pairs'
              ? 'On the requests that both answered.'
              : 'Of all that it answered.'
          : 'With 95 % confidence; none where no interval is known, as for the difference of two quantiles.',
    });
  return table('metrics', [
    texts(
      F.metric,
      metrics.map(({ metric }) => metric),
      METRIC_CONFIG
    ),
    column(F.live, 'live', 'value', 'Live'),
    column(F.liveLower, 'live', 'lower', 'Live, at least'),
    column(F.liveUpper, 'live', 'upper', 'Live, at most'),
    column(F.shadow, 'shadow', 'value', 'Shadow'),
    column(F.shadowLower, 'shadow', 'lower', 'Shadow, at least'),
    column(F.shadowUpper, 'shadow', 'upper', 'Shadow, at most'),
    column(F.difference, 'difference', 'value', 'Difference'),
    column(F.differenceLower, 'difference', 'lower', 'Difference, at least'),
    column(F.differenceUpper, 'difference', 'upper', 'Difference, at most'),
    numbers(
      F.pValue,
      metrics.map(({ pValue }) => pValue),
      P_VALUE_CONFIG('p-value', 'Chance of a difference as large if both were alike.')
    ),
    texts(
      F.better,
      metrics.map((row) => betterOf(row, judging.alpha)),
      BETTER_CONFIG
    ),
    texts(
      F.unit,
      metrics.map(({ unit }) => unit),
      { displayNameFromDS: 'Unit' }
    ),
    numbers(
      F.n,
      metrics.map(({ difference, live }) => (difference.ok ? difference.value.n : live.ok ? live.value.n : null)),
      COUNT_CONFIG('n', 'How many requests the difference rests on.')
    ),
  ]);
}
