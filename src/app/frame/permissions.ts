import type { DataSourceInstanceSettings } from '@grafana/data';
import { config } from '@grafana/runtime';

type Action =
  | 'dashboards:create'
  | 'dashboards:write'
  | 'datasources:create'
  | 'datasources:explore'
  | 'datasources:write'
  | 'alert.rules:read'
  | 'alert.rules:write'
  | 'alert.silences:create';

/** Whether the person may do something at all; what they may not do is not offered. Grafana decides in the end. */
export function may(action: Action): boolean {
  return config.bootData.user.permissions?.[action] === true;
}

/** Whether the person may change the settings of a data source: not one that a file provides. */
export function canChange({ readOnly }: Pick<DataSourceInstanceSettings, 'readOnly'>): boolean {
  return readOnly !== true && may('datasources:write');
}
