import type { ScoreId } from '../score/definition';
import type { PromqlFormula } from './formula';
import {
  chiSquarePromql,
  hellingerPromql,
  jsPromql,
  klPromql,
  ksPromql,
  lInfinityPromql,
  psiPromql,
  totalVariationPromql,
  wassersteinPromql,
} from './scores';

/** The scores that can be a query, in the order of the catalogue of scores. */
export const PROMQL_SCORE_IDS = [
  'psi',
  'kl',
  'js',
  'hellinger',
  'total_variation',
  'l_infinity',
  'ks',
  'wasserstein',
  'chi_square',
] as const satisfies readonly ScoreId[];

export type PromqlScoreId = (typeof PROMQL_SCORE_IDS)[number];

/** Every one of them; a missing row fails the type check. */
export const promqlFormulas = {
  psi: psiPromql,
  kl: klPromql,
  js: jsPromql,
  hellinger: hellingerPromql,
  total_variation: totalVariationPromql,
  l_infinity: lInfinityPromql,
  ks: ksPromql,
  wasserstein: wassersteinPromql,
  chi_square: chiSquarePromql,
} satisfies Readonly<Record<PromqlScoreId, PromqlFormula>>;
