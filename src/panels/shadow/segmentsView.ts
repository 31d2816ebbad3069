import { FieldType, type DataFrame } from '@grafana/data';
import {
  SHADOW_FINDINGS,
  SHADOW_SEGMENT_FIELDS,
  type ShadowFinding,
  type ShadowNumber,
} from '../../model/shadowFrames';
import { count } from '../shared/format';
import {
  fieldOf,
  holdsSomething,
  intervalAt,
  numberAt,
  textAt,
  titleOf,
  wordAt,
  type Interval,
} from '../shared/frames';
import { chance, difference, quantity, range } from '../shared/quantity';
import { domainOf, numbersOf, type Domain } from '../shared/scale';
import { t } from '../shared/translate';

/** A number of every segment, drawn on one axis so that segments can be compared. */
export interface SegmentColumn {
  readonly id: ShadowNumber;
  readonly title: string;
  readonly why: string;
  readonly domain: Domain | undefined;
  /** Zero for a difference. */
  readonly compared: number | undefined;
}

export interface SegmentView {
  readonly key: string;
  readonly name: string;
  readonly countText: string;
  readonly finding: ShadowFinding | null;
  readonly findingText: string;
  readonly findingWhy: string;
  /** In the order of the columns. */
  readonly values: ReadonlyArray<{
    readonly interval: Interval | null;
    readonly text: string;
    readonly range: string;
  }>;
}

export interface SegmentsView {
  readonly groups: string;
  readonly countTitle: string;
  readonly columns: readonly SegmentColumn[];
  readonly segments: readonly SegmentView[];
}

/** What a person wants to know of a segment, as far as the comparison can tell it; the first three that it can. */
const WANTED: ReadonlyArray<readonly [ShadowNumber, string]> = [
  ['agreement', 'percentunit'],
  ['accuracy_difference', 'percentunit'],
  ['mae_difference', ''],
  ['mean_difference', ''],
  ['latency_difference_ms', 'ms'],
  ['prediction_psi', 'score'],
];
const MOST_COLUMNS = 3;
const F = SHADOW_SEGMENT_FIELDS;

export function segmentsView(frame: DataFrame): SegmentsView | undefined {
  if (frame.length === 0) {
    return undefined;
  }
  const rows = Array.from({ length: frame.length }, (_, row) => row);
  const groups = frame.fields.filter(({ type, name }) => type === FieldType.string && name !== F.finding);
  const columns = WANTED.filter(([name]) => {
    const field = fieldOf(frame, name);
    return field !== undefined && holdsSomething(field);
  }).slice(0, MOST_COLUMNS);
  const intervals = columns.map(([name]) =>
    rows.map((row) => intervalAt(frame, [name, `${name}_lower`, `${name}_upper`], row))
  );
  const sizes = fieldOf(frame, 'pairs') ?? fieldOf(frame, 'shadow_predictions');
  const isDifference = (name: string) => name.includes('difference');
  return {
    groups: groups.map(titleOf).join(', '),
    countTitle: sizes === undefined ? '' : titleOf(sizes),
    columns: columns.map(([name], i) => {
      const field = fieldOf(frame, name);
      return {
        id: name,
        title: field === undefined ? name : titleOf(field),
        why: field?.config.description ?? '',
        domain: domainOf([...(intervals[i] ?? []).flatMap(numbersOf), ...(isDifference(name) ? [0] : [])]),
        compared: isDifference(name) ? 0 : undefined,
      };
    }),
    segments: rows.map((row) => {
      const said = textAt(frame, F.finding, row);
      const p = numberAt(frame, F.pAdjusted, row);
      const size = sizes === undefined ? null : numberAt(frame, sizes.name, row);
      const values = groups.map((field) => textAt(frame, field.name, row));
      return {
        key: JSON.stringify(values),
        name: values.map((value) => (value === '' ? t('segments.none', '(none)') : value)).join(', '),
        countText: size === null ? '' : count(size),
        finding: SHADOW_FINDINGS.find((finding) => finding === said) ?? null,
        findingText: wordAt(frame, F.finding, row),
        findingWhy:
          p === null
            ? ''
            : t('shadow.segment-test', 'Who is right more often: {{p}}, corrected over all segments.', {
                p: chance(p),
              }),
        values: columns.map(([name, unit], i) => {
          const interval = intervals[i]?.[row] ?? null;
          const show = isDifference(name) ? difference : quantity;
          return {
            interval,
            text: interval === null ? '–' : show(interval.value, unit),
            range: interval === null ? '' : range(interval, unit, show),
          };
        }),
      };
    }),
  };
}
