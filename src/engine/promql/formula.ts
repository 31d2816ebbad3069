import type { ScoreOptions } from '../score/definition';
import { DEFAULT_SMOOTHING } from '../score/smoothing';
import type { BinVectors, SideVectors } from './binVectors';

/** What one score is as a query: the expression, from the vectors of both sides. One signature for all. */
export type PromqlFormula = (vectors: BinVectors, options: ScoreOptions) => string;

/** Noise in the last digits of summed rates fills no bin; the engine uses the same number. */
const NOISE = 1e-12;

/** The shares of a side, a series a bin. */
export function shares(side: SideVectors, { by }: BinVectors): string {
  return `(${side.counts} / on (${by}) group_left () ${side.total})`;
}

/** The shares at or below the upper bound of each bin. */
export function cumulativeShares(side: SideVectors, { by }: BinVectors): string {
  return `(${side.cumulative} / on (${by}) group_left () ${side.total})`;
}

/** 1 for each bin that a side fills, else 0. */
export function filled(side: SideVectors, { by }: BinVectors): string {
  return `(${side.counts} > bool on (${by}) group_left () (${NOISE} * ${side.total}))`;
}

/** The shares without noise, for scores that take roots: the root of 1e-14 is 1e-7. */
export function cleanShares(side: SideVectors, vectors: BinVectors): string {
  return binwise(shares(side, vectors), '*', filled(side, vectors), vectors);
}

/** Two vectors of bins, bin by bin. */
export function binwise(left: string, operator: string, right: string, { byBin }: BinVectors): string {
  return `(${left} ${operator} on (${byBin}) ${right})`;
}

/** The sum over bins, kept apart by the labels. */
export function over(aggregation: 'sum' | 'max' | 'min' | 'count', vector: string, { by }: BinVectors): string {
  return `${aggregation} by (${by}) (${vector})`;
}

/** The bins that either side fills, as the engine has it: a bin empty on both sides takes no part. */
export function eitherFills(vectors: BinVectors): string {
  return `(${binwise(filled(vectors.reference, vectors), '+', filled(vectors.current, vectors), vectors)} > 0)`;
}

/** How many bins just one side fills. */
function oneSided(vectors: BinVectors): string {
  const { byBin } = vectors;
  const differ = `(${filled(vectors.reference, vectors)} != bool on (${byBin}) ${filled(vectors.current, vectors)})`;
  return over('sum', differ, vectors);
}

/** Shares as far as the policy for empty bins goes, of the bins that either side fills. */
export function smoothedShares(side: SideVectors, vectors: BinVectors, options: ScoreOptions): string {
  const { by, byBin } = vectors;
  const smoothing = options.smoothing ?? DEFAULT_SMOOTHING;
  const filledBins = eitherFills(vectors);
  switch (smoothing.kind) {
    case 'none':
      // What is but noise is nothing, so that an empty bin shows as one.
      return `(${cleanShares(side, vectors)} and on (${byBin}) ${filledBins})`;
    case 'floor':
      return `(clamp_min(${shares(side, vectors)}, ${smoothing.floor}) and on (${byBin}) ${filledBins})`;
    case 'jeffreys': {
      // Jeffreys' half an observation a bin, only where a bin is empty on one side, unless it is always wanted.
      const added = smoothing.when === 'always' ? '0.5' : `(0.5 * (${oneSided(vectors)} > bool 0))`;
      const plus = smoothing.when === 'always' ? `+ ${added}` : `+ on (${by}) group_left () ${added}`;
      const times = smoothing.when === 'always' ? `${added} *` : `${added} * on (${by})`;
      const all = `(${side.total} + on (${by}) (${times} ${over('count', filledBins, vectors)}))`;
      return `(((${side.counts} ${plus}) and on (${byBin}) ${filledBins}) / on (${by}) group_left () ${all})`;
    }
  }
}

/** Drops what is infinite: no answer is better than one that reads as drift of any size. */
export function finite(expression: string): string {
  return `((${expression}) < +Inf)`;
}
