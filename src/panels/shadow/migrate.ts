import type { PanelModel } from '@grafana/data';
import { migrateStored } from '../shared/migrateStored';
import type { ShadowOptions } from './options';

export function migrate({ options }: Pick<PanelModel, 'options'>): Partial<ShadowOptions> {
  return migrateStored(options, { numbers: ['pageSize'], lists: ['sections'] });
}
