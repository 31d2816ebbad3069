import { FieldType, toDataFrame, type DataFrame } from '@grafana/data';
import {
  COLUMNS,
  fabricateMeta,
  fabricateRows,
  fabricateTimeRows,
  TIME_COLUMNS,
  TIME_META,
  type Fabricated,
} from './fabricated';

export { fabricateMany, type Fabricated } from './fabricated';

/** A `distribution` frame as the data source answers it; `bare`: as another source would, without its summaries. */
export function fabricateFrame(features: readonly Fabricated[], { bare = false, refId = 'A' } = {}): DataFrame {
  const rows = features.flatMap(fabricateRows);
  const labels = [...new Set(features.flatMap(({ group }) => Object.keys(group ?? {})))];
  const groups = features.flatMap((feature) => feature.reference.map(() => feature.group ?? {}));
  return toDataFrame({
    refId,
    fields: [
      ...labels.map((label) => ({
        name: label,
        type: FieldType.string,
        values: groups.map((group) => group[label] ?? ''),
      })),
      ...COLUMNS.map(([name, type]) => ({ name, type: FieldType[type], values: rows.map((row) => row[name]) })),
    ],
    ...(bare ? {} : { meta: { custom: { ...fabricateMeta(features) } } }),
  });
}

/** An `over_time` frame: what was as the reference becomes the current side from the middle on; one window is empty. */
export function fabricateOverTime(
  features: readonly Fabricated[],
  { windows = 24, refId = 'A', empty = 3 } = {}
): DataFrame {
  const rows = fabricateTimeRows(features, { windows, empty });
  return toDataFrame({
    refId,
    name: 'over_time',
    fields: TIME_COLUMNS.map(([name, type]) => ({ name, type: FieldType[type], values: rows.map((row) => row[name]) })),
    meta: { custom: TIME_META },
  });
}
