import type { PanelModel } from '@grafana/data';
import { isRecord } from '../shared/isRecord';
import type { DistributionOptions } from './options';
import { toTodaysShape } from './todaysShape';

/**
 * What Grafana asks when it meets options of another version of the panel. What stays invalid is left as it is, because
 * only the panel can drop it in sight of the person who looks.
 */
export function migrate(panel: Pick<PanelModel, 'options'>): Partial<DistributionOptions> {
  const stored: unknown = panel.options;
  return isRecord(stored) ? toTodaysShape(stored) : {};
}
