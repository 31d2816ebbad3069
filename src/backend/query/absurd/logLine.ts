import { quoted } from '../../../engine';
import type { EventSource } from '../../upstream/events';
import { seriesSelector } from '../../upstream/promql';

/** Where Grafana puts the value of the cell into a link. */
const CELL = '${__value.raw}';

/** An id of these characters stands in a JSON line as it is, so that Loki may look for it before it parses anything. */
const PLAIN = /^[\w.:/@=+-]+$/;
const IDENTIFIER = /^[A-Za-z_]\w*$/;

/** The path of a field as the parsers of LogQL read it: `meta.id`, `["card-id"]`. */
function pathText(path: string): string {
  return path
    .split('.')
    .map((key) => (IDENTIFIER.test(key) ? key : `[${quoted(key)}]`))
    .reduce((text, key) => (text === '' || key.startsWith('[') ? `${text}${key}` : `${text}.${key}`), '');
}

function lineQuery({ matchers, parser, fields }: EventSource, quotedId: string, isPlain: boolean): string {
  const { predictionId: path } = fields;
  const filter = isPlain ? ` |= ${quotedId}` : '';
  // Without names the parser shows all fields, and an id in structured metadata is found by the same name.
  const find = IDENTIFIER.test(path)
    ? `${parser} | ${path}=${quotedId}`
    : `${parser} tidemark_id=${quoted(pathText(path))} | tidemark_id=${quotedId}`;
  return `${seriesSelector(undefined, matchers)}${filter} | ${find}`;
}

/** LogQL that finds the line of a prediction, to be pasted into Explore. */
export function logLineQuery(source: EventSource, predictionId: string): string {
  return lineQuery(source, quoted(predictionId), PLAIN.test(predictionId));
}

/** The same for whichever row is clicked: Grafana fills in the id. It escapes nothing, so odd ids find nothing. */
export function logLineTemplate(source: EventSource): string {
  return lineQuery(source, `"${CELL}"`, true);
}
