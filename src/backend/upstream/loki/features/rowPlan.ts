import { dotted, formatFieldPath, parseFieldPath, type FieldPath } from '../../fieldPath';
import type { RowQuestion } from '../../logged/byReading';
import type { FeatureRow } from '../../logged/fold';
import { DROP_ERRORS, firstOf, isLabelName, logqlText } from '../../logql';
import { isAbsent, textOf, typed } from '../../values';
import { milliseconds } from '../decode';
import { jsonValues } from '../jsonShape';
import type { Line } from '../line';
import { placeOfPath, placesOf, type Place } from '../names';
import { Aliases, filtered, keepStage, labelOf, LINE_ALONE, pipelineText, type Filtered } from '../pipeline';
import { privacy } from '../privacy';
import { readLine } from '../record';
import { seenField, type StreamSchema } from '../schema';
import { SEPARATOR } from '../view';

/** What is asked of Loki to read fields, and how its lines are understood. */
export interface RowPlan {
  readonly query: string;
  readonly selector: string;
  /** Undefined for a line that cannot be read. */
  readonly row: (line: Line) => FeatureRow | undefined;
}

/** A label that may hold what a line lacks. */
function labelOfPath(path: FieldPath): string | undefined {
  const [name = ''] = path;
  return path.length === 1 && isLabelName(name) ? name : undefined;
}

/** How lines come: as they were written, or cut by Loki to the wanted fields. */
export type LineShape = 'whole' | 'rewritten';

/** Where the id of each line stands, if lines were seen to have one. */
function idPlace(source: RowQuestion['source'], schema: StreamSchema): Place | undefined {
  const place = placeOfPath(source.fields.predictionId, source, schema);
  return place.kind !== 'field' || seenField(schema, dotted(place.path)) !== undefined ? place : undefined;
}

/**
 * In which shapes the lines of a source can be read. Loki 3.7.6 takes two lines of one instant for the same where they
 * are the same once they are rewritten, and answers one: each has to keep what tells it from the others. What personal
 * data leaves no choice is rewritten all the same.
 */
export function lineShapes(source: RowQuestion['source'], schema: StreamSchema): readonly [LineShape, ...LineShape[]] {
  if (privacy(source).any) {
    return ['rewritten'];
  }
  return idPlace(source, schema) === undefined ? ['whole'] : ['whole', 'rewritten'];
}

/** @param shape one of `lineShapes`. */
export function planRows(question: RowQuestion, schema: StreamSchema, shape: LineShape): RowPlan {
  const { source, filters, groupBy, features } = question;
  const aliases = new Aliases();
  const parts: Parts = {
    source,
    schema,
    aliases,
    passing: filtered(source, filters, schema, aliases),
    groups: groupBy.map((name) => placesOf(name, source, schema)),
    paths: features.map(({ path }) => parseFieldPath(path)),
  };
  if (privacy(source).any) {
    return withoutPersonalData(parts);
  }
  const id = shape === 'rewritten' ? idPlace(source, schema) : undefined;
  return id === undefined ? wholeLines(parts) : rewrittenLines(parts, id);
}

interface Parts {
  readonly source: RowQuestion['source'];
  readonly schema: StreamSchema;
  readonly aliases: Aliases;
  readonly passing: Filtered;
  readonly groups: ReadonlyArray<readonly Place[]>;
  readonly paths: readonly FieldPath[];
}

/** Keeps the labels that a line which comes as it is may be asked for. */
function keptLabels({ schema, aliases, groups, paths }: Parts): string {
  const wanted = [
    ...paths.map(labelOfPath),
    ...groups.flat().map((place) => (place.kind === 'field' ? undefined : place.label)),
  ].filter((label) => label !== undefined);
  return keepStage(wanted, schema, aliases);
}

function wholeLines(parts: Parts): RowPlan {
  const { source, aliases, passing, groups, paths } = parts;
  const pipeline = pipelineText(passing, source, aliases);
  return {
    query: `${pipeline}${keptLabels(parts)}`,
    selector: passing.selector,
    row: wholeRows(source.parser, paths, groups),
  };
}

/** What a rewritten line holds of the groups and fields, as parts of a template. */
function cellsOf({ schema, aliases, groups, paths }: Parts): readonly string[] {
  return [
    ...groups.map((places) => firstOf(places.map((place) => labelOf(place, aliases)))),
    ...paths.map((path) => {
      const label = labelOfPath(path);
      const mayBeLabel =
        label !== undefined && (!schema.told || schema.labels.has(label) || schema.metadata.has(label));
      return firstOf([aliases.of(path), ...(mayBeLabel ? [label] : [])]);
    }),
  ];
}

/**
 * Each line with its id at its end. One without comes as it is: it may be no JSON at all, and nothing else would tell it
 * from others of its instant.
 */
function rewrittenLines(parts: Parts, idAt: Place): RowPlan {
  const { source, aliases, passing, groups, paths } = parts;
  const id = labelOf(idAt, aliases);
  const cells = [...cellsOf(parts), `{{.${id}}}`].join(SEPARATOR);
  const template = `{{if .${id}}}${cells}{{else}}{{__line__}}{{end}}`;
  const pipeline = pipelineText(passing, source, aliases);
  const asIs = wholeRows(source.parser, paths, groups);
  const rewritten = cellRows({ errors: 0, groups: groups.length, fields: paths.length, more: 1 });
  return {
    query: `${pipeline} | line_format ${logqlText(template)}${DROP_ERRORS}${keptLabels(parts)}`,
    selector: passing.selector,
    row: (line) => rewritten(line) ?? asIs(line),
  };
}

/** So many fields tell lines apart that have no ids. */
const TELLING_FIELDS = 3;

/** What tells lines of one instant apart: their ids, or else the fields with the most values. */
function tellingPlaces({ source, schema, paths }: Parts): readonly Place[] {
  const hidden = privacy(source);
  const seen = (path: FieldPath): boolean => seenField(schema, dotted(path)) !== undefined;
  const ids = [source.fields.predictionId, source.fields.requestId]
    .filter((text) => !hidden.covers(parseFieldPath(text)))
    .map((text) => placeOfPath(text, source, schema))
    .filter((place) => place.kind !== 'field' || seen(place.path));
  const there = new Set(paths.map(dotted));
  const others = [...schema.fields]
    .filter(({ path }) => !there.has(dotted(path)) && !hidden.touches(path))
    .sort((a, b) => b.values - a.values)
    .slice(0, TELLING_FIELDS);
  return ids.length > 0 ? ids : others.map(({ path }) => ({ kind: 'field', path }));
}

/** Lines of which some is personal data: only what may be read ever leaves Loki, whatever a line looks like. */
function withoutPersonalData(parts: Parts): RowPlan {
  const { source, aliases, passing, groups, paths } = parts;
  const telling = tellingPlaces(parts).map((place) => labelOf(place, aliases));
  const cells = ['{{.__error__}}', ...cellsOf(parts), ...telling.map((label) => `{{.${label}}}`)];
  const pipeline = pipelineText(passing, source, aliases);
  return {
    query: `${pipeline} | line_format ${logqlText(cells.join(SEPARATOR))}${LINE_ALONE}`,
    selector: passing.selector,
    row: cellRows({ errors: 1, groups: groups.length, fields: paths.length, more: telling.length }),
  };
}

/** A line that was read as it is, with the values at the wanted paths: those of the features, then those of groups. */
class WholeRow implements FeatureRow {
  constructor(
    private readonly line: Line,
    private readonly values: readonly unknown[],
    private readonly wanted: WantedOfWhole
  ) {}

  get time(): number {
    return milliseconds(this.line.nanoseconds);
  }

  get group(): readonly string[] {
    const { line, values, wanted } = this;
    return wanted.groups.length === 0
      ? NO_GROUP
      : wanted.groups.map((places) => {
          for (const place of places) {
            const value = textOf(typeof place === 'number' ? values[place] : line.labels[place.label]);
            if (value !== '') {
              return value;
            }
          }
          return '';
        });
  }

  value(place: number): unknown {
    const { labels, asIs } = this.wanted;
    const own = this.values[place];
    const label = labels[place];
    const value = label !== undefined && isAbsent(own) ? this.line.labels[label] : own;
    return asIs || typeof value !== 'string' ? value : typed(value);
  }
}

interface WantedOfWhole {
  readonly labels: ReadonlyArray<string | undefined>;
  /** Where a group may stand: at a place among the values, or in a label. */
  readonly groups: ReadonlyArray<ReadonlyArray<number | { readonly label: string }>>;
  readonly asIs: boolean;
}

function wholeRows(
  parser: RowQuestion['source']['parser'],
  paths: readonly FieldPath[],
  groups: ReadonlyArray<readonly Place[]>
): RowPlan['row'] {
  const all = [...paths];
  const placeOf = (path: FieldPath): number => {
    const known = all.findIndex((one) => formatFieldPath(one) === formatFieldPath(path));
    return known === -1 ? all.push(path) - 1 : known;
  };
  const wanted: WantedOfWhole = {
    labels: paths.map(labelOfPath),
    groups: groups.map((places) =>
      places.map((place) => (place.kind === 'field' ? placeOf(place.path) : { label: place.label }))
    ),
    asIs: parser === 'json',
  };
  const slowly = (text: string): readonly unknown[] | undefined => {
    const record = readLine(parser, text);
    return record === undefined ? undefined : all.map(record.at);
  };
  const read = parser === 'json' ? jsonValues(all, slowly) : slowly;
  return (line) => {
    const values = read(line.text);
    return values === undefined ? undefined : new WholeRow(line, values, wanted);
  };
}

/** Where the cells of a rewritten line stand: errors (of which a line that can be read has none), groups, fields, more. */
interface Cells {
  readonly errors: number;
  readonly groups: number;
  readonly fields: number;
  readonly more: number;
}

/** A line that Loki has cut. */
class CellRow implements FeatureRow {
  constructor(
    private readonly line: Line,
    private readonly cells: readonly string[],
    private readonly at: Cells
  ) {}

  get time(): number {
    return milliseconds(this.line.nanoseconds);
  }

  get group(): readonly string[] {
    const { errors, groups } = this.at;
    return groups === 0 ? NO_GROUP : this.cells.slice(errors, errors + groups);
  }

  value(place: number): unknown {
    const { errors, groups } = this.at;
    return typed(this.cells[errors + groups + place] ?? '');
  }
}

function cellRows(at: Cells): RowPlan['row'] {
  const all = at.errors + at.groups + at.fields + at.more;
  return (line) => {
    const cells = line.text.split(SEPARATOR);
    return cells.length !== all || (at.errors > 0 && cells[0] !== '') ? undefined : new CellRow(line, cells, at);
  };
}

const NO_GROUP: readonly string[] = [];
