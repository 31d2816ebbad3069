import type { DataFrame } from '@grafana/data';
import { keepTablesApart } from './keepTablesApart';
import { isValue, valuesTable } from './valuesTable';

/** The frames of an answer so that Explore shows each of them as what it is. */
export function forExplore(frames: readonly DataFrame[]): DataFrame[] {
  const queries = [...new Set(frames.map(({ refId }) => refId))];
  return keepTablesApart(
    queries.flatMap((refId) => {
      const own = frames.filter((frame) => frame.refId === refId);
      const values = own.filter(isValue);
      return values.length === 0 ? own : [...own.filter((frame) => !isValue(frame)), valuesTable(values)];
    })
  );
}
