import type { AlertRule } from '../alertRule';
import type { CheckId } from '../checks';
import type { TestSeries } from './series';

export interface Recording {
  readonly record: string;
  readonly expr: string;
  readonly labels?: Readonly<Record<string, string>>;
}
export interface PrometheusGroup {
  readonly name: string;
  readonly interval: string;
  readonly rules: ReadonlyArray<Recording | AlertRule>;
}

/** What is recorded of a model when a trial ends: that it is there, and its sum over all series where that is known. */
export interface Recorded {
  readonly record: string;
  readonly value?: number;
}

/** What an alert is tried on: series that it must fire on, and series that it must not. */
export interface Trial {
  readonly alert: string;
  readonly check: CheckId;
  readonly model: string;
  /** Minutes between samples, and between evaluations; few enough of them, or a trial of days takes minutes. */
  readonly step: number;
  /** Minutes. */
  readonly at: number;
  readonly fires: readonly TestSeries[];
  readonly quiet: readonly TestSeries[];
  /** The records that it rests on, in each of the two. */
  readonly records: { readonly fires: readonly Recorded[]; readonly quiet: readonly Recorded[] };
}

export interface PrometheusRules {
  /** Counts and scores of features: long to write and to evaluate, and a file of their own. */
  readonly scores: readonly PrometheusGroup[];
  /** Everything else that is recorded, and all alerts. */
  readonly groups: readonly PrometheusGroup[];
  readonly trials: readonly Trial[];
  readonly notes: readonly string[];
}
