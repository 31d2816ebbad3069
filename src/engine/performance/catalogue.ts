import { accuracyDefinition } from './accuracy';
import type { PerformanceMetricDefinition, PerformanceMetricId } from './definition';
import { labelKappaDefinition } from './kappa';
import { mccDefinition } from './mcc';
import {
  balancedAccuracyDefinition,
  f1Definition,
  precisionDefinition,
  recallDefinition,
  specificityDefinition,
} from './perClass';
import { prAucDefinition } from './prAuc';
import { brierDefinition, logLossDefinition } from './probabilityLoss';
import { biasDefinition, maeDefinition, mapeDefinition, r2Definition, rmseDefinition } from './regression';
import { rocAucDefinition } from './rocAuc';

/** Every performance metric. A missing row fails the type check, and so does a row under another's id. */
export const performanceMetrics = {
  accuracy: accuracyDefinition,
  precision: precisionDefinition,
  recall: recallDefinition,
  f1: f1Definition,
  specificity: specificityDefinition,
  balanced_accuracy: balancedAccuracyDefinition,
  mcc: mccDefinition,
  kappa: labelKappaDefinition,
  roc_auc: rocAucDefinition,
  pr_auc: prAucDefinition,
  log_loss: logLossDefinition,
  brier: brierDefinition,
  mae: maeDefinition,
  rmse: rmseDefinition,
  mape: mapeDefinition,
  r2: r2Definition,
  bias: biasDefinition,
} satisfies { readonly [Id in PerformanceMetricId]: PerformanceMetricDefinition<Id> };
