import type { BootData } from '@grafana/data';
import type { PreviewBoot } from '../server/bootData';

declare global {
  interface Window {
    grafanaBootData?: BootData;
    /** Set while a dashboard is shown: what `$variable` means there. Grafana's packages look for it under this name. */
    __grafanaSceneContext?: unknown;
    __grafana_public_path__?: string;
    tidemarkPreview: PreviewBoot;
  }
}
