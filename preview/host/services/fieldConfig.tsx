import {
  FieldColorModeId,
  FieldType,
  booleanOverrideProcessor,
  dataLinksOverrideProcessor,
  displayNameOverrideProcessor,
  identityOverrideProcessor,
  numberOverrideProcessor,
  standardEditorsRegistry,
  standardFieldConfigEditorRegistry,
  stringOverrideProcessor,
  thresholdsOverrideProcessor,
  unitOverrideProcessor,
  valueMappingsOverrideProcessor,
  type FieldConfigPropertyItem,
  type FieldOverrideContext,
} from '@grafana/data';

/** The preview shows panels and does not edit them: what a panel registers as an editor is never drawn. */
const NoEditor = (): null => null;

/** The editors that a panel's options may name. */
const EDITORS = [
  'number',
  'slider',
  'text',
  'strings',
  'boolean',
  'select',
  'multi-select',
  'radio',
  'unit',
  'color',
  'fieldColor',
  'stats-picker',
  'thresholds',
  'mappings',
  'links',
  'actions',
  'timezone',
  'field-name',
  'dashboard-uid',
];

type Process = (value: unknown, context: FieldOverrideContext, settings?: object) => unknown;

const isNumeric: FieldConfigPropertyItem['shouldApply'] = (field) =>
  field.type === FieldType.number || field.type === FieldType.time;

function property(
  id: string,
  process: unknown,
  more: { defaultValue?: unknown; settings?: object; shouldApply?: FieldConfigPropertyItem['shouldApply'] } = {}
): FieldConfigPropertyItem {
  return {
    id,
    path: id,
    name: id,
    editor: NoEditor,
    override: NoEditor,
    // Each processor of @grafana/data takes the value of its own property; the registry holds them all as one type.
    process: process as Process,
    shouldApply: more.shouldApply ?? (() => true),
    settings: more.settings ?? {},
    ...('defaultValue' in more && { defaultValue: more.defaultValue }),
  };
}

/** What every panel's fields can be given: units, limits, colours, thresholds, mappings, links. */
export function setUpFieldConfig(): void {
  standardEditorsRegistry.setInit(() => EDITORS.map((id) => ({ id, name: id, editor: NoEditor })));
  standardFieldConfigEditorRegistry.setInit(() => [
    property('unit', unitOverrideProcessor, { shouldApply: (field) => field.type !== FieldType.time }),
    property('min', numberOverrideProcessor, { shouldApply: isNumeric }),
    property('max', numberOverrideProcessor, { shouldApply: isNumeric }),
    property('fieldMinMax', booleanOverrideProcessor, { shouldApply: isNumeric }),
    property('decimals', numberOverrideProcessor, { shouldApply: isNumeric, settings: { integer: true } }),
    property('displayName', displayNameOverrideProcessor, { settings: { expandTemplateVars: true } }),
    property('noValue', stringOverrideProcessor),
    property('color', identityOverrideProcessor, {
      defaultValue: { mode: FieldColorModeId.Thresholds },
      settings: { byValueSupport: true, bySeriesSupport: true, preferThresholdsMode: true },
    }),
    property('thresholds', thresholdsOverrideProcessor, {
      defaultValue: {
        mode: 'absolute',
        steps: [
          { value: -Infinity, color: 'green' },
          { value: 80, color: 'red' },
        ],
      },
    }),
    property('mappings', valueMappingsOverrideProcessor, { defaultValue: [] }),
    property('links', dataLinksOverrideProcessor),
    property('actions', dataLinksOverrideProcessor),
    property('filterable', booleanOverrideProcessor),
  ]);
}
