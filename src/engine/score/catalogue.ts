import { andersonDarlingDefinition } from './andersonDarling';
import { cardinalityDefinition } from './cardinality';
import { chiSquareDefinition } from './chiSquare';
import { cramersVDefinition } from './cramersV';
import { cramerVonMisesDefinition } from './cramerVonMises';
import type { ScoreDefinition, ScoreId } from './definition';
import { energyDefinition } from './energy';
import { gTestDefinition } from './gTest';
import { hellingerDefinition } from './hellinger';
import { jsDefinition } from './js';
import { klDefinition } from './kl';
import { ksDefinition } from './ks';
import { lInfinityDefinition } from './lInfinity';
import { meanShiftDefinition } from './meanShift';
import { missingRateDefinition } from './missingRate';
import { newCategoriesDefinition, vanishedCategoriesDefinition } from './newCategories';
import { outOfRangeDefinition } from './outOfRange';
import { overlapDefinition } from './overlap';
import { prsDefinition } from './prs';
import { psiDefinition } from './psi';
import { quantileShiftDefinition } from './quantileShift';
import { rareCategoriesDefinition } from './rareCategories';
import { stdShiftDefinition } from './stdShift';
import { symmetricKlDefinition } from './symmetricKl';
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
  symmetric_kl: symmetricKlDefinition,
  overlap: overlapDefinition,
  prs: prsDefinition,
  g_test: gTestDefinition,
  cramers_v: cramersVDefinition,
  cramer_von_mises: cramerVonMisesDefinition,
  anderson_darling: andersonDarlingDefinition,
  energy: energyDefinition,
  mean_shift: meanShiftDefinition,
  std_shift: stdShiftDefinition,
  quantile_shift: quantileShiftDefinition,
  missing_rate: missingRateDefinition,
  out_of_range: outOfRangeDefinition,
  new_categories: newCategoriesDefinition,
  vanished_categories: vanishedCategoriesDefinition,
  rare_categories: rareCategoriesDefinition,
  cardinality: cardinalityDefinition,
} satisfies { readonly [Id in ScoreId]: ScoreDefinition<Id> };
