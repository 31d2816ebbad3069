import { labelText, quoted } from '../../../engine';
import { formatDuration } from '../../../model';
import { LINES } from '../../../scenario';
import type { EventQuestion } from '../events';
import { seriesSelector } from '../promql';

/** The name that a field has once Loki has taken a line apart: keys of nested objects are joined by underscores. */
function extracted({ event, source }: EventQuestion, name: string): string {
  const { stream, fields } = LINES[event];
  const path = name in stream || (name.split('.')[0] ?? '') in fields ? name : `${source.fields.features}.${name}`;
  return path.replace(/[^a-zA-Z0-9_]/g, '_');
}

/** The lines that a question is about, as LogQL that Loki would be asked. */
export function linesText(question: EventQuestion): string {
  const { source, filters } = question;
  const stages = filters.map(
    ({ label, op, value }) => ` | ${labelText(extracted(question, label))}${op}${quoted(value)}`
  );
  return `${seriesSelector(undefined, source.matchers)} | ${source.parser}${stages.join('')}`;
}

/** How many of them there are in a window. */
export function countText(question: EventQuestion, windowMs: number): string {
  const by = question.groupBy.map((name) => labelText(extracted(question, name)));
  return `sum${by.length === 0 ? '' : ` by (${by.join(', ')})`} (count_over_time(${linesText(question)} [${formatDuration(windowMs)}]))`;
}
