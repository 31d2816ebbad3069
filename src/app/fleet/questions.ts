import { dateTime, type TimeRange } from '@grafana/data';
import { DEFAULT_QUERY } from '../../model/defaultQuery';
import type { Question } from '../ask/ask';

/** How many days the heatmap looks back. */
export const DAYS = 10;
const DAY_MS = 86_400_000;

/** What is asked about each model of a batch; of a data source that reads no log, nothing that only a log can answer. */
export type Ask = (model: string, hasLog: boolean) => readonly Question[];

/** What is answered at once: from metrics, and from the few lines that tell of versions and jobs. */
export const quickQuestions: Ask = (model, hasLog) => [
  { refId: 'data', queryType: 'dataset', model, frames: ['summary'] },
  { refId: 'traffic', queryType: DEFAULT_QUERY.queryType, format: 'table', scores: ['psi'], model },
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
