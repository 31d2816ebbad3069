import { accuracyDifferenceDefinition } from './accuracyDifference';
import { agreementDefinition } from './agreement';
import { confidentDisagreementDefinition } from './confidentDisagreement';
import { kappaDefinition } from './kappa';
import { meanDifferenceDefinition } from './pairedDifference';

/** Every metric of a comparison on the same requests, in the order in which an editor offers them. */
export const PAIRED_METRIC_IDS = [
  'agreement',
  'kappa',
  'confident_disagreement',
  'accuracy_difference',
  'mean_difference',
] as const;

export type PairedMetricId = (typeof PAIRED_METRIC_IDS)[number];

/** Every one with its definition. A missing row fails the type check, and so does a row under another's id. */
export const pairedMetrics = {
  agreement: agreementDefinition,
  kappa: kappaDefinition,
  confident_disagreement: confidentDisagreementDefinition,
  accuracy_difference: accuracyDifferenceDefinition,
  mean_difference: meanDifferenceDefinition,
} satisfies { readonly [Id in PairedMetricId]: { readonly id: Id } };
