import type { Settings } from '../../model';
import type { EventSource } from '../upstream/events';
import { parseFieldPath } from '../upstream/fieldPath';
import { logqlText, parserStage, streamSelector } from '../upstream/logql';
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

/** An id of these characters stands in a line of JSON as it is, without an escape. */
const PLAIN_ID = /^[\w.:/@=+-]+$/;

/** LogQL that finds the line of one prediction, to be pasted into Explore where there is no link. */
export function logLineQuery({ matchers, parser, fields }: EventSource, predictionId: string): string {
  const selector = streamSelector(matchers);
  const id = logqlText(predictionId);
  return PLAIN_ID.test(predictionId)
    ? `${selector} |= ${id}`
    : `${selector}${parserStage(parser, [{ alias: 'id', path: parseFieldPath(fields.predictionId) }])} | id=${id}`;
}
