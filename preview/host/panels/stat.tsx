import {
  FieldConfigProperty,
  ReducerID,
  getDisplayValueAlignmentFactors,
  getFieldDisplayValues,
  type FieldDisplay,
  type PanelProps,
  type ReduceDataOptions,
} from '@grafana/data';
import {
  BigValueColorMode,
  BigValueGraphMode,
  BigValueJustifyMode,
  BigValueTextMode,
  VizOrientation,
} from '@grafana/schema';
import { BigValue, DataLinksContextMenu, VizRepeater, useTheme2, type VizRepeaterRenderValueProps } from '@grafana/ui';
import { definePanel } from './definePanel';
import { NoData } from './NoData';

interface Options {
  reduceOptions: ReduceDataOptions;
  orientation: VizOrientation;
  textMode: BigValueTextMode;
  colorMode: BigValueColorMode;
  graphMode: BigValueGraphMode;
  justifyMode: BigValueJustifyMode;
  text: { titleSize?: number; valueSize?: number };
}

function StatPanel({
  data,
  width,
  height,
  options,
  fieldConfig,
  replaceVariables,
  timeZone,
  renderCounter,
}: PanelProps<Options>) {
  const theme = useTheme2();
  if (data.series.length === 0) {
    return <NoData>{fieldConfig.defaults.noValue ?? 'No data'}</NoData>;
  }
  const getValues = (): FieldDisplay[] =>
    getFieldDisplayValues({
      fieldConfig,
      reduceOptions: options.reduceOptions,
      replaceVariables,
      theme,
      data: data.series,
      sparkline: options.graphMode !== BigValueGraphMode.None,
      timeZone,
    });
  const count = getValues().length;
  const render = ({
    value,
    width: w,
    height: h,
    alignmentFactors,
  }: VizRepeaterRenderValueProps<FieldDisplay, ReturnType<typeof getDisplayValueAlignmentFactors>>) => {
    const draw = (onClick?: React.MouseEventHandler<HTMLElement>) => (
      <BigValue
        value={value.display}
        count={count}
        width={w}
        height={h}
        theme={theme}
        colorMode={options.colorMode}
        graphMode={options.graphMode}
        justifyMode={options.justifyMode}
        textMode={options.textMode}
        text={options.text}
        {...(value.sparkline && { sparkline: value.sparkline })}
        {...(alignmentFactors && { alignmentFactors })}
        {...(onClick && { onClick })}
      />
    );
    return value.hasLinks === true && value.getLinks ? (
      <DataLinksContextMenu links={value.getLinks}>{({ openMenu }) => draw(openMenu)}</DataLinksContextMenu>
    ) : (
      draw()
    );
  };
  return (
    <VizRepeater
      getValues={getValues}
      getAlignmentFactors={getDisplayValueAlignmentFactors}
      renderValue={render}
      width={width}
      height={height}
      source={data}
      itemSpacing={3}
      renderCounter={renderCounter}
      autoGrid
      orientation={options.orientation}
    />
  );
}

export const stat = definePanel<Options>({
  id: 'stat',
  name: 'Stat',
  component: StatPanel,
  options: {
    reduceOptions: { values: false, calcs: [ReducerID.lastNotNull], fields: '' },
    orientation: VizOrientation.Auto,
    textMode: BigValueTextMode.Auto,
    colorMode: BigValueColorMode.Value,
    graphMode: BigValueGraphMode.Area,
    justifyMode: BigValueJustifyMode.Auto,
    text: {},
  },
  standard: { [FieldConfigProperty.Actions]: {} },
});
