import { PARCEL_ETA } from './eta/eta';
import { FRAUD } from './fraud/fraud';
import type { ScenarioModel } from './model';

/** All models of the scenario. */
export const MODELS: readonly ScenarioModel[] = [FRAUD, PARCEL_ETA];

/** Whatever is left to chance starts from this, where no other seed is chosen. */
export const SEED = 'tidemark';
