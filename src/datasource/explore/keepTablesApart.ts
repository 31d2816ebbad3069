import { createDataFrame, FieldType, type DataFrame } from '@grafana/data';

/** Whether Explore shows the frame in a table. */
const isTable = ({ meta }: DataFrame): boolean =>
  meta?.preferredVisualisationType === 'table' && meta.preferredVisualisationPluginId === undefined;

/**
 * Explore merges all tables of a page into one where they have a column in common, whatever it holds: a `verdict` of the
 * model and a `verdict` of a feature. It leaves them apart, each under its name, where no column is in all of them. So a
 * query that answers several tables gets one more, of a column of its own and no row; a table without rows is not shown.
 */
export function keepTablesApart(frames: readonly DataFrame[]): DataFrame[] {
  const tables = frames.filter(isTable);
  const byQuery = new Map(tables.map(({ refId }) => [refId, tables.filter((frame) => frame.refId === refId).length]));
  const separators = [...byQuery]
    .filter(([, count]) => count > 1)
    .map(([refId]) =>
      createDataFrame({
        ...(refId !== undefined && { refId }),
        name: 'keeps the tables apart',
        fields: [{ name: 'keeps the tables apart', type: FieldType.other, values: [] }],
        meta: { preferredVisualisationType: 'table' },
      })
    );
  return [...frames, ...separators];
}
