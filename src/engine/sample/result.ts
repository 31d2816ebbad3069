import { type Answer, answered, noAnswer } from '../answer';
import type { Repair } from '../repair';

/** What a test on samples says. Every number in it is finite. */
export interface SampleTest {
  readonly statistic: number;
  /** Two-sided chance of a statistic as far out without any drift. */
  readonly pValue: number;
  /** How the p-value came about: from the law for just so many values, its limit, or permutations. */
  readonly method: 'exact' | 'asymptotic' | 'permutation';
  readonly n: number;
  readonly m: number;
}

/** Lets a result out only if its numbers are finite. */
export function finiteTest<T extends SampleTest>(result: T, repairs?: readonly Repair[]): Answer<T> {
  return Object.values(result).every((value) => typeof value !== 'number' || Number.isFinite(value))
    ? answered(result, repairs)
    : noAnswer('overflow', 'The values are too large to compute with: look for a wrong unit or a broken exporter.');
}

/** What a score on samples says, whichever it is. */
export interface SampleScore {
  /** The size of the change, which grows with it. */
  readonly value: number;
  readonly pValue: number;
  readonly method: SampleTest['method'];
  readonly n: number;
  readonly m: number;
}

/** A test as a score: its statistic, or what is made of the test, as the size of the change. */
export function scored<T extends SampleTest>(
  answer: Answer<T>,
  sizeOf: (test: T) => number = ({ statistic }) => statistic
): Answer<SampleScore> {
  if (!answer.ok) {
    return answer;
  }
  const { pValue, method, n, m } = answer.value;
  return answered({ value: sizeOf(answer.value), pValue, method, n, m }, answer.repairs);
}

/** A distance between samples. */
export interface SampleDistance {
  readonly distance: number;
  readonly n: number;
  readonly m: number;
}

export function finiteDistance(result: SampleDistance, repairs?: readonly Repair[]): Answer<SampleDistance> {
  return Number.isFinite(result.distance)
    ? answered(result, repairs)
    : noAnswer('overflow', 'The values are too large to compute with: look for a wrong unit or a broken exporter.');
}
