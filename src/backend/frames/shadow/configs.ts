import { RECOMMENDATION_LOOK, type ShadowFinding, type ShadowNumber } from '../../../model';
import { COUNT_CONFIG, P_VALUE_CONFIG } from '../fieldConfig';
import type { FieldConfig } from '../frame';
import { wordsConfig, type Tone } from '../words';

function share(title: string, description: string): FieldConfig {
  return { displayNameFromDS: title, description, unit: 'percentunit', decimals: 2, min: 0, max: 1 };
}

function shareDifference(title: string, description: string): FieldConfig {
  return { displayNameFromDS: title, description, unit: 'percentunit', decimals: 2 };
}

function milliseconds(title: string, description: string): FieldConfig {
  return { displayNameFromDS: title, description, unit: 'ms', decimals: 1 };
}

function number(title: string, description: string, decimals = 3): FieldConfig {
  return { displayNameFromDS: title, description, decimals };
}

function flag(title: string, description: string): FieldConfig {
  return { displayNameFromDS: title, description, decimals: 0, min: 0, max: 1 };
}

/** Each number as a person reads it. */
export const NUMBER_CONFIG: Readonly<Record<ShadowNumber, FieldConfig>> = {
  pairs: COUNT_CONFIG('Pairs', 'Requests that both answered.'),
  unpaired_live: COUNT_CONFIG('Live alone', 'Requests that only live answered.'),
  unpaired_shadow: COUNT_CONFIG('Shadow alone', 'Requests that only the shadow answered.'),
  live_predictions: COUNT_CONFIG('Live predictions', 'All that live answered.'),
  shadow_predictions: COUNT_CONFIG('Shadow predictions', 'All that the shadow answered.'),
  paired_share: share('Paired', 'Of what live answered, the share that the shadow answered too.'),
  agreement: share('Agreement', 'The share of requests for which live and shadow say the same.'),
  disagreement_rate: share('Disagreement', 'The share of requests for which they do not say the same.'),
  kappa: number('Kappa', "Cohen's kappa: agreement beyond what chance gives. 1 is always, 0 no more than chance."),
  confident_disagreement_rate: share(
    'Confident disagreement',
    'Where both are sure, how often they contradict each other: one of them is absurdly wrong.'
  ),
  labelled_pairs: COUNT_CONFIG('Labelled pairs', 'Pairs of which the truth is known.'),
  accuracy_live: share('Accuracy, live', 'How often live is right.'),
  accuracy_shadow: share('Accuracy, shadow', 'How often the shadow is right.'),
  accuracy_difference: shareDifference(
    'Accuracy difference',
    'How much more often the shadow is right than live; below 0 it is worse.'
  ),
  mcnemar_p: P_VALUE_CONFIG('McNemar p', 'Chance of a difference as large if both were equally often right.'),
  mean_live: number('Mean, live', 'The mean of what live predicts.'),
  mean_shadow: number('Mean, shadow', 'The mean of what the shadow predicts.'),
  mean_difference: number('Mean difference', 'How far the shadow lies above live on the same requests.'),
  mae_live: number('Error, live', 'The mean absolute error of live.'),
  mae_shadow: number('Error, shadow', 'The mean absolute error of the shadow.'),
  mae_difference: number('Error difference', 'How much more the shadow errs than live; below 0 it is better.'),
  mae_p: P_VALUE_CONFIG('Error p', 'Chance of a difference as large if both erred as much (paired t test).'),
  error_rate_live: share(
    'Failures, live',
    'The share of requests on which live failed; from the log, of those that both were given.'
  ),
  error_rate_shadow: share(
    'Failures, shadow',
    'The share of requests on which the shadow failed; from the log, of those that both were given.'
  ),
  error_rate_difference: shareDifference('Failures difference', 'How much more often the shadow fails than live.'),
  latency_live_ms: milliseconds('Latency, live', 'The mean of live, on requests that both answered.'),
  latency_shadow_ms: milliseconds('Latency, shadow', 'The mean of the shadow, on requests that both answered.'),
  latency_difference_ms: milliseconds('Latency difference', 'How much slower the shadow answers the same requests.'),
  latency_p95_live_ms: milliseconds('Latency p95, live', '95 % of the answers of live come within this.'),
  latency_p95_shadow_ms: milliseconds('Latency p95, shadow', '95 % of the answers of the shadow come within this.'),
  prediction_psi: number(
    'PSI of predictions',
    'How far the predictions of the shadow are distributed from those of live.'
  ),
  confidence_psi: number('PSI of confidence', 'How far the confidence of the shadow is distributed from that of live.'),
  shadow_worse: flag('Shadow worse', '1 where the recommendation is to roll back.'),
  shadow_better: flag('Shadow ready', '1 where the recommendation is to promote.'),
};

function worded(
  title: string,
  description: string,
  words: ReadonlyArray<readonly [value: string, text: string, tone?: Tone]>
): FieldConfig {
  const named = words.map(([value, text, tone]) => [value, { text, ...(tone !== undefined && { tone }) }] as const);
  return { displayNameFromDS: title, description, ...wordsConfig(Object.fromEntries(named)) };
}

export const RECOMMENDATION_CONFIG = worded(
  'Recommendation',
  'Promote: shown to be no worse than the margin allows. Roll back: shown to be worse, too slow, or to fail too often. Hold: neither is shown yet.',
  Object.entries(RECOMMENDATION_LOOK).map(([value, { word, color }]) => [value, word, color])
);

const FINDING_WORDS: Readonly<Record<ShadowFinding, readonly [text: string, tone: Tone]>> = {
  shadow_worse: ['Shadow worse', 'red'],
  shadow_better: ['Shadow better', 'green'],
  no_difference: ['No difference shown', 'gray'],
  no_labels: ['No labels', 'gray'],
};

export const FINDING_CONFIG = worded(
  'Finding',
  'Who is right more often here, beyond what chance gives, corrected over all segments.',
  Object.entries(FINDING_WORDS).map(([value, [text, color]]) => [value, text, color])
);

export const BASIS_CONFIG = worded('Basis', 'Pairs of the same requests, or metrics alone, of which none is paired.', [
  ['pairs', 'Same requests', 'gray'],
  ['metrics', 'Metrics alone', 'orange'],
]);

export const BETTER_CONFIG = worded(
  'Better',
  'Who is better beyond what chance gives; empty where neither is shown to be.',
  [
    ['live', 'Live'],
    ['shadow', 'Shadow'],
  ]
);

export const RIGHT_CONFIG = worded(
  'Right',
  'Who said what turned out to be true (of numbers, who came nearer); empty where there is no label yet.',
  [
    ['live', 'Live'],
    ['shadow', 'Shadow'],
    ['both', 'Both'],
    ['neither', 'Neither'],
  ]
);

export const METRIC_CONFIG = worded('Metric', 'What is compared, side by side.', [
  ['accuracy', 'Accuracy'],
  ['mean_absolute_error', 'Mean absolute error'],
  ['mean_squared_error', 'Mean squared error'],
  ['mean_prediction', 'Mean prediction'],
  ['error_rate', 'Failures'],
  ['confidence', 'Confidence'],
  ['latency_mean', 'Latency, mean'],
  ['latency_p50', 'Latency, median'],
  ['latency_p95', 'Latency, 95 %'],
  ['latency_p99', 'Latency, 99 %'],
]);

export const OUTPUT_CONFIG = worded('Output', 'What is predicted, and how sure.', [
  ['prediction', 'Prediction'],
  ['confidence', 'Confidence'],
]);
