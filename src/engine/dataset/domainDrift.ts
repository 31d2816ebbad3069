import { type Answer, answered } from '../answer';
import { domainClassifier, domainClassifierDefinition, type DomainTest } from '../sample/domainClassifier';
import type { Random } from '../sample/random';
import { checkAlpha } from '../verdict/psiSignificance';
import type { Verdict } from '../verdict/verdict';
import { type Column, faultOfSides } from './columns';

export interface DomainDriftOptions {
  /** Draws rows and folds: a fixed seed gives the same answer to the same question. */
  readonly random: Random;
  /** Chance of a false alarm that is put up with; by default 0.05. */
  readonly alpha?: number;
  /** Rows of a side that are drawn at most; by default 500, which take a quarter of a second with 30 features. */
  readonly most?: number;
}

export interface DomainDrift extends DomainTest {
  readonly verdict: Verdict;
}

function rowsOf(columns: readonly Column[]): readonly number[][] {
  return Array.from({ length: (columns[0] as Column).values.length }, (_, i) =>
    columns.map(({ values }) => values[i] as number)
  );
}

/**
 * Can a model tell current rows from those of the reference, by their features together?
 *
 * The `domainClassifier` on columns. The verdict is `drift` where its area is at least NannyML's 0.65 and surely above
 * one half. Features that only stopped moving together show here, too, for the model sees their products.
 *
 * Rows with a missing or infinite value are left out, and rows beyond `most` are not drawn; both are said. Fewer than 20
 * complete rows on a side, and other features on the two sides give no answer. O(rows x features^2), features 60 at most.
 *
 * @example
 * domainDrift(
 *   [0, 1].map((k) => ({ name: `f${k}`, values: Array.from({ length: 60 }, (_, i) => Math.sin(i + k)) })),
 *   [0, 1].map((k) => ({ name: `f${k}`, values: Array.from({ length: 60 }, (_, i) => 9 + Math.sin(i + k)) })),
 *   { random: seeded(1) }
 * ).value.verdict // => 'drift'
 */
export function domainDrift(
  reference: readonly Column[],
  current: readonly Column[],
  { random, alpha = 0.05, most = 500 }: DomainDriftOptions
): Answer<DomainDrift> {
  checkAlpha(alpha);
  const fault = faultOfSides(reference, current);
  if (fault !== null) {
    return fault;
  }
  const test = domainClassifier(rowsOf(reference), rowsOf(current), { random, most, alpha });
  if (!test.ok) {
    return test;
  }
  const { auc, pValue } = test.value;
  const level = domainClassifierDefinition.thresholds?.drift ?? 1;
  return answered({ ...test.value, verdict: pValue <= alpha && auc >= level ? 'drift' : 'ok' }, test.repairs);
}
