import { DETECTOR_IDS, detectors, type DetectorId } from '../../engine';
import type { DriftQuery, LogParser, SourceKind, UpstreamKey } from '../../model';
import type { Face, Worded } from '../kinds/face';

export const SOURCE_KIND_WORDS = {
  histogram: {
    label: 'Histogram',
    description: 'A classic Prometheus histogram, with _bucket series.',
  },
  native_histogram: {
    label: 'Native histogram',
    description: 'One series a histogram, with buckets of its own.',
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

export const UPSTREAM_WORDS = {
  prometheus: { label: 'Metrics', description: 'Histograms and counters in Prometheus.' },
  loki: { label: 'The log', description: 'The lines of predictions in Loki, with what the model answered.' },
} as const satisfies Record<UpstreamKey, Worded>;

export const PARSER_WORDS = {
  json: { label: 'JSON', description: 'One object a line.' },
  logfmt: { label: 'logfmt', description: 'Pairs such as amount=12.' },
} as const satisfies Record<LogParser, Worded>;

type ReferenceKind = NonNullable<DriftQuery['reference']>['kind'];

export const REFERENCE_WORDS = {
  offset: { label: 'Earlier', description: 'The same traffic, this long before the time range.' },
  range: { label: 'A fixed time', description: 'The same traffic, always from this stretch of time.' },
  labels: { label: 'Other traffic', description: 'The same time, other labels: another version, the shadow, a pod.' },
  profile: { label: 'A stored profile', description: 'Counts kept in the settings, of the training data for example.' },
} as const satisfies Record<ReferenceKind, Worded>;

/** What it means that a query names no reference. */
export const NO_REFERENCE_WORDS: Worded = { label: 'The usual', description: 'The same traffic a day before.' };

/** The same of a model's query, with what stands in where the settings of the model name none either. */
export function modelReferenceWords(reference: Face['reference']): Worded {
  return reference !== undefined && 'none' in reference
    ? reference.none
    : {
        label: "The model's own",
        description: `What its settings name, else ${reference?.unnamed ?? 'a day earlier'}.`,
      };
}

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

export const DETECTOR_WORDS = Object.fromEntries(
  DETECTOR_IDS.map((id) => [id, { label: detectors[id].label, description: detectors[id].explanation }])
) as Readonly<Record<DetectorId, Worded>>;

export const CALIBRATION_WORDS = {
  thresholds: { label: 'Thresholds and chance', description: 'Above its threshold, and more than chance gives.' },
  history: { label: "The reference's history", description: 'Unusual among the windows of the reference itself.' },
} as const satisfies Record<NonNullable<DriftQuery['calibrate']> | 'thresholds', Worded>;

export const HYSTERESIS_WORDS = {
  each: { label: 'Each window for itself', description: 'A verdict may change from one window to the next.' },
  steady: { label: 'Only once it lasts', description: 'It changes after some windows in a row.' },
} as const satisfies Record<string, Worded>;

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
