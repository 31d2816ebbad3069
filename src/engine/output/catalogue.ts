import { reliabilityDefinition, resolutionDefinition, uncertaintyDefinition } from './brierDecomposition';
import { eceDefinition, mceDefinition } from './calibrationError';
import type { CalibrationMetricDefinition, CalibrationMetricId } from './definition';

/** Every metric of calibration. A missing row fails the type check, and so does a row under another's id. */
export const calibrationMetrics = {
  ece: eceDefinition,
  mce: mceDefinition,
  reliability: reliabilityDefinition,
  resolution: resolutionDefinition,
  uncertainty: uncertaintyDefinition,
} satisfies { readonly [Id in CalibrationMetricId]: CalibrationMetricDefinition<Id> };
