import type { PerformanceEstimate } from '../../../engine';
import { PERFORMANCE_OVER_TIME_FIELDS, type PerformanceId, type PerformanceKind } from '../../../model';
import { isEstimable } from '../../query/performance/estimator';
import type { Subject } from '../../query/performance/evidence';
import type { SeriesReport } from '../../query/performance/report';
import { asEdge } from '../fieldConfig';
import type { Field, Frame } from '../frame';
import { metaOf } from '../meta';
import { KIND_WORDS, metricConfig, seriesLabels, seriesTitle, type Said } from './parts';

/** The value of one metric and kind over time, with its interval as a band. */
function bandFields(
  values: ReadonlyArray<PerformanceEstimate | null>,
  id: PerformanceId,
  kind: PerformanceKind,
  labels: Readonly<Record<string, string>>,
  title: string
): readonly Field[] {
  const F = PERFORMANCE_OVER_TIME_FIELDS;
  const config = metricConfig(id, title);
  const described = { ...config, description: `${config.description ?? ''} Here ${KIND_WORDS[kind]}.` };
  const lower = `${title}, lower`;
  return [
    {
      name: id,
      type: 'number',
      values: values.map((value) => value?.value ?? null),
      labels,
      config: kind === 'realised' ? described : { ...described, custom: { lineStyle: { fill: 'dash', dash: [8, 6] } } },
    },
    {
      name: `${id}${F.lower}`,
      type: 'number',
      values: values.map((value) => value?.lower ?? null),
      labels,
      config: asEdge({ ...config, displayNameFromDS: lower }),
    },
    {
      name: `${id}${F.upper}`,
      type: 'number',
      values: values.map((value) => value?.upper ?? null),
      labels,
      config: asEdge({ ...config, displayNameFromDS: `${title}, upper` }, lower),
    },
  ];
}

/** One frame over time: realised and estimated of each group and metric on one axis, each with its interval. */
export function overTimeFrame(
  series: readonly SeriesReport[],
  ids: readonly PerformanceId[],
  { model, subject, stepMs }: { readonly model: string; readonly subject: Subject; readonly stepMs: number },
  { notices, executed }: Said
): Frame {
  const times = series[0]?.steps.map(({ end }) => end) ?? [];
  return {
    name: 'over_time',
    fields: [
      { name: PERFORMANCE_OVER_TIME_FIELDS.time, type: 'time', values: times, config: { interval: stepMs } },
      ...series.flatMap(({ group, steps }) =>
        ids.flatMap((id, place) =>
          (['realised', 'estimated'] as const)
            // An estimate that such a model can never have would be an empty line in every legend.
            .filter((kind) => kind === 'realised' || isEstimable(id, subject))
            .flatMap((kind) =>
              bandFields(
                steps.map((step) => step[kind][place] ?? null),
                id,
                kind,
                seriesLabels(model, group, id, kind),
                seriesTitle(id, kind, group)
              )
            )
        )
      ),
    ],
    meta: metaOf(notices, executed, { type: 'timeseries-wide', preferredVisualisationType: 'graph' }),
  };
}
