import type { Interval } from './frames';

/** Numbers that a line of a plot spans. */
export interface Domain {
  readonly from: number;
  readonly to: number;
}

/** What holds all of these numbers, with a little room at both ends; undefined where there is no number. */
export function domainOf(numbers: ReadonlyArray<number | null>): Domain | undefined {
  const known = numbers.filter((number): number is number => number !== null && Number.isFinite(number));
  if (known.length === 0) {
    return undefined;
  }
  const from = Math.min(...known);
  const to = Math.max(...known);
  const room = from === to ? Math.max(Math.abs(from) * 0.1, 1e-9) : (to - from) * 0.08;
  return { from: from - room, to: to + room };
}

export const numbersOf = (interval: Interval | null): ReadonlyArray<number | null> =>
  interval === null ? [] : [interval.value, interval.lower, interval.upper];

/** Where a number stands in a domain: 0 at its start, 1 at its end, never beyond. */
export function at({ from, to }: Domain, value: number): number {
  return Math.min(1, Math.max(0, (value - from) / (to - from)));
}

/** Round numbers inside a domain, at most about `most` of them: 1, 2 or 5 times a power of ten apart. */
export function ticksOf({ from, to }: Domain, most: number): readonly number[] {
  const span = to - from;
  if (!(span > 0) || most < 1) {
    return [];
  }
  const raw = span / most;
  const power = 10 ** Math.floor(Math.log10(raw));
  const step = [1, 2, 5, 10].map((factor) => factor * power).find((each) => each >= raw) ?? raw;
  const first = Math.ceil(from / step - 1e-9);
  const last = Math.floor(to / step + 1e-9);
  return Array.from({ length: last - first + 1 }, (_, i) => Number(((first + i) * step).toPrecision(12)));
}
