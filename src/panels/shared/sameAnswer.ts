import type { DataFrame, Field, TimeRange } from '@grafana/data';
import { same } from './same';

const sameField = (a: Field, b: Field): boolean =>
  a.name === b.name && a.type === b.type && same(a.config, b.config) && same(a.values, b.values);

const sameFrame = (a: DataFrame, b: DataFrame): boolean =>
  a.name === b.name &&
  a.refId === b.refId &&
  same(a.meta?.custom, b.meta?.custom) &&
  a.fields.length === b.fields.length &&
  a.fields.every((field, i) => sameField(field, b.fields[i] as Field));

/**
 * For a panel that lives on: gives the very frames that it gave before where the answer of a refresh says the same, so
 * that nothing that follows from them is computed or drawn again. What was asked and notices are Grafana's to show.
 * O(values).
 */
export function answerKeeper(): (series: readonly DataFrame[]) => readonly DataFrame[] {
  let kept: readonly DataFrame[] = [];
  return (series) => {
    const isSame = kept.length === series.length && kept.every((frame, i) => sameFrame(frame, series[i] as DataFrame));
    kept = isSame ? kept : series;
    return kept;
  };
}

/** The same for the time that a panel shows: a range that is fixed is another object at each refresh. */
export function timeRangeKeeper(): (range: TimeRange) => TimeRange {
  let kept: TimeRange | undefined;
  return (range) => {
    const isSame = kept !== undefined && kept.from.isSame(range.from) && kept.to.isSame(range.to);
    kept = isSame && kept !== undefined ? kept : range;
    return kept;
  };
}
