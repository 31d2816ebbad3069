import type { NumericBin } from './pair';

const SHORT = 6;

function shorten(edges: readonly number[]): readonly string[] {
  const short = edges.map((edge) => String(Number(edge.toPrecision(SHORT))));
  const told = short.every((text, i) => i === 0 || text !== short[i - 1]);
  return told ? short : edges.map(String);
}

function build(edges: readonly number[]): readonly NumericBin[] {
  if (edges.length === 0) {
    return [{ label: 'all', lower: -Infinity, upper: Infinity }];
  }
  const text = shorten(edges);
  const bins: NumericBin[] = [{ label: `≤ ${text[0]}`, lower: -Infinity, upper: edges[0] as number }];
  for (let i = 1; i < edges.length; i++) {
    bins.push({ label: `${text[i - 1]} – ${text[i]}`, lower: edges[i - 1] as number, upper: edges[i] as number });
  }
  bins.push({ label: `> ${text[edges.length - 1]}`, lower: edges[edges.length - 1] as number, upper: Infinity });
  return bins;
}

/** The features of a query mostly share their buckets, and labels are the dearest part of aligning them. */
let last: { readonly edges: readonly number[]; readonly bins: readonly NumericBin[] } = { edges: [], bins: build([]) };

/**
 * The bins between edges, with labels of six digits (more where six would not tell neighbours apart). O(edges).
 *
 * @example
 * numericBins([10, 20]).map((bin) => bin.label) // => ['≤ 10', '10 – 20', '> 20']
 */
export function numericBins(edges: readonly number[]): readonly NumericBin[] {
  const same = edges.length === last.edges.length && edges.every((edge, i) => edge === last.edges[i]);
  if (!same) {
    last = { edges: [...edges], bins: build(edges) };
  }
  return last.bins;
}
