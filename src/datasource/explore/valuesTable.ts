import { createDataFrame, FieldType, type DataFrame, type Field, type FieldDTO } from '@grafana/data';
import { SERIES_LABELS } from '../../model/frames';

/** One value with its labels, as an alert rule takes it: the form that is no table yet. */
export const isValue = ({ meta }: DataFrame): boolean => meta?.type === 'numeric-multi';

/** Labels that name the value; in a table they are its column. */
const NAMING: readonly string[] = [SERIES_LABELS.score, SERIES_LABELS.metric];

interface Row {
  readonly labels: Readonly<Record<string, string>>;
  readonly values: Map<string, unknown>;
}

/**
 * The values of one query as one table: a row a label set, a column a label, a column a score or number. Explore drops
 * the labels of such frames, and shows each under the heading "Table" or all of them as one unlabelled column.
 */
export function valuesTable(frames: readonly DataFrame[]): DataFrame {
  const fields = frames.flatMap((frame) => frame.fields);
  const labelNames = [...new Set(fields.flatMap(({ labels = {} }) => Object.keys(labels)))].filter(
    (name) => !NAMING.includes(name)
  );
  const columns = new Map<string, Field>();
  const rows = new Map<string, Row>();
  for (const field of fields) {
    const labels = field.labels ?? {};
    const key = JSON.stringify(labelNames.map((name) => labels[name] ?? null));
    const row: Row = rows.get(key) ?? { labels, values: new Map() };
    rows.set(key, row);
    row.values.set(field.name, field.values[0]);
    if (!columns.has(field.name)) {
      columns.set(field.name, field);
    }
  }
  const all = [...rows.values()];
  const first = frames[0];
  return createDataFrame({
    ...(first?.refId !== undefined && { refId: first.refId }),
    name: 'values',
    fields: [
      ...labelNames.map((name): FieldDTO => ({
        name,
        type: FieldType.string,
        values: all.map(({ labels }) => labels[name] ?? null),
      })),
      ...[...columns.values()].map((column): FieldDTO => {
        // What it is called alone names its labels, too.
        const { displayNameFromDS: _, ...config } = column.config;
        return {
          name: column.name,
          type: column.type,
          config,
          values: all.map(({ values }) => values.get(column.name) ?? null),
        };
      }),
    ],
    meta: { ...first?.meta, type: undefined, preferredVisualisationType: 'table' } as DataFrame['meta'] & object,
  });
}
