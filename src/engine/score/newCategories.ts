import type { Answer } from '../answer';
import type { AlignedPair } from '../distribution/pair';
import { smallestShareAboveNone } from '../special/twoShares';
import type { ScoreDefinition, ScoreOptions, ScoreValue } from './definition';
import { needsCategories } from './needsCategories';
import { finiteScore } from './scoreValue';
import { sharesOf } from './shares';

/**
 * New categories: what part of the current traffic has a category that the reference never met?
 *
 * sum q over the categories with p = 0: those that the reference does not know, and those that it knows of and did not
 * meet.
 *
 * Special inputs: alike sides give exactly 0. A numeric feature: `needs_categories`. An empty side gives no answer. A
 * share from 0 to 1. Cost: O(categories).
 *
 * @example
 * newCategories(categoricalPair([50, 50, 0], [50, 30, 20])).value.value // => 0.2
 */
export function newCategories(pair: AlignedPair, _options?: ScoreOptions): Answer<ScoreValue> {
  return onesided(pair, 'New categories', (before, now) => (before === 0 ? now : 0));
}

/**
 * Vanished categories: what part of the reference's traffic had a category that is met no more?
 *
 * sum p over the categories with q = 0.
 *
 * Special inputs: alike sides give exactly 0. A numeric feature: `needs_categories`. An empty side gives no answer. A
 * share from 0 to 1. Cost: O(categories).
 *
 * @example
 * vanishedCategories(categoricalPair([50, 30, 20], [50, 50, 0])).value.value // => 0.2
 */
export function vanishedCategories(pair: AlignedPair, _options?: ScoreOptions): Answer<ScoreValue> {
  return onesided(pair, 'Vanished categories', (before, now) => (now === 0 ? before : 0));
}

function onesided(pair: AlignedPair, label: string, part: (before: number, now: number) => number): Answer<ScoreValue> {
  if (pair.kind !== 'categorical') {
    return needsCategories(label);
  }
  const shares = sharesOf(pair);
  if (!shares.ok) {
    return shares;
  }
  const { p, q } = shares.value;
  let value = 0;
  for (let i = 0; i < p.length; i++) {
    value += part(p[i] as number, q[i] as number);
  }
  return finiteScore({ value: Math.min(1, value) });
}

const shared = {
  direction: 'higher_is_more_drift',
  range: { min: 0, max: 1 },
  unit: null,
  kinds: ['categorical'],
  thresholds: null,
  citation: 'Breck et al., Data Validation for Machine Learning, MLSys 2019',
  smallestDetectable: smallestShareAboveNone,
} as const;

export const newCategoriesDefinition: ScoreDefinition<'new_categories'> = {
  ...shared,
  id: 'new_categories',
  label: 'New categories',
  explanation: 'The share of the traffic with a category that the reference never met.',
  formula: 'sum of q where p = 0',
  notWhen: 'Not against a short reference, which has not met everything yet. Not for numeric features.',
  compute: newCategories,
};

export const vanishedCategoriesDefinition: ScoreDefinition<'vanished_categories'> = {
  ...shared,
  id: 'vanished_categories',
  label: 'Vanished categories',
  explanation: "The share of the reference's traffic whose category is met no more.",
  formula: 'sum of p where q = 0',
  notWhen: 'Not in a short window, which does not meet everything. Not for numeric features.',
  compute: vanishedCategories,
};
