import { noAnswer } from '../../../engine';
import type { ShadowBasis, ShadowNumber } from '../../../model';
import type { Numbers } from './comparison';
import { isOfTask } from './pairedNumbers';
import type { Task } from './study';

/** Numbers whose interval stands beside them in tables. */
export const WITH_BOUNDS: ReadonlySet<ShadowNumber> = new Set<ShadowNumber>([
  'agreement',
  'kappa',
  'confident_disagreement_rate',
  'accuracy_difference',
  'mean_difference',
  'mae_difference',
  'error_rate_difference',
  'latency_difference_ms',
]);

/** Those of the summary, after its own fields. */
const SUMMARY: readonly ShadowNumber[] = [
  'live_predictions',
  'shadow_predictions',
  'paired_share',
  'disagreement_rate',
  'confident_disagreement_rate',
  'labelled_pairs',
  'accuracy_live',
  'accuracy_shadow',
  'accuracy_difference',
  'mean_live',
  'mean_shadow',
  'mean_difference',
  'mae_live',
  'mae_shadow',
  'mae_difference',
  'mae_p',
  'error_rate_live',
  'error_rate_shadow',
  'error_rate_difference',
  'latency_live_ms',
  'latency_shadow_ms',
  'latency_difference_ms',
  'latency_p95_live_ms',
  'latency_p95_shadow_ms',
  'prediction_psi',
  'confidence_psi',
];

const OVER_TIME: readonly ShadowNumber[] = [
  'pairs',
  'unpaired_live',
  'unpaired_shadow',
  'live_predictions',
  'shadow_predictions',
  'agreement',
  'kappa',
  'confident_disagreement_rate',
  'labelled_pairs',
  'accuracy_live',
  'accuracy_shadow',
  'accuracy_difference',
  'mean_live',
  'mean_shadow',
  'mean_difference',
  'mae_live',
  'mae_shadow',
  'mae_difference',
  'error_rate_live',
  'error_rate_shadow',
  'latency_live_ms',
  'latency_shadow_ms',
  'latency_difference_ms',
  'latency_p95_live_ms',
  'latency_p95_shadow_ms',
  'prediction_psi',
  'confidence_psi',
];

const SEGMENT: readonly ShadowNumber[] = [
  'pairs',
  'unpaired_live',
  'unpaired_shadow',
  'live_predictions',
  'shadow_predictions',
  'agreement',
  'kappa',
  'confident_disagreement_rate',
  'labelled_pairs',
  'accuracy_live',
  'accuracy_shadow',
  'accuracy_difference',
  'mcnemar_p',
  'mean_difference',
  'mae_live',
  'mae_shadow',
  'mae_difference',
  'mae_p',
  'error_rate_live',
  'error_rate_shadow',
  'latency_live_ms',
  'latency_shadow_ms',
  'latency_difference_ms',
  'prediction_psi',
  'confidence_psi',
];

/** What metrics alone can tell: everything else needs pairs, or is not in any metric. */
const OF_METRICS: ReadonlySet<ShadowNumber> = new Set<ShadowNumber>([
  'live_predictions',
  'shadow_predictions',
  'accuracy_live',
  'accuracy_shadow',
  'accuracy_difference',
  'error_rate_live',
  'error_rate_shadow',
  'error_rate_difference',
  'latency_p95_live_ms',
  'latency_p95_shadow_ms',
  'prediction_psi',
  'confidence_psi',
  'shadow_worse',
  'shadow_better',
]);

/** Quantiles need all values of their window, and pairs are not held. */
const OF_THE_WHOLE: ReadonlySet<ShadowNumber> = new Set<ShadowNumber>(['latency_p95_live_ms', 'latency_p95_shadow_ms']);

const PLACES = { summary: SUMMARY, over_time: OVER_TIME, segments: SEGMENT } as const;

/** The numbers that a frame has a column for: those that this comparison can have there. */
export function numbersOf(
  place: keyof typeof PLACES,
  { task, basis }: { readonly task: Task; readonly basis: ShadowBasis }
): readonly ShadowNumber[] {
  return PLACES[place].filter(
    (name) =>
      isOfTask(name, task) &&
      (basis === 'metrics' ? OF_METRICS.has(name) : place === 'summary' || !OF_THE_WHOLE.has(name))
  );
}

/** Works the numbers out now, and lets go of what they are made of. */
export function settled(numbers: Numbers, names: readonly ShadowNumber[]): Numbers {
  const known = new Map(names.map((name) => [name, numbers(name)]));
  return (name) => known.get(name) ?? noAnswer('missing_window', `${name} was not worked out here.`);
}
