import { formatDuration, type DriftQuery } from '../../model';
import { TidemarkError } from '../errors';
import type { TimeRange } from '../upstream/upstream';
import type { ComparedFeature } from './compare';
import { compareOverTime } from './compareOverTime';
import type { QueryContext, QueryRequest } from './request';
import type { ResolvedQuery } from './resolve';
import type { ComparedWindow } from './tracks';

/** Windows so many times shorter than the range tell when it began, and still hold enough to be judged. */
const FINER = 6;
/** How far back is looked, in ranges. */
const LOOK_BACK = 4;
/** A share, or a distance, belongs to what is seen now from half of it on. */
const BELONGS = 0.5;

const MONTHS = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec'] as const;

/** An instant as messages write it. */
export function instant(time: number): string {
  const date = new Date(time);
  return `${date.getUTCDate()} ${MONTHS[date.getUTCMonth()]} ${date.toISOString().slice(11, 16)} UTC`;
}

type Key = Pick<ComparedFeature, 'feature' | 'group'>;

const keyOf = ({ feature, group }: Key): string => JSON.stringify([feature, group]);

/** What is asked about: of which feature, and how far its score has gone in the range as a whole. */
export interface Moved extends Key {
  readonly value: number;
}

/** Whether a window shows what the range as a whole does; undefined where it cannot tell. */
function shows({ verdict, scores: [score] }: ComparedWindow, value: number): boolean | undefined {
  return verdict === 'insufficient' || typeof score !== 'number' ? undefined : score >= BELONGS * value;
}

/** A beginning, as far as it can be told. */
export interface Began {
  readonly time: number;
  /** `about 26 Nov 08:00 UTC`, or `before` the earliest that was looked at. */
  readonly text: string;
}

/** The start of the first window of the latest stretch that shows it. */
function began(windows: readonly ComparedWindow[], value: number, windowMs: number): Began | undefined {
  const from = ({ time }: ComparedWindow, how: 'about' | 'before'): Began => ({
    time: time - windowMs,
    text: `${how} ${instant(time - windowMs)}`,
  });
  let first: ComparedWindow | undefined;
  for (let i = windows.length - 1; i >= 0; i--) {
    const window = windows[i];
    const shown = window === undefined ? undefined : shows(window, value);
    if (shown === true) {
      first = window;
    } else if (shown === false && first !== undefined) {
      return from(first, 'about');
    }
  }
  return first === undefined ? undefined : from(first, 'before');
}

/**
 * Since when each of some features has moved. Asks only where something has moved, so that what is quiet costs nothing. A feature whose windows do not tell has no
 * entry, and neither has one that is read from a log: window by window that takes longer than a rule may.
 *
 * @param request of one score, which is the one that has moved.
 */
export async function since(
  { query, range, ...rest }: QueryRequest,
  context: QueryContext,
  { logged }: Pick<ResolvedQuery, 'logged'>,
  moved: readonly Moved[]
): Promise<(of: Key) => Began | undefined> {
  const windowMs = Math.round((range.to - range.from) / FINER);
  const back: TimeRange = { from: range.to - LOOK_BACK * (range.to - range.from), to: range.to };
  if (moved.length === 0 || logged !== undefined) {
    return () => undefined;
  }
  const asked: DriftQuery = {
    ...query,
    window: formatDuration(windowMs),
    features: [...new Set(moved.map(({ feature }) => feature))],
  };
  try {
    const { series } = await compareOverTime(
      {
        ...rest,
        range: back,
        intervalMs: windowMs,
        query: asked,
      },
      context
    );
    const values = new Map(moved.map((one) => [keyOf(one), one.value]));
    const known = new Map(
      series.map((one) => [keyOf(one), began(one.windows, values.get(keyOf(one)) ?? Infinity, windowMs)])
    );
    return (of) => known.get(keyOf(of));
  } catch (error) {
    // A cause that lacks its time is still one; the rule's own question says what is wrong with the upstream.
    if (error instanceof TidemarkError && error.code !== 'cancelled' && error.code !== 'deadline') {
      return () => undefined;
    }
    throw error;
  }
}
