import type { PanelModel } from '@grafana/data';
import { migrateStored } from '../shared/migrateStored';
import type { AbsurdOptions } from './options';

export function migrate({ options }: Pick<PanelModel, 'options'>): Partial<AbsurdOptions> {
  return migrateStored(options, { numbers: ['pageSize'], lists: ['sections'] });
}
