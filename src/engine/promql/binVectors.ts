import { boundRegex } from './bound';
import { type LabelMatcher, durationText, labelText, quoted, selectorText } from './text';

/** The label that numbers the bins, from 1; no exporter's own. */
export const BIN_LABEL = 'tidemark_bin';

/** One side of a comparison, as PromQL vectors. */
export interface SideVectors {
  /** Counts, a series a bin: each at least 0. */
  readonly counts: string;
  /** How many observations are at most the upper bound of the bin. */
  readonly cumulative: string;
  /** The same of the bin before: none for the first bin. */
  readonly before: string;
  /** All observations; no series where there are none. */
  readonly total: string;
}

/** What a score is written from. */
export interface BinVectors {
  readonly reference: SideVectors;
  readonly current: SideVectors;
  /** `feature, country`: the labels by which results are kept apart. */
  readonly by: string;
  /** The same and the label of the bin. */
  readonly byBin: string;
  readonly edges: readonly number[];
}

/** As the engine's: less than a billionth of an observation is none. */
export const EMPTY_BELOW = 1e-9;

export interface SideSource {
  /** With `_bucket`. */
  readonly bucketMetric: string;
  readonly matchers: readonly LabelMatcher[];
  readonly edges: readonly number[];
  readonly windowMs: number;
  readonly offsetMs: number;
}

/** Gives each bound the number of a bin. Reading `le` and writing another label, one step never feeds the next. */
function numbered(vector: string, bounds: readonly number[], first: number): string {
  return bounds.reduce(
    (inner, bound, i) => `label_replace(${inner}, "${BIN_LABEL}", "${first + i}", "le", ${quoted(boundRegex(bound))})`,
    vector
  );
}

function growth({ bucketMetric, matchers, windowMs, offsetMs }: SideSource, bounds: readonly number[]): string {
  const le: LabelMatcher = { label: 'le', op: '=~', value: bounds.map(boundRegex).join('|') };
  const offset = offsetMs === 0 ? '' : ` offset ${durationText(offsetMs)}`;
  return `increase(${selectorText(bucketMetric, [...matchers, le])}[${durationText(windowMs)}]${offset})`;
}

/** The vectors of one side, read from the buckets themselves. */
export function fromBuckets(source: SideSource, by: readonly string[]): SideVectors {
  const labels = by.map(labelText);
  const byBin = [...labels, BIN_LABEL].join(', ');
  const byBound = [...labels, 'le'].join(', ');
  const bounds = [...source.edges, Infinity];
  const all = `sum by (${byBound}) (${growth(source, bounds)})`;
  const below = `sum by (${byBound}) (${growth(source, source.edges)})`;
  return {
    // A bin is what is at most its upper bound, less what is at most its lower one.
    counts: `clamp_min(sum by (${byBin}) (${numbered(all, bounds, 1)} or ${numbered(`(0 - ${below})`, source.edges, 2)}), 0)`,
    cumulative: `sum by (${byBin}) (${numbered(all, bounds, 1)})`,
    before: `sum by (${byBin}) (${numbered(below, source.edges, 2)})`,
    total: `(sum by (${labels.join(', ')}) (${growth(source, [Infinity])}) >= ${EMPTY_BELOW})`,
  };
}
