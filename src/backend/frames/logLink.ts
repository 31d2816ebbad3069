import type { Settings } from '../../model';
import type { EventSource } from '../upstream/eventSource';
import { parseFieldPath } from '../upstream/fieldPath';
import { logqlText, parserStage, streamSelector } from '../upstream/logql';
import type { FieldConfig } from './frame';

/** Where Grafana puts the value of the cell into a link. It escapes nothing, so that an odd id finds nothing. */
const CELL = '${__value.raw}';

/** LogQL that finds the lines that hold the id of the cell that was clicked. */
export function lineOfCell({ matchers }: Pick<EventSource, 'matchers'>): string {
  return `${streamSelector(matchers)} |= "${CELL}"`;
}

/**
 * A link from an id in a row to its lines in Explore, where Grafana itself has the log as a data source: only then is it
 * known by which uid. Where it is not, the head of the column says what to set.
 */
export function logLink(loki: Settings['loki'], expr: string): Pick<FieldConfig, 'links' | 'description'> {
  if (loki === undefined || 'sample' in loki) {
    // What the sample makes up stands in no log.
    return {};
  }
  if (!('datasourceUid' in loki)) {
    return { description: NO_LINK };
  }
  const query = { refId: 'A', queryType: 'range', expr };
  const internal = { datasourceUid: loki.datasourceUid, datasourceName: 'Loki', query };
  return { links: [{ title: 'Show the log line', url: '', internal }] };
}

const NO_LINK =
  'Rows have no link to their log lines here. For one, add the log to Grafana as a Loki data source, and choose that one as the log in the settings of this data source (loki.datasourceUid in place of loki.url).';

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
