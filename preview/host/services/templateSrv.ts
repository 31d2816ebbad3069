import type { ScopedVars, TimeRange, TypedVariableModel } from '@grafana/data';
import type { TemplateSrv, VariableInterpolation } from '@grafana/runtime';
import { EmbeddedScene, SceneFlexLayout, SceneObjectBase, sceneGraph, type SceneObject } from '@grafana/scenes';

/** Where there is no dashboard, only what the request itself carries (`$__interval` and the like) has a value. */
const noDashboard = new EmbeddedScene({ body: new SceneFlexLayout({ children: [] }) });

function contextOf(scopedVars?: ScopedVars): SceneObject {
  const carried: unknown = scopedVars?.['__sceneObject']?.value?.valueOf();
  if (carried instanceof SceneObjectBase) {
    return carried;
  }
  const shown = window.__grafanaSceneContext;
  return shown instanceof SceneObjectBase && shown.isActive ? shown : noDashboard;
}

/** Gives `$variable` its value out of the dashboard that is shown, as Grafana does since dashboards are scenes. */
export class PreviewTemplateSrv implements TemplateSrv {
  replace(
    target?: string,
    scopedVars?: ScopedVars,
    format?: string | Function,
    interpolations?: VariableInterpolation[]
  ): string {
    // The type of the format is looser in this interface than in the one behind it.
    type Format = Parameters<typeof sceneGraph.interpolate>[3];
    return sceneGraph.interpolate(contextOf(scopedVars), target, scopedVars, format as Format, interpolations);
  }

  getVariables(): TypedVariableModel[] {
    const variables = sceneGraph.getVariables(contextOf()).state.variables;
    return variables.map((variable) => {
      const value = variable.getValue();
      const text = variable.getValueText?.() ?? String(value);
      // Only what is read of it: names, the current value, and whether there is an "All".
      const model: unknown = {
        id: variable.state.name,
        name: variable.state.name,
        label: variable.state.label ?? '',
        type: variable.state.type,
        current: { value, text, selected: true },
        ...('includeAll' in variable.state && { includeAll: variable.state.includeAll }),
        options: [],
      };
      return model as TypedVariableModel;
    });
  }

  containsTemplate(target?: string): boolean {
    if (target === undefined) {
      return false;
    }
    const names = new Set(this.getVariables().map((variable) => variable.name));
    return [...target.matchAll(/\$\{?(\w+)|\[\[(\w+)/g)].some((match) => names.has(match[1] ?? match[2] ?? ''));
  }

  updateTimeRange(_: TimeRange): void {
    // Scenes carry their own time range.
  }
}
