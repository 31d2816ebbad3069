import { FieldType, type DataFrame, type Field } from '@grafana/data';
import { ABSURD_OVER_TIME_FIELDS } from '../../model/absurdFrames';
import { fieldOf, holdsSomething, textAt, titleOf } from '../shared/frames';
import type { ChartView } from '../shared/TimeCharts';
import { t } from '../shared/translate';

const F = ABSURD_OVER_TIME_FIELDS;

const charts = (): ReadonlyArray<{ id: string; title: string; fields: readonly string[]; grouped: string }> => [
  {
    id: 'rate',
    title: t('absurd.over-time-rate', 'Wrong against expected'),
    fields: [F.wrongRate, F.expectedRate, F.wrongRateLower, F.wrongRateUpper],
    grouped: F.wrongRate,
  },
  { id: 'burn', title: t('absurd.over-time-burn', 'Burn of the budget'), fields: [F.burn], grouped: F.burn },
  {
    id: 'violations',
    title: t('absurd.over-time-violations', 'Rule violations'),
    fields: [F.violationRate],
    grouped: F.violationRate,
  },
  {
    id: 'labels',
    title: t('absurd.over-time-labels', 'Labels'),
    fields: [F.labelCompleteness],
    grouped: F.labelCompleteness,
  },
];

const COLORS: Readonly<Record<string, string>> = {
  [F.wrongRate]: 'red',
  [F.expectedRate]: '#878a96',
  [F.burn]: 'orange',
};

function coloured(field: Field): Field {
  const color = COLORS[field.name];
  const dashed = field.name === F.expectedRate ? { lineStyle: { fill: 'dash', dash: [8, 6] } } : {};
  return color === undefined
    ? field
    : {
        ...field,
        config: {
          ...field.config,
          color: { mode: 'fixed', fixedColor: color },
          custom: { ...(field.config.custom as object | undefined), ...dashed },
        },
      };
}

/** Grafana draws the limit of the budget as a dashed line. */
function withLimit(field: Field): Field {
  return {
    ...field,
    config: {
      ...field.config,
      thresholds: {
        mode: 'absolute',
        steps: [
          { value: -Infinity, color: 'transparent' },
          { value: 1, color: 'red' },
        ],
      } as NonNullable<Field['config']['thresholds']>,
      custom: { ...(field.config.custom as object | undefined), thresholdsStyle: { mode: 'dashed' } },
    },
  };
}

/** One line a group: of a frame in which the windows of the groups stand one after the other. */
function groupFields(frame: DataFrame, time: Field, texts: readonly Field[], name: string): readonly Field[] {
  const rows = Array.from({ length: frame.length }, (_, row) => row);
  const groupOf = (row: number) => texts.map(({ name: label }) => textAt(frame, label, row)).join(', ');
  const instants = [...new Set(rows.map((row): unknown => time.values[row]))];
  const value = fieldOf(frame, name);
  if (value === undefined) {
    return [];
  }
  return [
    { ...time, values: instants },
    ...[...new Set(rows.map(groupOf))].map((group): Field => {
      const own = new Map(
        rows
          .filter((row) => groupOf(row) === group)
          .map((row) => [time.values[row] as unknown, value.values[row] as unknown])
      );
      return {
        ...value,
        name: group,
        config: { ...value.config, displayNameFromDS: `${group} ${titleOf(value)}`, custom: {} },
        values: instants.map((instant) => own.get(instant) ?? null),
      };
    }),
  ];
}

/** The charts for which windows hold something; by group, where the query asks for groups. */
export function overTimeView(frame: DataFrame): readonly ChartView[] {
  const time = fieldOf(frame, F.time);
  if (time === undefined || frame.length < 2) {
    return [];
  }
  const texts = frame.fields.filter(({ type }) => type === FieldType.string);
  return charts().flatMap(({ id, title, fields: names, grouped }): readonly ChartView[] => {
    const held = names.flatMap((name) => fieldOf(frame, name) ?? []).filter(holdsSomething);
    if (held.length === 0) {
      return [];
    }
    const fields =
      texts.length > 0
        ? groupFields(frame, time, texts, grouped)
        : [time, ...held.map(coloured).map((field) => (field.name === F.burn ? withLimit(field) : field))];
    const length = fields[0]?.values.length ?? 0;
    return [
      {
        id,
        title,
        frame: { ...frame, fields: [...fields], length, meta: {} },
        summary: t('over-time.summary', '{{title}} in {{count}} windows', { title, count: length }),
      },
    ];
  });
}
