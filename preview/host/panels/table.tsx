import { useMemo, useState } from 'react';
import { cacheFieldDisplayNames, FieldConfigProperty, getFrameDisplayName, type PanelProps } from '@grafana/data';
import { TableCellHeight, type TableSortByFieldState } from '@grafana/schema';
import { Combobox } from '@grafana/ui';
import { TableNG } from '@grafana/ui/unstable';
import { definePanel } from './definePanel';
import { NoData } from './NoData';

interface Options {
  showHeader: boolean;
  cellHeight: TableCellHeight;
  sortBy: TableSortByFieldState[];
  frameIndex: number;
}

const CHOOSER_HEIGHT = 40;

function TablePanel({ data, width, height, options, fieldConfig, timeRange }: PanelProps<Options>) {
  const [chosen, setChosen] = useState(options.frameIndex);
  // As Grafana's own table does it: without, columns are called by the names of fields, and no column is found to sort by.
  const series = useMemo(() => {
    cacheFieldDisplayNames(data.series);
    return data.series;
  }, [data.series]);
  const frames = series.filter((frame) => frame.fields.length > 0);
  const frame = frames[chosen] ?? frames[0];
  if (frame === undefined) {
    return <NoData>{fieldConfig.defaults.noValue ?? 'No data'}</NoData>;
  }
  const several = frames.length > 1;
  return (
    <>
      <TableNG
        ariaLabel={getFrameDisplayName(frame)}
        data={frame}
        width={width}
        height={several ? height - CHOOSER_HEIGHT : height}
        noHeader={!options.showHeader}
        cellHeight={options.cellHeight}
        initialSortBy={options.sortBy}
        timeRange={timeRange}
        fieldConfig={fieldConfig}
        showTypeIcons={false}
        resizable
      />
      {several && (
        <div style={{ paddingTop: 8, maxWidth: 320 }}>
          <Combobox
            aria-label="Frame"
            options={frames.map((each, index) => ({ label: getFrameDisplayName(each, index), value: index }))}
            value={frames.indexOf(frame)}
            onChange={({ value }) => setChosen(value)}
          />
        </div>
      )}
    </>
  );
}

export const table = definePanel<Options>({
  id: 'table',
  name: 'Table',
  component: TablePanel,
  options: { showHeader: true, cellHeight: TableCellHeight.Sm, sortBy: [], frameIndex: 0 },
  custom: {
    align: 'auto',
    width: undefined,
    minWidth: undefined,
    hidden: false,
    inspect: false,
    filterable: undefined,
    wrapText: undefined,
    wrapHeaderText: undefined,
    tooltip: undefined,
    hideHeader: undefined,
    cellOptions: { type: 'auto' },
    hideFrom: { viz: false },
  },
  standard: { [FieldConfigProperty.Actions]: {} },
});
