import { SERIES_LABELS } from '../../model';
import { TidemarkError } from '../errors';
import type { FieldConfig, Frame, Notice } from './frame';
import { metaOf } from './meta';

/**
 * Which of the frames of a kind are wanted: those that the query names, else all. What is not wanted is not computed.
 *
 * @throws TidemarkError `bad_query` for a name that this kind does not answer.
 */
export function wantedFrames<N extends string>(
  asked: readonly string[] | undefined,
  names: readonly N[]
): ReadonlySet<N> {
  if (asked === undefined || asked.length === 0) {
    return new Set(names);
  }
  const unknown = asked.find((name) => !(names as readonly string[]).includes(name));
  if (unknown !== undefined) {
    throw new TidemarkError(
      'bad_query',
      `frames: this kind of query answers no frame ${JSON.stringify(unknown)}; there is ${names.join(', ')}.`
    );
  }
  return new Set(names.filter((name) => asked.includes(name)));
}

/**
 * The numbers that a rule is to evaluate: those that the query names, else `usual`.
 *
 * @throws TidemarkError `bad_query` for a name that this kind does not know.
 */
export function wantedMetrics<N extends string>(
  asked: readonly string[] | undefined,
  names: readonly N[],
  usual: readonly N[]
): readonly N[] {
  if (asked === undefined || asked.length === 0) {
    return usual;
  }
  const unknown = asked.find((name) => !(names as readonly string[]).includes(name));
  if (unknown !== undefined) {
    throw new TidemarkError(
      'bad_query',
      `metrics: this kind of query knows no number ${JSON.stringify(unknown)}; there is ${names.join(', ')}.`
    );
  }
  return names.filter((name) => asked.includes(name));
}

/** One number for a rule, and what tells it from the others of the answer. */
export interface NumericValue {
  readonly name: string;
  /** Null where there is no answer: alerting makes NoData of it, and never "fine". */
  readonly value: number | null;
  readonly labels: Readonly<Record<string, string>>;
  readonly config?: FieldConfig;
}

/** One frame a number, with just these labels. Notices stand on the first frame alone, so that Grafana says them once. */
export function labelledFrames(
  values: readonly NumericValue[],
  notices: readonly Notice[],
  executed: string
): readonly Frame[] {
  return values.map(({ name, value, labels, config }, i) => ({
    name,
    fields: [
      {
        name,
        type: 'number',
        values: [value !== null && Number.isFinite(value) ? value : null],
        labels,
        ...(config === undefined ? {} : { config }),
      },
    ],
    meta: metaOf(i === 0 ? notices : [], i === 0 ? executed : '', { type: 'numeric-multi', typeVersion: [0, 1] }),
  }));
}

/**
 * One frame a number, ready for a `threshold` expression: one alert instance a label set.
 *
 * The label `metric` names the number: an expression drops the names of fields, and alerting refuses two values of the
 * same labels ("has duplicate results with labels").
 */
export function numericFrames(
  values: readonly NumericValue[],
  notices: readonly Notice[],
  executed: string
): readonly Frame[] {
  return labelledFrames(
    values.map((one) => ({ ...one, labels: { [SERIES_LABELS.metric]: one.name, ...one.labels } })),
    notices,
    executed
  );
}
