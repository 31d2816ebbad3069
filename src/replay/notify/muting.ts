import type { MuteInterval } from '../../model';

const WEEKDAYS = ['sunday', 'monday', 'tuesday', 'wednesday', 'thursday', 'friday', 'saturday'];

const clocks = new Map<string, Intl.DateTimeFormat>();

/** What a clock on a wall of that place shows: the day of the week from Sunday on, and minutes since midnight. */
function wallClock(at: number, location: string): { readonly weekday: number; readonly minute: number } {
  let clock = clocks.get(location);
  if (clock === undefined) {
    clock = new Intl.DateTimeFormat('en-US', {
      timeZone: location,
      weekday: 'long',
      hour: '2-digit',
      minute: '2-digit',
      hourCycle: 'h23',
    });
    clocks.set(location, clock);
  }
  const parts = new Map(clock.formatToParts(at).map(({ type, value }) => [type, value]));
  return {
    weekday: WEEKDAYS.indexOf((parts.get('weekday') ?? '').toLowerCase()),
    minute: Number(parts.get('hour')) * 60 + Number(parts.get('minute')),
  };
}

function minuteOf(clock: string): number {
  const [hours = '0', minutes = '0'] = clock.split(':');
  return Number(hours) * 60 + Number(minutes);
}

function isOn(weekdays: readonly string[], weekday: number): boolean {
  return weekdays.some((range) => {
    const [first = '', last = first] = range.split(':');
    return weekday >= WEEKDAYS.indexOf(first) && weekday <= WEEKDAYS.indexOf(last);
  });
}

/**
 * Whether an instant lies in one of the intervals. A stretch of the day has its start and not its end.
 *
 * Source: timeinterval.ContainsTime of Alertmanager.
 */
export function isMuted(intervals: readonly MuteInterval[], at: number): boolean {
  return intervals.some(({ times, weekdays, location = 'UTC' }) => {
    const { weekday, minute } = wallClock(at, location);
    const inTimes =
      times?.some(({ start_time, end_time }) => minute >= minuteOf(start_time) && minute < minuteOf(end_time)) ?? true;
    return inTimes && (weekdays === undefined || isOn(weekdays, weekday));
  });
}
