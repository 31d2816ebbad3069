import type { Answer } from '../answer';
import type { BinningSource, BinningStrategy } from './strategy';

/** The edges that a strategy chooses on the reference. */
export function freezeBins(strategy: BinningStrategy, source: BinningSource): Answer<readonly number[]> {
  throw new Error(`not built yet: ${strategy.strategy} ${typeof source}`);
}
