import {
  LocalValueVariable,
  MultiValueVariable,
  SceneGridItem,
  SceneGridLayout,
  SceneGridRow,
  SceneObjectBase,
  SceneVariableSet,
  sceneGraph,
  type SceneObjectState,
  type VariableValueSingle,
} from '@grafana/scenes';

interface State extends SceneObjectState {
  readonly variable: string;
}

interface Chosen {
  readonly value: VariableValueSingle;
  readonly text: string;
}

function chosenOf(variable: MultiValueVariable): readonly Chosen[] {
  const { options, value } = variable.state;
  const wanted = variable.hasAllValue() ? options.map((option) => option.value) : [value].flat();
  return wanted.flatMap((one) => {
    const option = options.find((candidate) => candidate.value === one);
    return option === undefined ? [] : [{ value: option.value, text: option.label }];
  });
}

/**
 * Repeats a row for each value of a variable, as Grafana's dashboards do: each copy has the variable to itself. It stands
 * on the last row of a dashboard, for what would come after it is not moved down.
 */
export class RowRepeater extends SceneObjectBase<State> {
  private shown = '';

  constructor(state: State) {
    super(state);
    this.addActivationHandler(() => {
      const variable = sceneGraph.lookupVariable(this.state.variable, this);
      const { parent: row } = this;
      const layout = row?.parent;
      if (!(variable instanceof MultiValueVariable) || !(row instanceof SceneGridRow)) {
        return;
      }
      if (!(layout instanceof SceneGridLayout)) {
        return;
      }
      const update = (): void => this.repeat(row, layout, chosenOf(variable));
      update();
      const subscription = variable.subscribeToState(update);
      return () => subscription.unsubscribe();
    });
  }

  private repeat(row: SceneGridRow, layout: SceneGridLayout, chosen: readonly Chosen[]): void {
    const key = JSON.stringify(chosen);
    if (key === this.shown || chosen.length === 0) {
      return;
    }
    this.shown = key;
    const start = row.state.y ?? 0;
    const items = row.state.children.filter((child) => child instanceof SceneGridItem);
    const end = Math.max(start + 1, ...items.map(({ state }) => (state.y ?? 0) + (state.height ?? 0)));
    const own = ({ value, text }: Chosen): SceneVariableSet =>
      new SceneVariableSet({
        variables: [new LocalValueVariable({ name: this.state.variable, value, text })],
      });
    const [first, ...rest] = chosen;
    const prefix = `${row.state.key ?? ''}-`;
    const copies = rest.map((one, i) => {
      const down = (i + 1) * (end - start);
      return row.clone({
        key: `${prefix}${i}`,
        y: start + down,
        $variables: own(one),
        $behaviors: [],
        children: items.map((item) =>
          item.clone({ key: `${item.state.key ?? ''}-${i}`, y: (item.state.y ?? 0) + down })
        ),
      });
    });
    // The first is the row itself, on which this stands.
    row.setState({ ...(first !== undefined && { $variables: own(first) }) });
    const others = layout.state.children.filter(({ state }) => !(state.key ?? '').startsWith(prefix));
    layout.setState({ children: [...others, ...copies] });
  }
}
