import type { Dashboard, Panel, RowPanel, VariableModel } from '@grafana/schema';
import {
  VariableRefresh,
  VariableSort,
  type DataSourceRef,
  type DataTransformerConfig,
  type FieldConfigSource,
} from '@grafana/data';
import {
  ConstantVariable,
  CustomVariable,
  DataSourceVariable,
  EmbeddedScene,
  IntervalVariable,
  QueryVariable,
  SceneControlsSpacer,
  SceneDataLayerSet,
  SceneDataTransformer,
  SceneGridItem,
  SceneGridLayout,
  SceneGridRow,
  SceneQueryRunner,
  SceneRefreshPicker,
  SceneTimePicker,
  SceneTimeRange,
  SceneVariableSet,
  TextBoxVariable,
  VariableValueSelectors,
  VizPanel,
  behaviors,
  dataLayers,
  type CustomTransformerDefinition,
  type SceneDataLayerProvider,
  type SceneDataQuery,
  type SceneVariable,
} from '@grafana/scenes';
import { RowRepeater } from './RowRepeater';

/** What could not be carried over: said above the dashboard, never left out in silence. */
export interface SceneOfDashboard {
  readonly scene: EmbeddedScene;
  readonly notes: readonly string[];
}

type Item = Panel | RowPanel;
const isRow = (item: Item): item is RowPanel => item.type === 'row';

type Selected = string | string[];
const asValue = (value: unknown): Selected =>
  Array.isArray(value) ? value.map(String) : value === undefined || value === null ? '' : String(value as string);

function toVariable(model: VariableModel, notes: string[]): SceneVariable | undefined {
  const common = {
    name: model.name,
    ...(model.label !== undefined && model.label !== null && { label: model.label }),
    ...(model.description !== undefined && model.description !== null && { description: model.description }),
    // The schema's own numbers: 0 shows all, 1 hides the label, 2 hides the variable.
    ...(model.hide !== undefined && { hide: model.hide as number }),
    ...(model.skipUrlSync !== undefined && { skipUrlSync: model.skipUrlSync }),
  };
  const several = {
    isMulti: model.multi ?? false,
    includeAll: model.includeAll ?? false,
    value: asValue(model.current?.value),
    text: asValue(model.current?.text),
    ...(model.allValue !== undefined && model.allValue !== null && { allValue: model.allValue }),
  };
  const query = typeof model.query === 'string' ? model.query : '';
  switch (model.type) {
    case 'datasource':
      return new DataSourceVariable({
        ...common,
        ...several,
        pluginId: query,
        regex: model.regex ?? '',
        defaultOptionEnabled: false,
      });
    case 'query':
      return new QueryVariable({
        ...common,
        ...several,
        datasource: (model.datasource as DataSourceRef | undefined) ?? null,
        query: (model.query ?? '') as string | SceneDataQuery,
        regex: model.regex ?? '',
        sort: (model.sort as VariableSort | undefined) ?? VariableSort.disabled,
        refresh: (model.refresh as VariableRefresh | undefined) ?? VariableRefresh.onDashboardLoad,
        ...(model.includeAll === true && { defaultToAll: asValue(model.current?.value).includes('$__all') }),
      });
    case 'custom':
      return new CustomVariable({ ...common, ...several, query });
    case 'constant':
      return new ConstantVariable({ ...common, value: query });
    case 'textbox':
      return new TextBoxVariable({ ...common, value: String(asValue(model.current?.value) || query) });
    case 'interval':
      return new IntervalVariable({
        ...common,
        value: String(asValue(model.current?.value)),
        intervals: query.split(','),
      });
    default:
      notes.push(`The variable "${model.name}" is of the type "${model.type}", which the preview does not have.`);
      return undefined;
  }
}

function toVizPanel(panel: Panel): VizPanel {
  const targets = (panel.targets ?? []).map((target, index): SceneDataQuery => ({
    refId: String.fromCharCode(65 + index),
    ...target,
  }));
  const datasource = panel.datasource ?? (targets[0]?.datasource as DataSourceRef | undefined);
  const runner =
    targets.length === 0
      ? undefined
      : new SceneQueryRunner({
          queries: targets,
          ...(datasource && { datasource }),
          ...(typeof panel.maxDataPoints === 'number' && { maxDataPoints: panel.maxDataPoints }),
          ...(typeof panel.interval === 'string' && { minInterval: panel.interval }),
        });
  const transformations = (panel.transformations ?? []) as Array<DataTransformerConfig | CustomTransformerDefinition>;
  return new VizPanel({
    key: `panel-${panel.id ?? 0}`,
    title: panel.title ?? '',
    pluginId: panel.type,
    options: panel.options ?? {},
    fieldConfig: (panel.fieldConfig ?? { defaults: {}, overrides: [] }) as FieldConfigSource,
    displayMode: panel.transparent === true ? 'transparent' : 'default',
    ...(panel.pluginVersion !== undefined && { pluginVersion: panel.pluginVersion }),
    ...(typeof panel.timeFrom === 'string' && {
      $timeRange: new SceneTimeRange({ from: `now-${panel.timeFrom}`, to: 'now' }),
    }),
    ...(panel.description !== undefined && { description: panel.description }),
    ...(runner && {
      $data: transformations.length === 0 ? runner : new SceneDataTransformer({ $data: runner, transformations }),
    }),
  });
}

function toGridItem(panel: Panel): SceneGridItem {
  const { x = 0, y = 0, w = 12, h = 8 } = panel.gridPos ?? {};
  return new SceneGridItem({ key: `item-${panel.id ?? 0}`, x, y, width: w, height: h, body: toVizPanel(panel) });
}

/** Panels that stand after an open row belong to it; a closed row carries its own. */
function toGrid(items: readonly Item[]): Array<SceneGridItem | SceneGridRow> {
  const grid: Array<SceneGridItem | SceneGridRow> = [];
  let row: { model: RowPanel; children: SceneGridItem[] } | undefined;
  const close = (): void => {
    if (row !== undefined) {
      grid.push(
        new SceneGridRow({
          key: `row-${row.model.id}`,
          title: row.model.title ?? '',
          isCollapsed: row.model.collapsed,
          y: row.model.gridPos?.y ?? 0,
          children: row.children,
          ...(row.model.repeat !== undefined && {
            $behaviors: [new RowRepeater({ variable: row.model.repeat })],
          }),
        })
      );
    }
  };
  for (const item of items) {
    if (isRow(item)) {
      close();
      row = { model: item, children: item.panels.map((panel) => toGridItem(panel as Panel)) };
    } else if (row !== undefined) {
      row.children.push(toGridItem(item));
    } else {
      grid.push(toGridItem(item));
    }
  }
  close();
  return grid;
}

/** Turns the JSON of a dashboard into what Grafana's scenes library shows: as Grafana itself does it. */
export function toScene(dashboard: Dashboard): SceneOfDashboard {
  const notes: string[] = [];
  const variables = (dashboard.templating?.list ?? []).flatMap((model) => toVariable(model, notes) ?? []);
  const layers: SceneDataLayerProvider[] = (dashboard.annotations?.list ?? [])
    .filter((query) => query.builtIn !== 1 && query.datasource?.uid !== '-- Grafana --')
    .map(
      (query) =>
        new dataLayers.AnnotationsDataLayer({
          name: query.name,
          isEnabled: query.enable,
          isHidden: query.hide ?? false,
          query,
        })
    );
  const scene = new EmbeddedScene({
    $timeRange: new SceneTimeRange({
      from: dashboard.time?.from ?? 'now-6h',
      to: dashboard.time?.to ?? 'now',
      ...(dashboard.timezone !== undefined && dashboard.timezone !== '' && { timeZone: dashboard.timezone }),
    }),
    $variables: new SceneVariableSet({ variables }),
    $behaviors: [new behaviors.CursorSync({ sync: dashboard.graphTooltip ?? 0 }), new behaviors.SceneQueryController()],
    ...(layers.length > 0 && { $data: new SceneDataLayerSet({ layers }) }),
    controls: [
      new VariableValueSelectors({}),
      new SceneControlsSpacer(),
      new SceneTimePicker({ isOnCanvas: true }),
      new SceneRefreshPicker({ refresh: dashboard.refresh ?? '', isOnCanvas: true }),
    ],
    body: new SceneGridLayout({
      isDraggable: false,
      isResizable: false,
      isLazy: true,
      children: toGrid((dashboard.panels ?? []) as Item[]),
    }),
  });
  return { scene, notes };
}
