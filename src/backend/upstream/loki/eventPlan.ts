import type { EventKind, LogField } from '../../../model';
import type { EventQuestion } from '../events';
import { dotted, parseFieldPath, type FieldPath } from '../fieldPath';
import { firstOf, isLabelName, logqlText } from '../logql';
import { compileFeaturePatterns } from '../matching';
import { placesOf, type Place } from './names';
import { Aliases, filtered, keepStage, labelOf, LINE_ALONE, pipelineText, type Filtered } from './pipeline';
import { privacy, type Privacy } from './privacy';
import type { StreamSchema } from './schema';
import { rewrittenLines, SEPARATOR, wholeLines, type Column, type Viewer } from './view';

/** The fields of each kind of event: values, and objects of values. */
const EVENT_FIELDS = {
  prediction: {
    fields: ['predictionId', 'requestId', 'version', 'role', 'prediction', 'confidence', 'latencyMs', 'error'],
    objects: ['probabilities'],
  },
  label: { fields: ['predictionId', 'label'], objects: [] },
  model: { fields: ['version', 'role', 'stage', 'trainingData', 'runUrl'], objects: ['hyperparameters'] },
  pipeline: { fields: ['job', 'runId', 'status', 'durationS', 'rows', 'error'], objects: [] },
} as const satisfies Record<EventKind, { fields: readonly LogField[]; objects: readonly LogField[] }>;

/** What is asked of Loki to read the events of a question, and how its answer is to be understood. */
export interface EventPlan {
  /** LogQL; a further stage may follow. */
  readonly query: string;
  /** The streams that are read, for a first idea of how much there is. */
  readonly selector: string;
  readonly view: Viewer;
}

/** A stage that the plan puts after the filters, on the value of a field. */
export type FieldStage = { readonly field: LogField; readonly stage: (label: string) => string };

/**
 * Lines come as they were written, which costs Loki least; but where a source has personal data, Loki rewrites each line
 * to the wanted fields, so that nothing else ever leaves it.
 */
export function planEvents(
  question: EventQuestion,
  schema: StreamSchema,
  stages: readonly FieldStage[] = []
): EventPlan {
  const { source, filters, groupBy } = question;
  const aliases = new Aliases();
  const hidden = privacy(source);
  const names = new Map(groupBy.map((name) => [name, placesOf(name, source, schema)]));
  const passing = filtered(source, filters, schema, aliases);
  const more = stages.map(({ field, stage }) => stage(firstLabel(field, question, schema, aliases)));
  const filteredMore = { ...passing, after: `${passing.after}${more.join('')}` };
  return hidden.any
    ? rewritten(question, schema, { aliases, hidden, names, passing: filteredMore })
    : whole(question, schema, { aliases, names, passing: filteredMore });
}

interface Parts {
  readonly aliases: Aliases;
  readonly names: ReadonlyMap<string, readonly Place[]>;
  readonly passing: Filtered;
}

/**
 * The label that can hold a field of the contract: a service may put what is the same for all its lines into labels, and
 * ids into metadata. Where the line has the field, that counts.
 */
function ownLabel(path: FieldPath): string | undefined {
  const [name = ''] = path;
  return path.length === 1 && isLabelName(name) ? name : undefined;
}

/** Where a field stands for a stage that can look in one place only: in the line, unless a label alone holds it. */
function firstLabel(field: LogField, { source }: EventQuestion, schema: StreamSchema, aliases: Aliases): string {
  const path = parseFieldPath(source.fields[field]);
  const label = ownLabel(path);
  const inLine = schema.fields.some((seen) => dotted(seen.path) === dotted(path));
  return label !== undefined && !inLine && (schema.labels.has(label) || schema.metadata.has(label))
    ? label
    : aliases.of(path);
}

function whole(question: EventQuestion, schema: StreamSchema, { aliases, names, passing }: Parts): EventPlan {
  const { source, event } = question;
  const { fields } = EVENT_FIELDS[event];
  const pipeline = pipelineText(passing, source, aliases);
  const wanted = [
    ...fields.map((field) => ownLabel(parseFieldPath(source.fields[field]))),
    ...[...names.values()].flat().map((place) => (place.kind === 'field' ? undefined : place.label)),
  ].filter((label) => label !== undefined);
  const query = `${pipeline}${keepStage(wanted, schema, aliases)}`;
  return { query, selector: passing.selector, view: wholeLines(source, names) };
}

function rewritten(
  question: EventQuestion,
  schema: StreamSchema,
  { aliases, hidden, names, passing }: Parts & { readonly hidden: Privacy }
): EventPlan {
  const { source, event } = question;
  const { fields, objects } = EVENT_FIELDS[event];
  const columns: Array<{ readonly column: Column; readonly template: string }> = [
    { column: { kind: 'error' }, template: '{{.__error__}}' },
  ];
  for (const field of fields) {
    const path = parseFieldPath(source.fields[field]);
    if (!hidden.covers(path) && !hidden.touches(path)) {
      const label = ownLabel(path);
      const labels = [aliases.of(path), ...(label === undefined ? [] : [label])];
      columns.push({ column: { kind: 'field', field }, template: firstOf(labels) });
    }
  }
  for (const field of objects) {
    columns.push(...objectColumns(field, () => true, [], question, schema, aliases, hidden));
  }
  const { features } = question;
  if (event === 'prediction' && (features === 'all' || features.length > 0)) {
    const patterns = features === 'all' ? [] : features;
    const exact = patterns.flatMap((pattern) => (pattern.kind === 'exact' ? [pattern.name] : []));
    const passes = compileFeaturePatterns(patterns);
    columns.push(...objectColumns('features', passes, exact, question, schema, aliases, hidden));
  }
  for (const [name, places] of names) {
    const template = firstOf(places.map((place) => labelOf(place, aliases)));
    columns.push({ column: { kind: 'name', name }, template });
  }
  const template = columns.map((column) => column.template).join(SEPARATOR);
  const pipeline = pipelineText(passing, source, aliases);
  return {
    query: `${pipeline} | line_format ${logqlText(template)}${LINE_ALONE}`,
    selector: passing.selector,
    view: rewrittenLines(columns.map(({ column }) => column)),
  };
}

/** An object as a whole, or field by field where something in it must not be read, or where a line has no objects. */
function objectColumns(
  field: LogField,
  passes: (name: string) => boolean,
  exact: readonly string[],
  { source }: EventQuestion,
  schema: StreamSchema,
  aliases: Aliases,
  hidden: Privacy
): ReadonlyArray<{ readonly column: Column; readonly template: string }> {
  const path = parseFieldPath(source.fields[field]);
  if (hidden.covers(path)) {
    return [];
  }
  if (source.parser === 'json' && !hidden.touches(path)) {
    return [{ column: { kind: 'object', field }, template: `{{.${aliases.of(path)}}}` }];
  }
  const inside = schema.fields.filter((seen) => dotted(seen.path).startsWith(`${dotted(path)}.`));
  const seen = inside.map((one) => ({ name: dotted(one.path).slice(dotted(path).length + 1), path: one.path }));
  const unseen = exact
    .filter((name) => !seen.some((one) => one.name === name))
    .map((name) => ({ name, path: [...path, name] }));
  return [...seen, ...unseen]
    .filter((one) => passes(one.name) && !hidden.covers(one.path))
    .map((one) => ({
      column: { kind: 'part', field, name: one.name },
      template: `{{.${aliases.of(one.path)}}}`,
    }));
}
