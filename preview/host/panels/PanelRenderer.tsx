import { useMemo, useState } from 'react';
import { useAsync } from 'react-use';
import {
  EventBusSrv,
  LoadingState,
  applyFieldOverrides,
  cacheFieldDisplayNames,
  getPanelOptionsWithDefaults,
  type FieldConfigSource,
  type PanelData,
  type PanelProps,
} from '@grafana/data';
import { getTemplateSrv, type PanelRendererProps } from '@grafana/runtime';
import { Alert, ErrorBoundaryAlert, LoadingPlaceholder, useTheme2 } from '@grafana/ui';
import { loadPanelPlugin } from '../loader/plugins';

type Options = Record<string, unknown>;

interface Changed {
  readonly of: unknown;
  readonly options?: Options;
  readonly fieldConfig?: FieldConfigSource;
}

const NO_OPTIONS: Options = {};
const NO_FIELD_CONFIG: FieldConfigSource = { defaults: {}, overrides: [] };
/** The same one each time, so that a panel is not told of something new. */
const NOWHERE = (): void => undefined;

/** Draws data with a panel of the plugin or of the preview, outside a dashboard: in Explore, and in the app's pages. */
export function PanelRenderer(props: PanelRendererProps) {
  const { pluginId, title, data, width, height, timeZone = 'browser', onChangeTimeRange } = props;
  const theme = useTheme2();
  const { value: plugin, error } = useAsync(() => loadPanelPlugin(pluginId), [pluginId]);
  // What the panel itself changed holds until the one who shows it brings other options.
  const [changed, setChanged] = useState<Changed>();
  const isCurrent = changed?.of === props.options;
  const options = (isCurrent ? changed?.options : undefined) ?? props.options ?? NO_OPTIONS;
  const fieldConfig = (isCurrent ? changed?.fieldConfig : undefined) ?? props.fieldConfig ?? NO_FIELD_CONFIG;
  const [eventBus] = useState(() => new EventBusSrv());

  // Apart from the data, whose every answer would else be one for other options.
  const settled = useMemo(
    () =>
      plugin &&
      getPanelOptionsWithDefaults({
        plugin,
        currentOptions: { ...options },
        currentFieldConfig: fieldConfig,
        isAfterPluginChange: false,
      }),
    [plugin, options, fieldConfig]
  );
  const ready = useMemo(() => {
    if (plugin === undefined || settled === undefined) {
      return undefined;
    }
    const series = applyFieldOverrides({
      data: data?.series ?? [],
      fieldConfig: settled.fieldConfig,
      fieldConfigRegistry: plugin.fieldConfigRegistry,
      replaceVariables: (text, scopedVars, format) => getTemplateSrv().replace(text, scopedVars, format),
      theme,
      timeZone,
    });
    // A table shows the names that are kept here; without them, those of the fields.
    cacheFieldDisplayNames(series);
    return { ...settled, series };
  }, [plugin, settled, data?.series, theme, timeZone]);

  if (error !== undefined) {
    return <Alert title={`The panel "${pluginId}" cannot be shown`}>{error.message}</Alert>;
  }
  const Component = plugin?.panel;
  if (ready === undefined || Component === null || Component === undefined || data === undefined) {
    return <LoadingPlaceholder text="Loading the panel" />;
  }
  const panelData: PanelData = { ...data, state: data.state ?? LoadingState.Done, series: ready.series };
  const panelProps: PanelProps = {
    id: 1,
    title,
    data: panelData,
    width,
    height,
    options: ready.options,
    fieldConfig: ready.fieldConfig,
    timeRange: data.timeRange,
    timeZone,
    transparent: false,
    renderCounter: 0,
    eventBus,
    replaceVariables: (text, scopedVars, format) => getTemplateSrv().replace(text, scopedVars, format),
    onChangeTimeRange: onChangeTimeRange ?? NOWHERE,
    onOptionsChange: (next: Options) => {
      setChanged({ ...(isCurrent && changed), of: props.options, options: next });
      props.onOptionsChange?.(next);
    },
    onFieldConfigChange: (next) => {
      setChanged({ ...(isCurrent && changed), of: props.options, fieldConfig: next });
      props.onFieldConfigChange?.(next);
    },
  };
  return (
    <ErrorBoundaryAlert>
      <Component {...panelProps} />
    </ErrorBoundaryAlert>
  );
}
