import type { DataSourceInstanceSettings } from '@grafana/data';
import type { ModelInfo } from '../../model/resources';

/** A model of one of our data sources. */
export interface FleetModel {
  readonly key: string;
  readonly source: DataSourceInstanceSettings;
  readonly model: ModelInfo;
}
