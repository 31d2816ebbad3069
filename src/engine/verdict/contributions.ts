import type { Answer } from '../answer';
import type { AlignedPair, Bin } from '../distribution/pair';
import type { ScoreOptions } from '../score/definition';

/** One bin's part in PSI. */
export interface Contribution {
  readonly bin: Bin;
  /** The bin's term (q - p) ln(q / p): at least 0; the terms sum to PSI. */
  readonly value: number;
  /** Its share of PSI, from 0 to 1; 0 where PSI is 0. */
  readonly share: number;
}

/** Which bins a PSI comes from, in the order of the bins. */
export function contributions(pair: AlignedPair, options: ScoreOptions = {}): Answer<readonly Contribution[]> {
  throw new Error(`not built yet: ${pair.kind} ${String(options)}`);
}
