import { useMemo } from 'react';
import { LoadingState, type DataFrame, type FieldConfigSource, type TimeRange } from '@grafana/data';
import { PanelRenderer } from '@grafana/runtime';

interface Props {
  readonly frame: DataFrame;
  /** What the lines tell, for those who cannot see them. */
  readonly summary: string;
  readonly timeRange: TimeRange;
  readonly timeZone: string;
  readonly width: number;
  readonly height: number;
  readonly onChangeTimeRange: (range: { from: number; to: number }) => void;
}

const FIELD_CONFIG: FieldConfigSource = {
  defaults: { custom: { lineWidth: 2, showPoints: 'auto', spanNulls: false, axisBorderShow: false } },
  overrides: [],
};
const OPTIONS = {
  legend: { displayMode: 'list', placement: 'bottom', showLegend: true, calcs: [] },
  tooltip: { mode: 'multi', sort: 'none' },
};

/** Lines over time, drawn by Grafana's own panel: its tooltip, its zoom, its legend. */
export function TimeChart({ frame, summary, timeRange, timeZone, width, height, onChangeTimeRange }: Props) {
  const data = useMemo(() => {
    // A share may reach from 0 to 1, and a chart with both ends would show a rate of 1 % as a line on the floor.
    const fields = frame.fields.map(({ config: { min: _min, max: _max, ...config }, ...field }) => ({
      ...field,
      config,
    }));
    return { state: LoadingState.Done, series: [{ ...frame, fields }], timeRange, structureRev: 1 };
  }, [frame, timeRange]);
  return (
    <div role="group" aria-label={summary} style={{ width, height }}>
      <PanelRenderer
        title=""
        pluginId="timeseries"
        data={data}
        options={OPTIONS}
        fieldConfig={FIELD_CONFIG}
        timeZone={timeZone}
        width={width}
        height={height}
        onChangeTimeRange={onChangeTimeRange}
      />
    </div>
  );
}
