import { type Answer, answered, noAnswer } from '../answer';

/** A feature's weight in its model. */
export interface Weighed {
  /** At least 0, in any unit: only the proportions count. */
  readonly importance?: number;
}

/**
 * The weights of a model's features, which add up to 1: their importances, or equal ones where none is known.
 *
 * A feature without an importance takes the mean of those that have one: it is neither forgotten nor above the others.
 * Where all are 0 nothing is known, and all weigh the same. An importance that is negative, NaN or infinite, and a model
 * without features, give no answer. O(features).
 *
 * @example
 * featureWeights([{ importance: 3 }, { importance: 1 }, {}]).value // => [0.5, 1 / 6, 1 / 3]
 */
export function featureWeights(features: readonly Weighed[]): Answer<readonly number[]> {
  if (features.length === 0) {
    return noAnswer('no_features', 'There is no feature to compare: check the model and the filter.');
  }
  const known = features.flatMap(({ importance }) => (importance === undefined ? [] : [importance]));
  const odd = known.find((importance) => !(importance >= 0 && importance < Infinity));
  if (odd !== undefined) {
    return noAnswer('invalid_weight', `An importance is ${odd}: give a finite number from 0 on, or none.`);
  }
  const largest = Math.max(0, ...known);
  if (largest === 0) {
    return answered(features.map(() => 1 / features.length));
  }
  // Divided by the largest before they are added: their sum may be too large for a double.
  const mean = known.reduce((all, importance) => all + importance / largest, 0) / known.length;
  const relative = features.map(({ importance }) => (importance === undefined ? mean : importance / largest));
  const all = relative.reduce((total, one) => total + one, 0);
  return answered(relative.map((one) => one / all));
}
