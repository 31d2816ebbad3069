import { DATASET_METRICS } from '../../../model';
import { modelNumber } from '../../query/dataset/judge';
import type { ModelSeries } from '../../query/dataset/overTime';
import { VERDICT_CONFIG } from '../fieldConfig';
import type { Field, FieldConfig, Frame, Notice } from '../frame';
import { metaOf } from '../meta';
import { METRIC_CONFIG, numbers, texts } from './parts';

export function modelOverTimeFrames(
  series: readonly ModelSeries[],
  model: string | undefined,
  stepMs: number,
  notices: readonly Notice[],
  executed: string
): readonly Frame[] {
  return series.map(({ group, windows }, i) => {
    const named = Object.values(group).filter((value) => value !== '');
    // As a series in a legend, where each group has its own.
    const titled = (config: FieldConfig): FieldConfig => ({
      ...config,
      displayNameFromDS: [...named, config.displayNameFromDS].join(' '),
    });
    const labels: Readonly<Record<string, string>> = {
      ...group,
      ...(model === undefined || 'model' in group ? {} : { model }),
    };
    return {
      name: 'over_time',
      fields: [
        { name: 'time', type: 'time', values: windows.map(({ time }) => time), config: { interval: stepMs } },
        ...DATASET_METRICS.map((name): Field => ({
          ...numbers(
            name,
            windows.map(({ judged, modelPsi }) => modelNumber(name, judged, modelPsi)),
            titled(METRIC_CONFIG[name])
          ),
          labels,
        })),
        {
          ...texts(
            'verdict',
            windows.map(({ judged }) => (judged.ok ? judged.value.verdict : 'insufficient')),
            VERDICT_CONFIG
          ),
          labels,
        },
      ],
      meta: metaOf(i === 0 ? notices : [], i === 0 ? executed : '', {
        type: 'timeseries-multi',
        typeVersion: [0, 1],
        preferredVisualisationType: 'graph',
      }),
    };
  });
}
