import { useMemo } from 'react';
import {
  FieldColorModeId,
  FieldConfigProperty,
  FieldType,
  getFieldDisplayName,
  type DataFrame,
  type PanelProps,
} from '@grafana/data';
import {
  GraphDrawStyle,
  GraphGradientMode,
  LegendDisplayMode,
  LineInterpolation,
  SortOrder,
  StackingMode,
  TooltipDisplayMode,
  VisibilityMode,
  type VizLegendOptions,
  type VizTooltipOptions,
} from '@grafana/schema';
import { SeriesTable, TimeSeries, TooltipPlugin2, type SeriesTableRowProps } from '@grafana/ui';
import { AnnotationMarks } from './AnnotationMarks';
import { definePanel } from './definePanel';
import { NoData } from './NoData';

interface Options {
  legend: VizLegendOptions;
  tooltip: VizTooltipOptions;
}

/** `TooltipHoverMode` of @grafana/ui is a const enum that its package does not export: one series, or all at that time. */
const HOVER_ONE = 0;
const HOVER_ALL = 1;

const NO_FRAMES: readonly DataFrame[] = [];

/** The fields that can be drawn over time; a frame without any, or without a row, is left out. */
function drawable(series: DataFrame[]): DataFrame[] {
  return series.filter(
    ({ fields, length }) =>
      length > 0 &&
      fields.some(({ type }) => type === FieldType.time) &&
      fields.some(({ type }) => type === FieldType.number)
  );
}

/** The rows of the tooltip: what each series is at one instant. */
function rowsAt(
  frame: DataFrame,
  index: number,
  only: number | null,
  sort: SortOrder | undefined
): SeriesTableRowProps[] {
  const rows = frame.fields.flatMap((field, i) => {
    const value: unknown = field.values[index];
    if (field.type !== FieldType.number || (only !== null && only !== i) || value === null || value === undefined) {
      return [];
    }
    const display = field.display?.(value);
    const text = display ? `${display.prefix ?? ''}${display.text}${display.suffix ?? ''}` : String(value);
    const color = field.display?.(value).color;
    return [
      {
        label: field.state?.displayName ?? field.name,
        value: text,
        number: Number(value),
        isActive: only === i,
        ...(color !== undefined && { color }),
      },
    ];
  });
  if (sort === SortOrder.Ascending) {
    rows.sort((a, b) => a.number - b.number);
  } else if (sort === SortOrder.Descending) {
    rows.sort((a, b) => b.number - a.number);
  }
  return rows;
}

function TimeSeriesPanel({
  data,
  width,
  height,
  timeRange,
  timeZone,
  options,
  fieldConfig,
  onChangeTimeRange,
}: PanelProps<Options>) {
  const frames = useMemo(() => {
    const found = drawable(data.series);
    for (const frame of found) {
      for (const field of frame.fields) {
        field.state = { ...field.state, displayName: getFieldDisplayName(field, frame, found) };
      }
    }
    return found;
  }, [data.series]);
  if (frames.length === 0) {
    const empty = data.series.every(({ length }) => length === 0);
    return (
      <NoData>{empty ? (fieldConfig.defaults.noValue ?? 'No data') : 'This answer has no numbers over time'}</NoData>
    );
  }
  const mode = options.tooltip.mode;
  return (
    <TimeSeries
      frames={frames}
      width={width}
      height={height}
      timeRange={timeRange}
      timeZone={timeZone}
      legend={options.legend}
    >
      {(config, aligned) => (
        <>
          <AnnotationMarks config={config} frames={data.annotations ?? NO_FRAMES} />
          {mode !== TooltipDisplayMode.None && (
            <TooltipPlugin2
              config={config}
              hoverMode={mode === TooltipDisplayMode.Multi ? HOVER_ALL : HOVER_ONE}
              clientZoom
              queryZoom={onChangeTimeRange}
              render={(_, indexes, active) => {
                const index = indexes.find((candidate) => candidate !== null && candidate !== undefined);
                const time: unknown =
                  index === undefined || index === null ? undefined : aligned.fields[0]?.values[index];
                if (index === undefined || index === null || time === undefined) {
                  return null;
                }
                const only = mode === TooltipDisplayMode.Single ? active : null;
                return (
                  <div style={{ padding: 8 }}>
                    <SeriesTable
                      timestamp={aligned.fields[0]?.display?.(time).text ?? new Date(Number(time)).toISOString()}
                      series={rowsAt(aligned, index, only, options.tooltip.sort)}
                    />
                  </div>
                );
              }}
            />
          )}
        </>
      )}
    </TimeSeries>
  );
}

export const timeseries = definePanel<Options>({
  id: 'timeseries',
  name: 'Time series',
  component: TimeSeriesPanel,
  annotations: true,
  options: {
    legend: { displayMode: LegendDisplayMode.List, placement: 'bottom', showLegend: true, calcs: [] },
    tooltip: { mode: TooltipDisplayMode.Single, sort: SortOrder.None },
  },
  custom: {
    drawStyle: GraphDrawStyle.Line,
    lineInterpolation: LineInterpolation.Linear,
    lineWidth: 1,
    lineStyle: { fill: 'solid' },
    fillOpacity: 0,
    gradientMode: GraphGradientMode.None,
    barAlignment: 0,
    barWidthFactor: 0.6,
    showPoints: VisibilityMode.Auto,
    pointSize: 5,
    spanNulls: false,
    insertNulls: false,
    stacking: { mode: StackingMode.None, group: 'A' },
    thresholdsStyle: { mode: 'off' },
    hideFrom: { tooltip: false, viz: false, legend: false },
    axisPlacement: 'auto',
    axisColorMode: 'text',
    axisBorderShow: false,
    axisLabel: '',
    axisWidth: undefined,
    axisSoftMin: undefined,
    axisSoftMax: undefined,
    axisGridShow: undefined,
    axisCenteredZero: false,
    scaleDistribution: { type: 'linear' },
  },
  standard: {
    [FieldConfigProperty.Color]: {
      defaultValue: { mode: FieldColorModeId.PaletteClassic },
      settings: { byValueSupport: true, bySeriesSupport: true, preferThresholdsMode: false },
    },
  },
});
