import type { DriftQuery } from '../../../../model';
import { ask, cells, DAY, HOUR, NOW, type Asked } from './ask';

export const TODAY = { from: NOW - DAY, to: NOW - HOUR };
export const LAST_WEEK = { from: NOW - 8 * DAY, to: NOW - DAY };

/** Of a hundred predictions: 40 hits, 10 false alarms, 20 misses, 30 rightly left alone. */
export const today = cells(
  [
    ['fraud', 'fraud', 40, 0.9],
    ['fraud', 'legit', 10, 0.7],
    ['legit', 'fraud', 20, 0.6],
    ['legit', 'legit', 30, 0.95],
  ],
  TODAY
);
/** 80 % of what is flagged with a confidence of 0.9 is right, and 90 % of what is left alone with one of 0.8. */
export const lastWeek = cells(
  [
    ['fraud', 'fraud', 400, 0.9],
    ['fraud', 'legit', 100, 0.9],
    ['legit', 'fraud', 50, 0.8],
    ['legit', 'legit', 450, 0.8],
  ],
  LAST_WEEK
);

export const oneWindow: Partial<DriftQuery> = { window: '1d' };

/** What is refused, in words. */
export async function refusal(asked: Asked): Promise<string> {
  return ask(asked).then(
    () => 'not refused',
    (thrown: Error) => thrown.message
  );
}
