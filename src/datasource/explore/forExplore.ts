import type { DataFrame } from '@grafana/data';
import { keepTablesApart } from './keepTablesApart';
import { isLong, longSeries } from './longSeries';
import { isValue, valuesTable } from './valuesTable';

/** Counts that the rates beside them rest on: Explore has one graph for all, in which they would lie over the rates. */
function withoutBasis(frame: DataFrame): DataFrame {
  return frame.meta?.preferredVisualisationType === 'graph'
    ? {
        ...frame,
        fields: frame.fields.filter(({ config }) => (config.custom as { basis?: boolean } | undefined)?.basis !== true),
      }
    : frame;
}

/** A panel of ours takes its frames as they are. */
const isForPanel = ({ meta }: DataFrame): boolean => meta?.preferredVisualisationPluginId !== undefined;

/** The frames of an answer so that Explore shows each of them as what it is. */
export function forExplore(frames: readonly DataFrame[]): DataFrame[] {
  const queries = [...new Set(frames.map(({ refId }) => refId))];
  return keepTablesApart(
    queries.flatMap((refId) => {
      const own = frames.filter((frame) => frame.refId === refId);
      const values = own.filter(isValue);
      return [
        ...own.filter(isForPanel),
        ...own
          .filter((frame) => !isValue(frame) && !isForPanel(frame))
          .map(withoutBasis)
          .flatMap((frame) => (isLong(frame) ? longSeries(frame) : [frame])),
        ...(values.length === 0 ? [] : [valuesTable(values)]),
      ];
    })
  );
}
