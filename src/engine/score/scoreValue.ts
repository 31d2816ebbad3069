import { type Answer, answered, noAnswer } from '../answer';
import type { Repair } from '../repair';
import type { ScoreValue } from './definition';

/** Lets a score out only if every number in it is finite: NaN must never read as "fine". */
export function finiteScore(score: ScoreValue, repairs?: readonly Repair[]): Answer<ScoreValue> {
  const { value, lower = 0, upper = 0, pValue = 0, degreesOfFreedom = 0, signed = 0 } = score;
  return [value, lower, upper, pValue, degreesOfFreedom, signed].every(Number.isFinite)
    ? answered(score, repairs)
    : noAnswer('overflow', 'The numbers are too large to compute with: look for a wrong unit or a broken exporter.');
}
