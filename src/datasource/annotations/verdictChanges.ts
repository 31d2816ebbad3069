import { FieldType, type AnnotationEvent, type DataFrame } from '@grafana/data';
import { DRIFT_OVER_TIME_TABLE_FIELDS as FIELDS } from '../../model/frames';
import { VERDICT_LOOK, VERDICTS_BY_GRAVITY } from '../../model/verdicts';

interface Row {
  readonly time: number;
  readonly feature: string;
  readonly verdict: string;
  readonly reason: string;
  /** The labels of `groupBy`, in words; empty where the query has none. */
  readonly group: string;
}

const OWN_COLUMNS: readonly string[] = Object.values(FIELDS);

function readRows(frame: DataFrame): Row[] {
  const column = (name: string): unknown[] | undefined => frame.fields.find((field) => field.name === name)?.values;
  const time = column(FIELDS.time);
  const feature = column(FIELDS.feature);
  const verdict = column(FIELDS.verdict);
  if (time === undefined || feature === undefined || verdict === undefined) {
    return [];
  }
  const reason = column(FIELDS.reason);
  const groups = frame.fields.filter(({ name, type }) => type === FieldType.string && !OWN_COLUMNS.includes(name));
  return time.map((at, i) => ({
    time: Number(at),
    feature: String(feature[i]),
    verdict: String(verdict[i]),
    reason: typeof reason?.[i] === 'string' ? reason[i] : '',
    group: groups.map(({ name, values }) => `${name}=${String(values[i])}`).join(', '),
  }));
}

/** A verdict as people read it; one that only a later version knows stays as it is. */
function wordOf(verdict: string): string {
  const known = VERDICTS_BY_GRAVITY.find((one) => one === verdict);
  return known === undefined ? verdict : VERDICT_LOOK[known].word;
}

/**
 * Turns the rows of a drift over time into events, one where the verdict of a feature and group changes.
 *
 * The first verdict in the window is where a feature stands, not a change. `insufficient` is the want of a verdict:
 * a feature that drifts before and after a gap in its data has not changed.
 */
export function verdictChanges(frames: readonly DataFrame[]): AnnotationEvent[] {
  const rows = frames.flatMap(readRows).sort((a, b) => a.time - b.time);
  const standing = new Map<string, string>();
  const events: AnnotationEvent[] = [];
  for (const { time, feature, verdict, reason, group } of rows) {
    if (verdict === 'insufficient') {
      continue;
    }
    const key = JSON.stringify([feature, group]);
    const before = standing.get(key);
    standing.set(key, verdict);
    if (before !== undefined && before !== verdict) {
      const name = group === '' ? feature : `${feature} (${group})`;
      events.push({
        time,
        title: `${name}: ${wordOf(verdict)}`,
        text: `${name}: ${wordOf(before)} → ${wordOf(verdict)}${reason === '' ? '' : `. ${reason}`}`,
        tags: [feature, verdict],
      });
    }
  }
  return events;
}
