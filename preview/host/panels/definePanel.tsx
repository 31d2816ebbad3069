import type { ComponentType } from 'react';
import {
  PanelPlugin,
  PluginType,
  identityOverrideProcessor,
  type FieldConfigProperty,
  type PanelProps,
  type StandardOptionConfig,
} from '@grafana/data';

const NoEditor = (): null => null;

interface Definition<Options extends object> {
  readonly id: string;
  readonly name: string;
  readonly component: ComponentType<PanelProps<Options>>;
  readonly options: Options;
  /** The panel's own field settings, with their defaults. Only those named here can be set by a dashboard. */
  readonly custom?: Readonly<Record<string, unknown>>;
  /** Whether it draws annotations; a panel that does not is not given any. */
  readonly annotations?: boolean;
  readonly standard?: Partial<Record<FieldConfigProperty, StandardOptionConfig>>;
}

/** A stand-in for one of Grafana's core panels, which are not published: made of the components that are. */
export function definePanel<Options extends object>(definition: Definition<Options>): PanelPlugin {
  const plugin = new PanelPlugin<Options, Record<string, unknown>>(definition.component);
  plugin.meta = {
    id: definition.id,
    name: definition.name,
    type: PluginType.panel,
    module: `core:plugin/${definition.id}`,
    baseUrl: '',
    sort: 0,
    info: {
      author: { name: 'Grafana Labs' },
      description: '',
      links: [],
      logos: { small: '', large: '' },
      screenshots: [],
      updated: '',
      version: '',
    },
  };
  plugin.setDataSupport({ annotations: definition.annotations ?? false, alertStates: false });
  plugin.setPanelOptions((builder) => {
    for (const [path, defaultValue] of Object.entries(definition.options)) {
      builder.addCustomEditor({ id: path, path, name: path, editor: NoEditor, defaultValue });
    }
  });
  plugin.useFieldConfig({
    standardOptions: definition.standard ?? {},
    useCustomConfig: (builder) => {
      for (const [path, defaultValue] of Object.entries(definition.custom ?? {})) {
        builder.addCustomEditor({
          id: path,
          path,
          name: path,
          editor: NoEditor,
          override: NoEditor,
          process: identityOverrideProcessor,
          shouldApply: () => true,
          ...(defaultValue !== undefined && { defaultValue }),
        });
      }
    },
  });
  return plugin;
}
