import type { UsagePlan } from '../usagePlans';
import type { UsageSeries } from '../upstream';
import { promNumber, type PromSeries } from './api';

/** The series of an answer under the names that people know them by. */
export function usageSeries(series: readonly PromSeries[], { exporter, labels }: UsagePlan): readonly UsageSeries[] {
  return series
    .map(({ metric, values = [] }): UsageSeries => ({
      where: labels
        .map((label) => (label === 'gpu' ? `GPU ${metric[label] ?? ''}` : (metric[label] ?? '')))
        .filter((text) => text !== '')
        .join(' '),
      exporter,
      points: values
        .map(([time, text]) => ({ time: Math.round(time * 1000), value: promNumber(text) }))
        .filter(({ value }) => Number.isFinite(value)),
    }))
    .filter(({ points }) => points.length > 0)
    .sort((a, b) => (a.where < b.where ? -1 : 1));
}
