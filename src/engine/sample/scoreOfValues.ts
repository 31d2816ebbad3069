import { type Answer, answered } from '../answer';
import type { Repair } from '../repair';
import { sampleScores } from './catalogue';
import type { SampleScoreDefinition, SampleScoreId, SampleScoreOptions } from './definition';
import { drawnFrom } from './random';
import type { SampleScore } from './result';
import { type Samples, finiteSides } from './sides';

/**
 * A score on raw values of one feature, whichever it is: those that take rows of several features see rows of one.
 *
 * `random` draws permutations, folds, and rows where there are too many, which is said; a fixed seed gives the same
 * answer to the same question. NaN and infinities take no part, and it is said. What it costs, the score itself tells.
 *
 * @example
 * scoreOfValues('ks_exact', [1, 2], [3, 4], { random: () => 0.5 }).value.value // => 1
 */
export function scoreOfValues(
  id: SampleScoreId,
  reference: Samples,
  current: Samples,
  options: SampleScoreOptions
): Answer<SampleScore> {
  const definition: SampleScoreDefinition = sampleScores[id];
  if (definition.takes === 'values') {
    return definition.compute(reference, current, options);
  }
  const sides = finiteSides(reference, current);
  if (!sides.ok) {
    return sides;
  }
  const { x, y } = sides.value;
  // Drawn before they are made rows: a million rows are not made to look at 500 of them.
  const rows = [x, y].map((side) =>
    Array.from(drawnFrom(side, definition.mostRows, options.random), (value) => [value])
  ) as [number[][], number[][]];
  const score = definition.compute(...rows, options);
  if (!score.ok) {
    return score;
  }
  const kept = rows[0].length + rows[1].length;
  const of = x.length + y.length;
  const sampled: readonly Repair[] = kept < of ? [{ kind: 'sampled', of, kept }] : [];
  return answered(score.value, [...sides.repairs, ...sampled, ...score.repairs]);
}
