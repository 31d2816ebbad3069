import { createDataFrame, DataFrameType, FieldType, type DataFrame, type Field, type FieldDTO } from '@grafana/data';

/** Windows of several groups one after the other, with a text column a label: Explore would draw one line through all. */
export const isLong = ({ meta }: DataFrame): boolean => meta?.type === DataFrameType.TimeSeriesLong;

/** The field as a series of one group: with its labels, and their values before its name. */
function seriesField(field: Field, rows: readonly number[], labels: Readonly<Record<string, string>>): FieldDTO {
  const values = rows.map((row): unknown => field.values[row]);
  if (field.type !== FieldType.number) {
    return { name: field.name, type: field.type, config: field.config, values };
  }
  const named = (title: string): string => [...Object.values(labels).filter((value) => value !== ''), title].join(' ');
  const { displayNameFromDS = field.name, custom } = field.config;
  const { fillBelowTo } = (custom ?? {}) as { readonly fillBelowTo?: string };
  return {
    name: field.name,
    type: field.type,
    labels,
    values,
    config: {
      ...field.config,
      displayNameFromDS: named(displayNameFromDS),
      // A band reaches down to the lower edge of its own group.
      custom: { ...custom, ...(fillBelowTo !== undefined && { fillBelowTo: named(fillBelowTo) }) },
    },
  };
}

/** The groups of a long frame as frames of their own, so that each is drawn as its own line. */
export function longSeries(frame: DataFrame): DataFrame[] {
  const texts = frame.fields.filter(({ type }) => type === FieldType.string);
  const groups = new Map<string, { readonly labels: Record<string, string>; readonly rows: number[] }>();
  for (let row = 0; row < frame.length; row++) {
    const labels = Object.fromEntries(texts.map(({ name, values }) => [name, String(values[row] ?? '')]));
    const key = JSON.stringify(labels);
    const group = groups.get(key) ?? { labels, rows: [] };
    groups.set(key, group);
    group.rows.push(row);
  }
  return [...groups.values()].map(({ labels, rows }, i) => {
    // Notices stand on the first alone, so that they are said once.
    const { notices, ...meta } = frame.meta ?? {};
    return createDataFrame({
      ...(frame.refId !== undefined && { refId: frame.refId }),
      ...(frame.name !== undefined && { name: frame.name }),
      fields: frame.fields
        .filter((field) => field.type !== FieldType.string)
        .map((field) => seriesField(field, rows, labels)),
      meta: { ...meta, type: DataFrameType.TimeSeriesWide, ...(i === 0 && notices && { notices }) },
    });
  });
}
