import type { Answer } from '../answer';
import { buckets } from './buckets';
import { custom } from './custom';
import { equalWidth } from './equalWidth';
import { quantile } from './quantile';
import type { Binning, BinningId, BinningSource, BinningStrategy } from './strategy';

const binnings = { quantile, equal_width: equalWidth, custom, buckets } satisfies { [Id in BinningId]: Binning<Id> };

/**
 * The edges that a strategy chooses on the reference. Freeze them once: bins that move with the current data hide the
 * drift they should show.
 *
 * @example
 * freezeBins({ strategy: 'quantile', bins: 2 }, { kind: 'numeric', edges: [1, 2, 3], counts: [1, 4, 6, 1] }).value
 * // => [2]
 */
export function freezeBins(strategy: BinningStrategy, source: BinningSource): Answer<readonly number[]> {
  const binning = binnings[strategy.strategy] as Binning<BinningId>;
  return binning(strategy, source);
}
