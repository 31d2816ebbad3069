import { type Answer, answered, noAnswer } from '../answer';
import { sharedEdges } from './sharedEdges';
import { faultOfEdges, faultOfHistogram } from './validate';
import type { NumericHistogram } from './histogram';

/** Adds up the bins between kept edges; every kept edge must be one of the histogram's. O(bins). */
export function addUp(histogram: NumericHistogram, kept: readonly number[]): NumericHistogram {
  const counts = new Array<number>(kept.length + 1).fill(0);
  let bin = 0;
  histogram.counts.forEach((count, i) => {
    counts[bin] = (counts[bin] as number) + count;
    if (bin < kept.length && histogram.edges[i] === kept[bin]) {
      bin++;
    }
  });
  return { kind: 'numeric', edges: [...kept], counts };
}

/**
 * Spreads each bin's count evenly between its bounds, and reads it anew between other bounds. O(bins + edges).
 *
 * The open bins as in Prometheus' quantiles: the first starts at 0 where its upper bound is above 0, else all of it
 * stands at its upper bound; the last stands just above the last finite bound.
 */
export function interpolate(histogram: NumericHistogram, edges: readonly number[]): NumericHistogram {
  const { edges: own, counts: given } = histogram;
  const first = own[0] as number;
  const last = own[own.length - 1] as number;
  const counts: number[] = [];
  let bin = 0;
  let below = 0; // counts of all bins under `bin`
  let before = 0;
  let all = 0;
  for (const count of given) {
    all += count;
  }
  for (const edge of edges) {
    while (bin < own.length && (own[bin] as number) <= edge) {
      below += given[bin] as number;
      bin++;
    }
    let cumulative = below;
    if (edge > last) {
      cumulative = all;
    } else if (bin < own.length) {
      const lower = bin > 0 ? (own[bin - 1] as number) : first > 0 ? 0 : first;
      const upper = own[bin] as number;
      if (edge > lower) {
        // Halved, since the width of a bin may exceed the largest double.
        cumulative += (given[bin] as number) * ((edge / 2 - lower / 2) / (upper / 2 - lower / 2));
      }
    }
    cumulative = Math.max(cumulative, before);
    counts.push(cumulative - before);
    before = cumulative;
  }
  counts.push(Math.max(0, all - before));
  return { kind: 'numeric', edges: [...edges], counts };
}

/**
 * The same counts on fewer bounds, exactly: bins between them are added up.
 *
 * Every edge must be one that the histogram has; else the answer is `bounds_not_available`. O(bins + edges).
 *
 * @example
 * coarsen({ kind: 'numeric', edges: [1, 2, 3], counts: [4, 5, 6, 7] }, [2]).value
 * // => { kind: 'numeric', edges: [2], counts: [9, 13] }
 */
export function coarsen(histogram: NumericHistogram, edges: readonly number[]): Answer<NumericHistogram> {
  const fault = faultOfHistogram(histogram) ?? faultOfEdges(edges);
  if (fault !== null) {
    return fault;
  }
  if (sharedEdges(histogram.edges, edges).length < edges.length) {
    const own = new Set(histogram.edges);
    const foreign = edges.filter((edge) => !own.has(edge));
    return noAnswer(
      'bounds_not_available',
      `The histogram has no bound at ${foreign.slice(0, 5).join(', ')}: choose among its own, or let it be interpolated.`
    );
  }
  return answered(addUp(histogram, edges));
}

/**
 * The same counts on any bounds: exact where the histogram has them all, else interpolated linearly, and said so.
 *
 * Inside a bin counts are taken to be spread evenly. The open bins follow Prometheus: the first starts at 0 where its
 * upper bound is above 0 (else it stands at its upper bound), the last stands just above the last finite bound.
 * O(bins + edges).
 *
 * @example
 * rebin({ kind: 'numeric', edges: [10, 20], counts: [4, 8, 0] }, [15]).value
 * // => { kind: 'numeric', edges: [15], counts: [8, 4] }
 */
export function rebin(histogram: NumericHistogram, edges: readonly number[]): Answer<NumericHistogram> {
  const fault = faultOfHistogram(histogram) ?? faultOfEdges(edges);
  if (fault !== null) {
    return fault;
  }
  const shared = sharedEdges(histogram.edges, edges).length;
  if (shared === edges.length) {
    return answered(addUp(histogram, edges));
  }
  if (histogram.edges.length === 0) {
    return noAnswer('too_few_bins', 'The histogram is one bin without bounds, which nothing can be read from.');
  }
  return answered(interpolate(histogram, edges), [{ kind: 'interpolated', shared, bounds: edges.length }]);
}
