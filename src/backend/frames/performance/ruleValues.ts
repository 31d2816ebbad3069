import { numberOfMetric, PERFORMANCE_SERIES_LABELS, type PerformanceKind } from '../../../model';
import type { GroupReport, MetricReport } from '../../query/performance/report';
import type { FieldConfig } from '../frame';
import type { NumericValue } from '../named';
import { bounds, metricConfig, PERCENT, seriesLabels, seriesTitle } from './parts';

/** One number for a rule: of an estimate that cannot be believed none, because a guess must not wake anybody. */
export function metricValue(
  { group, belief, contradiction }: GroupReport,
  metric: MetricReport,
  kind: PerformanceKind,
  model: string
): NumericValue {
  const answer = metric[kind];
  const trusted = kind === 'realised' || (belief?.believed === true && contradiction === undefined);
  return {
    name: numberOfMetric(metric.id, kind),
    value: answer.ok && trusted ? answer.value.value : null,
    labels: seriesLabels(model, group, metric.id, kind),
    config: { ...metricConfig(metric.id, seriesTitle(metric.id, kind, group)), ...bounds(metric.id) },
  };
}

const LABEL_NUMBER_CONFIG = {
  labelled_share: {
    displayNameFromDS: 'Labelled',
    description: 'The share of predictions of the time range whose label is known by now.',
    ...PERCENT,
  },
  label_delay_seconds: {
    displayNameFromDS: 'Label delay',
    description: 'Half of the labels that are there came within this time.',
    unit: 's',
    min: 0,
  },
} as const satisfies Record<string, FieldConfig>;

/** A number about the labels themselves. */
export function labelValue(
  { group, rows, labelled, labelDelay }: GroupReport,
  name: keyof typeof LABEL_NUMBER_CONFIG,
  model: string
): NumericValue {
  const L = PERFORMANCE_SERIES_LABELS;
  const value = name === 'labelled_share' ? (rows > 0 ? labelled / rows : null) : (labelDelay ?? null);
  return {
    name,
    value,
    labels: { [L.model]: model, ...group, [L.metric]: name },
    config: LABEL_NUMBER_CONFIG[name],
  };
}
