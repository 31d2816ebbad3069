import { type Answer, answered } from '../answer';
import { freezeBins } from '../binning/freezeBins';

/** Labels in a bucket of losses, so that their mean is known; and no more buckets than anybody needs. */
const LABELS_A_BUCKET = 50;
const MOST_BUCKETS = 20;
/** A prediction this share of the range beyond the labelled ones is still taken to be like them. */
const NEAR = 0.02;

/**
 * Edges for `lossBuckets`, frozen on the labelled predictions of the reference: quantiles, and an edge a little beyond
 * either end. What the model now predicts outside lies in a bucket without labels, and so counts as not covered.
 * Predictions that are not finite are left out; none gives no answer. O(n log n).
 *
 * @example
 * lossEdges(Float64Array.of(0, 50, 100)).value // => [-2, 50, 102]
 */
export function lossEdges(predictions: Float64Array): Answer<readonly number[]> {
  const bins = Math.max(2, Math.min(MOST_BUCKETS, Math.floor(predictions.length / LABELS_A_BUCKET)));
  const inner = freezeBins({ strategy: 'quantile', bins }, predictions);
  if (!inner.ok) {
    return inner;
  }
  let [low, high] = [Infinity, -Infinity];
  for (const prediction of predictions) {
    if (Number.isFinite(prediction)) {
      low = Math.min(low, prediction);
      high = Math.max(high, prediction);
    }
  }
  // Predictions that never vary have no range: a share of their size stands in for it.
  const margin = NEAR * (high - low || Math.abs(high) || 1);
  const edges = [low - margin, ...inner.value, high + margin];
  return answered(edges.filter((edge, i) => Number.isFinite(edge) && (i === 0 || edge > (edges[i - 1] as number))));
}
