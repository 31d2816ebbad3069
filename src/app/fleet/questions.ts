import { dateTime, type TimeRange } from '@grafana/data';
import { DEFAULT_QUERY } from '../../model/defaultQuery';
import type { Question } from '../ask/ask';

/** How many days the heatmap looks back. */
export const DAYS = 10;
const DAY_MS = 86_400_000;

/** What is asked about each model of a batch; of a data source that reads no log, nothing that only a log can answer. */
export type Ask = (model: string, hasLog: boolean) => readonly Question[];

/** What is answered at once: from metrics. */
export const quickQuestions: Ask = (model) => [
  { refId: 'data', queryType: 'dataset', model, frames: ['summary'] },
  { refId: 'traffic', queryType: DEFAULT_QUERY.queryType, format: 'table', scores: ['psi'], model },
];

/** What few lines tell, of versions and jobs. A log looks for them through weeks: what metrics know does not wait for it. */
export const toldQuestions: Ask = (model, hasLog) => [
  { refId: 'versions', queryType: 'models', model, frames: ['versions'] },
  ...(hasLog ? [{ refId: 'pipeline', queryType: 'pipeline', model, frames: ['summary'] } as const] : []),
];

export const daysQuestions: Ask = (model) => [
  { refId: 'days', queryType: 'dataset', model, frames: ['over_time'], window: '1d' },
];

/** What has to join predictions with their labels, and so takes longer. */
export const slowQuestions: Ask = (model, hasLog) => [
  { refId: 'model', queryType: 'performance', model, frames: ['summary'] },
  ...(hasLog ? [{ refId: 'output', queryType: 'absurd', model, frames: ['summary'] } as const] : []),
];

const HOUR_MS = 3_600_000;
/** So long a stretch tells how outputs are now. */
const NOW_HOURS = 6;
/** Half of the labels have come by their delay; nearly all after one and a half of it. */
const LABEL_PATIENCE = 1.5;

/**
 * The end of a range in which the outputs of a model are judged: the last hours, and before them as long as its labels
 * take. All of a day of each model's log was most of what the page waited for. Where labels take longer than the range,
 * none of it has them, and what is estimated without them is known of the last hours.
 *
 * @param delayMs how long labels take; 0 where they come at once, or never.
 */
export function slowRange(range: TimeRange, delayMs: number): TimeRange {
  const length = range.to.valueOf() - range.from.valueOf();
  const labels = LABEL_PATIENCE * delayMs;
  const wanted = NOW_HOURS * HOUR_MS + (labels < length ? labels : 0);
  if (wanted >= length) {
    return range;
  }
  const from = dateTime(range.to.valueOf() - wanted);
  return { from, to: range.to, raw: { from, to: range.to } };
}

/** The ends of the last whole days before the range ends, the earliest first. Days begin at midnight UTC. */
export function dayEnds(range: TimeRange): readonly number[] {
  const last = Math.floor(range.to.valueOf() / DAY_MS) * DAY_MS;
  return Array.from({ length: DAYS }, (_, index) => last - (DAYS - 1 - index) * DAY_MS);
}

export function daysRange(range: TimeRange): TimeRange {
  const ends = dayEnds(range);
  const from = dateTime((ends[0] ?? 0) - DAY_MS);
  const to = dateTime(ends[ends.length - 1] ?? 0);
  return { from, to, raw: { from, to } };
}
