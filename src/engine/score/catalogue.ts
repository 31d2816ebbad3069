import { chiSquareDefinition } from './chiSquare';
import type { ScoreDefinition, ScoreId } from './definition';
import { hellingerDefinition } from './hellinger';
import { jsDefinition } from './js';
import { klDefinition } from './kl';
import { ksDefinition } from './ks';
import { lInfinityDefinition } from './lInfinity';
import { psiDefinition } from './psi';
import { totalVariationDefinition } from './totalVariation';
import { wassersteinDefinition } from './wasserstein';

/** Every score with its definition. A missing row fails the type check, and so does a row under another's id. */
export const scores = {
  psi: psiDefinition,
  kl: klDefinition,
  js: jsDefinition,
  hellinger: hellingerDefinition,
  total_variation: totalVariationDefinition,
  l_infinity: lInfinityDefinition,
  ks: ksDefinition,
  wasserstein: wassersteinDefinition,
  chi_square: chiSquareDefinition,
} satisfies { readonly [Id in ScoreId]: ScoreDefinition<Id> };
