import {
  PluginExtensionExposedComponents,
  locationUtil,
  setTimeZoneResolver,
  standardTransformers,
  standardTransformersRegistry,
  type BootData,
  type TransformerRegistryItem,
} from '@grafana/data';
import { initPluginTranslations } from '@grafana/i18n';
import {
  FakeEchoSrv,
  config,
  locationService,
  setAppEvents,
  setBackendSrv,
  setChromeHeaderHeightHook,
  setCurrentUser,
  setDataSourceSrv,
  setEchoSrv,
  setHelpNavItemHook,
  setLocationSrv,
  setMegaMenuOpenHook,
  setPluginComponentHook,
  setPluginComponentsHook,
  setPluginFunctionsHook,
  setPluginImportUtils,
  setPluginLinksHook,
  setReturnToPreviousHook,
  setRunRequest,
  setTemplateSrv,
} from '@grafana/runtime';
import {
  setGetObservablePluginComponents,
  setGetObservablePluginLinks,
  setPanelDataErrorView,
  setPanelRenderer,
  setPluginPage,
} from '@grafana/runtime/internal';
import type { ComponentType } from 'react';
import { of } from 'rxjs';
import { loadPanelPlugin, panelFromCache } from './loader/plugins';
import { PluginPage } from './pages/AppPage';
import { PanelDataErrorView } from './panels/PanelDataErrorView';
import { PanelRenderer } from './panels/PanelRenderer';
import { AddToDashboardForm } from './services/addToDashboard';
import { appEvents } from './services/appEvents';
import { PreviewBackendSrv } from './services/backendSrv';
import { PreviewDataSourceSrv } from './services/dataSourceSrv';
import { setUpFieldConfig } from './services/fieldConfig';
import { runRequest } from './services/runRequest';
import { PreviewTemplateSrv } from './services/templateSrv';

const NoEditor = (): null => null;

/** What Grafana itself exposes to plugins, as far as ours asks for it. */
const pluginComponent: Parameters<typeof setPluginComponentHook>[0] = <Props extends object>(id: string) => ({
  component:
    id === PluginExtensionExposedComponents.AddToDashboardFormV1
      ? (AddToDashboardForm as unknown as ComponentType<Props>)
      : undefined,
  isLoading: false,
});

/** Puts in place what Grafana puts in place before a plugin is loaded: the services behind @grafana/runtime. */
export async function setUp(bootData: BootData): Promise<void> {
  await initPluginTranslations('tidemark-preview');
  setEchoSrv(new FakeEchoSrv());
  setAppEvents(appEvents);
  setBackendSrv(new PreviewBackendSrv());
  setTemplateSrv(new PreviewTemplateSrv());
  setDataSourceSrv(new PreviewDataSourceSrv(Object.values(config.datasources)));
  setLocationSrv(locationService);
  setCurrentUser(bootData.user);
  setTimeZoneResolver(() => 'browser');
  setUpFieldConfig();
  standardTransformersRegistry.setInit(() =>
    // Some stand there under two names.
    [...new Map(Object.values(standardTransformers).map((each) => [each.id, each])).values()].map(
      (transformation): TransformerRegistryItem => ({
        id: transformation.id,
        name: transformation.name,
        transformation,
        editor: NoEditor,
        imageDark: '',
        imageLight: '',
      })
    )
  );
  setRunRequest(runRequest);
  setPluginImportUtils({ importPanelPlugin: loadPanelPlugin, getPanelPluginFromCache: panelFromCache });
  setPanelRenderer(PanelRenderer);
  setPanelDataErrorView(PanelDataErrorView);
  setPluginPage(PluginPage);
  // Nothing extends anything here: the plugin is the only one there is.
  setPluginLinksHook(() => ({ links: [], isLoading: false }));
  setPluginComponentHook(pluginComponent);
  setPluginComponentsHook(() => ({ components: [], isLoading: false }));
  setPluginFunctionsHook(() => ({ functions: [], isLoading: false }));
  setGetObservablePluginLinks(() => of([]));
  setGetObservablePluginComponents(() => of([]));
  setHelpNavItemHook(() => undefined);
  setReturnToPreviousHook(() => () => undefined);
  setMegaMenuOpenHook(() => [false, () => undefined]);
  setChromeHeaderHeightHook(() => 0);
  locationUtil.initialize({
    config: bootData.settings,
    getTimeRangeForUrl: () => ({ from: 'now-6h', to: 'now' }),
    getVariablesUrlParams: () => ({}),
  });
}
