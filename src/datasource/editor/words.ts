import type { DriftQuery, QueryKind, SourceKind } from '../../model';

/** The words of the query editor, for a person who reads no manual. */
export interface Worded {
  readonly label: string;
  readonly description: string;
}

export const QUESTION_WORDS = {
  drift: {
    label: 'Drift now',
    description: 'How far the time range has moved from the reference, as a whole.',
  },
  drift_over_time: {
    label: 'Drift over time',
    description: 'The same for a sliding window, to see when it began.',
  },
  distribution: {
    label: 'Distribution',
    description: 'The bins of each feature, reference beside current, to see what moved.',
  },
  dataset: {
    label: 'Whole model',
    description: 'How much of the model has drifted, and which features, bins and segments that comes from.',
  },
  quality: {
    label: 'Data quality',
    description: 'Missing and impossible values, new categories, wrong types, fields, volume, freshness, duplicates.',
  },
  shadow: {
    label: 'Shadow',
    description: 'The shadow against live on the same requests: how they differ, who is right, whether to promote it.',
  },
  absurd: {
    label: 'Absurd outputs',
    description: 'Outputs that were wrong with high confidence, impossible by a rule, or opposed to the shadow.',
  },
  models: {
    label: 'Versions',
    description: 'Which versions served when, what they were made of, and what changed between them.',
  },
  performance: {
    label: 'Performance',
    description: 'How good the model is: from labels where they have come, estimated where they have not.',
  },
  pipeline: {
    label: 'Pipeline',
    description: 'The jobs that feed the model: runs, durations, failures, rows, and what is late.',
  },
} as const satisfies Record<QueryKind, Worded>;

export const SOURCE_KIND_WORDS = {
  histogram: {
    label: 'Histogram',
    description: 'A classic Prometheus histogram, with _bucket series.',
  },
  category: {
    label: 'Counter by category',
    description: 'A counter in which one label names the category.',
  },
  gauge: {
    label: 'Gauge',
    description: 'The values of a gauge, scrape by scrape.',
  },
} as const satisfies Record<SourceKind, Worded>;

type ReferenceKind = NonNullable<DriftQuery['reference']>['kind'];

export const REFERENCE_WORDS = {
  offset: { label: 'Earlier', description: 'The same traffic, this long before the time range.' },
  range: { label: 'A fixed time', description: 'The same traffic, always from this stretch of time.' },
  labels: { label: 'Other traffic', description: 'The same time, other labels: another version, the shadow, a pod.' },
  profile: { label: 'A stored profile', description: 'Counts kept in the settings, of the training data for example.' },
} as const satisfies Record<ReferenceKind, Worded>;

/** What it means that a query names no reference. */
export const NO_REFERENCE_WORDS: Worded = { label: 'The usual', description: 'The same traffic a day before.' };
export const MODEL_REFERENCE_WORDS: Worded = {
  label: "The model's own",
  description: "What the model's settings name; where they name nothing, a day earlier.",
};

export const SMOOTHING_WORDS = {
  where_empty: { label: 'Only where a bin is empty', description: 'Add half a count to every bin, and say so.' },
  always: { label: 'Always', description: 'Add half a count to every bin of every feature.' },
} as const satisfies Record<NonNullable<DriftQuery['smoothing']>, Worded>;

export const BINNING_WORDS = {
  quantile: { label: 'Equal counts', description: 'As many observations of the reference in each bin.' },
  equal_width: { label: 'Equal width', description: 'Bins of the same width over the range of the reference.' },
  custom: { label: 'Own edges', description: 'The edges that you give.' },
  buckets: { label: 'The buckets as they are', description: 'Every bucket of the histogram is a bin.' },
} as const satisfies Record<NonNullable<DriftQuery['binning']>['strategy'], Worded>;

/** A list of words as the options of a choice. */
export function options<K extends string>(words: Readonly<Record<K, Worded>>): Array<Worded & { readonly value: K }> {
  return (Object.keys(words) as K[]).map((value) => ({ value, ...words[value] }));
}

/** A name on offer. */
export interface Named {
  readonly value: string;
  readonly label: string;
  readonly group?: string;
}

/**
 * Names as the options of a choice, and as what is chosen: a chosen name that is not on offer would have no label, and
 * Grafana's control would leave no room for it.
 */
export function asNames(names: readonly string[]): Named[] {
  return names.map((name) => ({ value: name, label: name }));
}

/** Dashboard variables as the options of a choice, in a group of their own. */
export function asVariables(names: readonly string[]): Named[] {
  return names.map((name) => ({ value: name, label: name, group: 'Dashboard variables' }));
}
