import { parseFieldPath, type FieldPath } from '../../fieldPath';
import type { RowQuestion } from '../../logged/byReading';
import type { FeatureRow } from '../../logged/fold';
import { firstOf, isLabelName, logqlText } from '../../logql';
import { isAbsent, textOf, typed } from '../../values';
import { milliseconds } from '../decode';
import type { Line } from '../lines';
import { placesOf, type Place } from '../names';
import { Aliases, filtered, keepStage, labelOf, LINE_ALONE, pipelineText } from '../pipeline';
import { privacy } from '../privacy';
import { readLine, type LineRecord } from '../record';
import type { StreamSchema } from '../schema';
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

/** As events are read: whole lines, or, where some of them is personal data, lines that Loki has rewritten. */
export function planRows(question: RowQuestion, schema: StreamSchema): RowPlan {
  const { source, filters, groupBy, features } = question;
  const aliases = new Aliases();
  const passing = filtered(source, filters, schema, aliases);
  const groups = groupBy.map((name) => placesOf(name, source, schema));
  const paths = features.map(({ path }) => parseFieldPath(path));
  const { selector } = passing;
  if (!privacy(source).any) {
    const pipeline = pipelineText(passing, source, aliases);
    const wanted = [
      ...paths.map(labelOfPath),
      ...groups.flat().map((place) => (place.kind === 'field' ? undefined : place.label)),
    ].filter((label) => label !== undefined);
    return {
      query: `${pipeline}${keepStage(wanted, schema, aliases)}`,
      selector,
      row: wholeRows(source.parser, paths, groups),
    };
  }
  const cells = [
    '{{.__error__}}',
    ...groups.map((places) => firstOf(places.map((place) => labelOf(place, aliases)))),
    ...paths.map((path) => {
      const label = labelOfPath(path);
      return firstOf([aliases.of(path), ...(label === undefined ? [] : [label])]);
    }),
  ];
  const pipeline = pipelineText(passing, source, aliases);
  return {
    query: `${pipeline} | line_format ${logqlText(cells.join(SEPARATOR))}${LINE_ALONE}`,
    selector,
    row: rewrittenRows(groups.length, paths.length),
  };
}

/** A line that was read as it is; what is asked of it is looked up when it is asked. */
class WholeRow implements FeatureRow {
  constructor(
    private readonly line: Line,
    private readonly record: LineRecord,
    private readonly wanted: {
      readonly paths: readonly FieldPath[];
      readonly labels: ReadonlyArray<string | undefined>;
      readonly groups: ReadonlyArray<readonly Place[]>;
      readonly asIs: boolean;
    }
  ) {}

  get time(): number {
    return milliseconds(this.line.nanoseconds);
  }

  get group(): readonly string[] {
    const { line, record } = this;
    return this.wanted.groups.map((places) => {
      for (const place of places) {
        const value = textOf(place.kind === 'field' ? record.at(place.path) : line.labels[place.label]);
        if (value !== '') {
          return value;
        }
      }
      return '';
    });
  }

  value(place: number): unknown {
    const { paths, labels, asIs } = this.wanted;
    const own = this.record.at(paths[place] ?? []);
    const value = isAbsent(own) ? this.line.labels[labels[place] ?? ''] : own;
    return asIs || typeof value !== 'string' ? value : typed(value);
  }
}

function wholeRows(
  parser: RowQuestion['source']['parser'],
  paths: readonly FieldPath[],
  groups: ReadonlyArray<readonly Place[]>
): RowPlan['row'] {
  const wanted = { paths, labels: paths.map(labelOfPath), groups, asIs: parser === 'json' };
  return (line) => {
    const record = readLine(parser, line.text, line.labels);
    return record === undefined ? undefined : new WholeRow(line, record, wanted);
  };
}

function rewrittenRows(groups: number, fields: number): RowPlan['row'] {
  return (line) => {
    const cells = line.text.split(SEPARATOR);
    return cells.length !== 1 + groups + fields || cells[0] !== ''
      ? undefined
      : {
          time: milliseconds(line.nanoseconds),
          group: cells.slice(1, 1 + groups),
          value: (place) => typed(cells[1 + groups + place] ?? ''),
        };
  };
}
