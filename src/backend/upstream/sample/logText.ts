import type { EventQuestion } from '../events';
import { countQuery, DROP_ERRORS } from '../logql';
import { planEvents } from '../loki/eventPlan';
import { placesOf } from '../loki/names';
import { Aliases, filtered, labelOf, pipelineText } from '../loki/pipeline';
import { sampleSchema } from './schema';

/** The lines that a question is about, as LogQL that Loki would be asked. */
export function linesText(question: EventQuestion): string {
  return planEvents(question, sampleSchema(question.event, question.source)).query;
}

/** How many of them there are in a window, as LogQL that Loki would be asked. */
export function countText({ event, source, filters, groupBy }: EventQuestion, windowMs: number): string {
  const schema = sampleSchema(event, source);
  const aliases = new Aliases();
  const passing = filtered(source, filters, schema, aliases);
  const labels = groupBy.map((name) => {
    const [place] = placesOf(name, source, schema);
    return place === undefined ? name : labelOf(place, aliases);
  });
  return countQuery(`${pipelineText(passing, source, aliases)}${DROP_ERRORS}`, labels, windowMs);
}
