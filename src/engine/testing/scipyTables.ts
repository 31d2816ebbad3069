import type { ScoreId } from '../score/definition';
import { peerTable } from './peerTable';

interface ScoreTables {
  histograms: Array<{
    edges: number[];
    reference: number[];
    current: number[];
    missing: [number, number];
    /** The value, and the p-value where the score is a test. */
    expected: Partial<Record<ScoreId, [number, number?]>>;
    gFit: [number, number];
    prsFit: number;
    /** What a verdict on KS rests on: the law of the gap at just these bounds. */
    ksVerdict: number;
    /** x, the exact chance above it, and the chance by three moments. */
    exactLaw?: Array<[number, number, number]>;
  }>;
  categories: Array<{ reference: number[]; current: number[]; expected: Partial<Record<ScoreId, [number]>> }>;
  ranges: Array<{
    edges: number[];
    reference: number[];
    current: number[];
    range: [number, number];
    expected: number;
    pValue: number;
  }>;
  /** Few observations, and empty bins: smoothed where one side alone leaves a bin empty. */
  sparse: Array<{ reference: number[]; current: number[]; expected: Partial<Record<ScoreId, [number]>> }>;
}

interface SampleTables {
  samples: Array<{
    x: number[];
    y: number[];
    ks: [number, number];
    /** The p-value that SciPy calls asymptotic. */
    ksLimit: number;
    cramerVonMises: [number, number];
    cramerVonMisesLimit: number;
    andersonDarling: [number, number];
    mannWhitney: [number, number];
    mannWhitneyLimit: number;
    welch: [number, number, number];
    wasserstein: number;
    energy: number;
    auc: [number, number];
    mmd: number;
  }>;
  /** A handful of values against many. */
  few: Array<{ x: number[]; y: number[]; mannWhitney: [number, number] }>;
  /** For each function rows of arguments, the result last. */
  special: Record<
    | 'kolmogorovOfSize'
    | 'hypergeometricMidP'
    | 'incompleteBeta'
    | 'studentTwoSided'
    | 'nonCentralChiSquaredCdf'
    | 'fisherExact'
    | 'cramerVonMisesSurvival',
    number[][]
  >;
}

function read<T>(name: string): T {
  return peerTable(`scipy/${name}`) as T;
}

/** What SciPy says of random histograms, as `generate_scores.py` wrote it. */
export const scoreTables = read<ScoreTables>('scores.json');
/** What SciPy says of random samples, as `generate_scores.py` wrote it. */
export const sampleTables = read<SampleTables>('samples.json');

/** Holds a number to a relative error; what is nearly 0 to an absolute one of the same size. */
export function expectWithin(actual: number, expected: number, relative: number, least = 1e-6): void {
  if (!(Math.abs(actual - expected) <= relative * Math.max(Math.abs(expected), least))) {
    throw new Error(`${actual} is not ${expected} within ${relative}`);
  }
}

/** Holds a p-value to a millionth of itself, however small it is. */
export function expectSameP(actual: number, expected: number): void {
  expectWithin(actual, expected, 1e-6, 1e-290);
}
