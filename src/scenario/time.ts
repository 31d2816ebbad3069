export const MINUTE = 60_000;
export const HOUR = 60 * MINUTE;
export const DAY = 24 * HOUR;

/** Requests are drawn a slot at a time, anchored in absolute time, so that an answer stays when it is asked again. */
export const SLOT_MS = 10 * MINUTE;

/** The story moves on at these instants: a whole number of slots, so that each slot lies in one scene. */
export const TICK_MS = 30 * MINUTE;

/** A week of history, and a day before it, so that a whole day can be compared with that day a week ago. */
export const HISTORY_MS = 8 * DAY;

/** The last instant at which the story moved on. */
export function tickAt(time: number): number {
  return Math.floor(time / TICK_MS) * TICK_MS;
}

/** The oldest instant of which there are requests, seen from `now`: a tick, so that it does not creep. */
export function oldestAt(now: number): number {
  return tickAt(now) - HISTORY_MS;
}

/** The slot in which an instant lies; a slot begins after its start and ends with its end, as windows do. */
export function slotOf(time: number): number {
  return Math.ceil(time / SLOT_MS) - 1;
}
