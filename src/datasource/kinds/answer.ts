import type { QueryKind } from '../../model';
import { change } from '../change';
import type { TidemarkQuery } from '../types';
import type { Face, Form } from './face';
import { FACES } from './faces';
import { reads } from './outline';

/** The form in which a query wants its answer: what it says, else what the backend does where it says nothing. */
export function formOf({ format }: TidemarkQuery, { forms }: Face, alerting: boolean): Form['format'] {
  return alerting ? 'alert' : (format ?? forms[0]?.format ?? 'table');
}

/** Whether a query answers numbers, of a kind that could also answer frames. */
export function answersNumbers(query: TidemarkQuery, face: Face, alerting: boolean): boolean {
  return face.metrics !== undefined && formOf(query, face, alerting) === 'alert';
}

/** Whether the length of a window makes a difference to the answer. */
export function isWindowed(query: TidemarkQuery, kind: QueryKind, alerting: boolean): boolean {
  const face = FACES[kind];
  if (!reads(kind, 'window') || face.windowed === undefined) {
    return reads(kind, 'window');
  }
  const { frames = [] } = query;
  const wanted = frames.length > 0 ? frames : (face.frames?.usual ?? []);
  return !answersNumbers(query, face, alerting) && face.windowed.some((name) => wanted.includes(name));
}

/** The query without what makes no difference to the form of answer that it wants, and which no field shows. */
export function settled(query: TidemarkQuery, kind: QueryKind, alerting: boolean): TidemarkQuery {
  const numbers = answersNumbers(query, FACES[kind], alerting);
  return change(query, {
    frames: numbers ? undefined : query.frames,
    metrics: numbers || FACES[kind].numbersInTables ? query.metrics : undefined,
    window: isWindowed(query, kind, alerting) ? query.window : undefined,
  });
}
