import { PERFORMANCE_SERIES_LABELS, type PerformanceId, type PerformanceKind } from '../../../model';
import { wordsOf } from '../../query/performance/metrics';
import type { Field, FieldConfig, Notice } from '../frame';

/** Metrics that are shares of predictions or labels: a person reads them in percent. */
const SHARES: ReadonlySet<PerformanceId> = new Set([
  'accuracy',
  'precision',
  'recall',
  'specificity',
  'balanced_accuracy',
]);

const UNITS: Readonly<Record<string, string>> = { nats: 'suffix: nats' };

export const KIND_WORDS: Readonly<Record<PerformanceKind, string>> = {
  realised: 'realised',
  estimated: 'estimated, without labels',
};

export function metricConfig(id: PerformanceId, title?: string): FieldConfig {
  const { label, explanation, unit } = wordsOf(id);
  const known = unit === null ? undefined : UNITS[unit];
  return {
    displayNameFromDS: title ?? label,
    description: explanation,
    ...(SHARES.has(id) ? { unit: 'percentunit', decimals: 2 } : { decimals: 3 }),
    ...(known === undefined ? {} : { unit: known }),
  };
}

/** What a gauge or a bar begins and ends with. */
export function bounds(id: PerformanceId): Pick<FieldConfig, 'min' | 'max'> {
  const { min, max } = wordsOf(id).range;
  return { ...(min === null ? {} : { min }), ...(max === null ? {} : { max }) };
}

export const number = (
  name: string,
  values: ReadonlyArray<number | null>,
  displayNameFromDS: string,
  description: string,
  rest: FieldConfig = { decimals: 3 }
): Field => ({ name, type: 'number', values, config: { displayNameFromDS, description, ...rest } });

export const text = (
  name: string,
  values: ReadonlyArray<string | null>,
  displayNameFromDS: string,
  rest: FieldConfig = {}
): Field => ({
  name,
  type: 'string',
  values,
  config: { displayNameFromDS, ...rest },
});

export const PERCENT: FieldConfig = { unit: 'percentunit', decimals: 1, min: 0, max: 1 };

export interface Said {
  readonly notices: readonly Notice[];
  readonly executed: string;
}

export const TABLE = { type: 'table', preferredVisualisationType: 'table' } as const;

/** `DE Accuracy (realised)`: a series in a legend. */
export function seriesTitle(id: PerformanceId, kind: PerformanceKind, group: Readonly<Record<string, string>>): string {
  const names = Object.values(group).filter((value) => value !== '');
  return `${[...names, wordsOf(id).label].join(' ')} (${kind})`;
}

export function seriesLabels(
  model: string,
  group: Readonly<Record<string, string>>,
  id: PerformanceId,
  kind: PerformanceKind
): Readonly<Record<string, string>> {
  const L = PERFORMANCE_SERIES_LABELS;
  return { [L.model]: model, ...group, [L.metric]: id, [L.kind]: kind };
}
