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
