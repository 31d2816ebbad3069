import type { PanelModel } from '@grafana/data';
import type { DistributionOptions } from './options';

/**
 * Brings stored options to today's shape where what was meant is plain: a number written as text (`"12"`, from a
 * template or a hand), one score where a list belongs. What stays invalid is left as it is, because only the panel can
 * drop it in sight of the person who looks.
 */
export function migrate(panel: Pick<PanelModel, 'options'>): Partial<DistributionOptions> {
  const stored: unknown = panel.options;
  if (typeof stored !== 'object' || stored === null || Array.isArray(stored)) {
    return {};
  }
  const options: Record<string, unknown> = { ...stored };
  const { maxFeatures, scores } = options;
  if (typeof maxFeatures === 'string' && /^\s*\d+\s*$/.test(maxFeatures)) {
    options['maxFeatures'] = Number(maxFeatures);
  }
  if (typeof scores === 'string') {
    options['scores'] = scores === '' ? [] : [scores];
  }
  for (const [name, value] of Object.entries(options)) {
    if (value === null) {
      delete options[name];
    }
  }
  return options;
}
