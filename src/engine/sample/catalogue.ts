import { andersonDarlingTestDefinition } from './andersonDarling';
import { cramerVonMisesTestDefinition } from './cramerVonMises';
import type { SampleScoreDefinition, SampleScoreId } from './definition';
import { domainClassifierDefinition } from './domainClassifier';
import { kolmogorovSmirnovDefinition } from './kolmogorovSmirnov';
import { mannWhitneyDefinition } from './mannWhitney';
import { mmdDefinition } from './mmd';
import { energyDistanceDefinition, wassersteinDistanceDefinition } from './permutation';
import { welchDefinition } from './welch';

/** Every score on raw values. A missing row fails the type check, and so does a row under another's id. */
export const sampleScores = {
  ks_exact: kolmogorovSmirnovDefinition,
  cramer_von_mises_exact: cramerVonMisesTestDefinition,
  anderson_darling_exact: andersonDarlingTestDefinition,
  mann_whitney: mannWhitneyDefinition,
  welch: welchDefinition,
  wasserstein_exact: wassersteinDistanceDefinition,
  energy_exact: energyDistanceDefinition,
  mmd: mmdDefinition,
  domain_classifier: domainClassifierDefinition,
} satisfies { readonly [Id in SampleScoreId]: SampleScoreDefinition<Id> };
