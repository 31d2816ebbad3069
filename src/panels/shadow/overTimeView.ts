import type { DataFrame, Field } from '@grafana/data';
import { SHADOW_OVER_TIME_FIELDS } from '../../model/shadowFrames';
import { fieldOf, holdsSomething } from '../shared/frames';
import type { ChartView } from '../shared/TimeCharts';
import { t } from '../shared/translate';

const charts = (): ReadonlyArray<{ id: string; title: string; fields: readonly string[] }> => [
  {
    id: 'agreement',
    title: t('shadow.over-time-agreement', 'Agreement'),
    fields: ['agreement', 'agreement_lower', 'agreement_upper'],
  },
  {
    id: 'accuracy',
    title: t('shadow.over-time-accuracy', 'Accuracy'),
    fields: ['accuracy_live', 'accuracy_shadow'],
  },
  {
    id: 'accuracy_difference',
    title: t('shadow.over-time-accuracy-difference', 'Accuracy difference'),
    fields: ['accuracy_difference', 'accuracy_difference_lower', 'accuracy_difference_upper'],
  },
  {
    id: 'mean_difference',
    title: t('shadow.over-time-mean-difference', 'Mean difference'),
    fields: ['mean_difference', 'mean_difference_lower', 'mean_difference_upper'],
  },
  { id: 'error', title: t('shadow.over-time-error', 'Error'), fields: ['mae_live', 'mae_shadow'] },
  {
    id: 'latency',
    title: t('shadow.over-time-latency', 'Latency'),
    fields: ['latency_live_ms', 'latency_shadow_ms', 'latency_p95_live_ms', 'latency_p95_shadow_ms'],
  },
  {
    id: 'outputs',
    title: t('shadow.over-time-outputs', 'Drift of answers'),
    fields: ['prediction_psi', 'confidence_psi'],
  },
];

/** Live is grey and the shadow blue wherever they stand beside each other. */
function coloured(field: Field): Field {
  const color = /_live(_|$)/.test(field.name) ? '#878a96' : /_shadow(_|$)/.test(field.name) ? 'blue' : undefined;
  return color === undefined
    ? field
    : { ...field, config: { ...field.config, color: { mode: 'fixed', fixedColor: color } } };
}

/** The charts for which windows hold something. */
export function overTimeView(frame: DataFrame): readonly ChartView[] {
  const time = fieldOf(frame, SHADOW_OVER_TIME_FIELDS.time);
  if (time === undefined || frame.length < 2) {
    return [];
  }
  return charts().flatMap(({ id, title, fields: names }) => {
    const fields = names.flatMap((name) => fieldOf(frame, name) ?? []).filter(holdsSomething);
    return fields.length === 0
      ? []
      : [
          {
            id,
            title,
            frame: { ...frame, fields: [time, ...fields.map(coloured)], meta: {} },
            summary: t('over-time.summary', '{{title}} in {{count}} windows', { title, count: frame.length }),
          },
        ];
  });
}
