import {
  FieldType,
  getPanelDataSummary,
  standardEditorsRegistry,
  toDataFrame,
  VisualizationSuggestionScore,
} from '@grafana/data';
import { plugin } from './module';
import { DEFAULT_OPTIONS } from './options';
import { fabricateFrame } from './testing/fabricate';

const frame = fabricateFrame([{ feature: 'x', edges: [1], reference: [1, 2], current: [2, 1] }]);

describe('suggestions', () => {
  it('offer the panel first for a distribution, with one feature in the small preview', () => {
    const [suggestion] = plugin.getSuggestions(getPanelDataSummary([frame])) ?? [];
    expect(suggestion?.score).toBe(VisualizationSuggestionScore.Best);
    if (suggestion !== undefined) {
      suggestion.cardOptions?.previewModifier?.(suggestion);
    }
    expect(suggestion?.options).toEqual({ limit: 1, showControls: false });
  });

  it.each([
    ['nothing', []],
    ['a distribution without rows', [fabricateFrame([])]],
    ['a time series', [toDataFrame({ fields: [{ name: 'time', type: FieldType.time, values: [1] }] })]],
  ])('do not offer it for %s', (_, frames) => {
    expect(plugin.getSuggestions(getPanelDataSummary(frames))).toEqual([]);
  });
});

it('the editor of the options starts from the defaults that the panel draws by', () => {
  // Grafana registers these before it loads a panel.
  standardEditorsRegistry.setInit(() =>
    ['radio', 'number', 'multi-select', 'select', 'boolean', 'text'].map((id) => ({ id, name: id, editor: () => null }))
  );
  const { scores: _none, limit: _all, categories: _fitting, ...withDefault } = DEFAULT_OPTIONS;
  expect(plugin.defaults).toEqual(withDefault);
});
