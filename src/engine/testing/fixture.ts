import { peerTable } from './peerTable';

interface ScoreCase {
  edges: number[];
  reference: number[];
  current: number[];
  psi: number;
  kl: number;
  js: number;
  hellinger: number;
  total_variation: number;
  l_infinity: number;
  ks: number;
  ksP: number;
  wasserstein?: number;
  chi_square: number;
  chiSquareP: number;
  goodnessOfFit: number;
  goodnessOfFitP: number;
}

interface Fixture {
  /** For each function rows of arguments, the result last. */
  special: Record<
    | 'lowerGamma'
    | 'upperGamma'
    | 'chiSquaredSurvival'
    | 'chiSquaredCritical'
    | 'kolmogorovSurvival'
    | 'kolmogorovCritical'
    | 'normalCdf',
    number[][]
  >;
  scores: ScoreCase[];
  falseDiscovery: Array<{ p: number[]; adjusted: number[] }>;
  binning: Array<{ samples: number[]; bins: number; quantile: number[]; equalWidth: number[]; counts: number[] }>;
  interpolation: { edges: number[]; counts: number[]; onto: number[]; expected: number[] };
}

/** What SciPy says, as `tests/fixtures/scipy/generate.py` wrote it. */
export const scipy = peerTable('scipy/engine.json') as Fixture;
