import type { Settings } from '../../model';
import type { EventSource } from '../upstream/events';
import { streamSelector } from '../upstream/logql';
import type { FieldConfig } from './frame';

/**
 * A link from an id in a row to its lines in Explore, where the log is a data source of Grafana: only then is it known
 * under which name Grafana reads it.
 */
export function logLink({ loki }: Pick<Settings, 'loki'>, { matchers }: EventSource): Pick<FieldConfig, 'links'> {
  if (loki === undefined || !('datasourceUid' in loki)) {
    return {};
  }
  return {
    links: [
      {
        title: 'Open the log lines in Explore',
        url: '',
        internal: {
          datasourceUid: loki.datasourceUid,
          datasourceName: 'Loki',
          query: {
            refId: 'A',
            queryType: 'range',
            // Grafana puts the value of the cell in.
            expr: `${streamSelector(matchers)} |= "\${__value.raw}"`,
          },
        },
      },
    ],
  };
}
