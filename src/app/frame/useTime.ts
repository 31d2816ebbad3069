import { useMemo } from 'react';
import { dateMath, dateTime, isDateTime, type RawTimeRange, type TimeRange, type UrlQueryMap } from '@grafana/data';
import { locationService } from '@grafana/runtime';

export interface PageTime {
  readonly range: TimeRange;
  readonly change: (range: RawTimeRange) => void;
  readonly move: (steps: number) => void;
  readonly zoomOut: () => void;
  readonly refresh: () => void;
}

const first = (value: UrlQueryMap[string]): string | undefined =>
  Array.isArray(value) ? String(value[0]) : value === undefined || value === null ? undefined : String(value);

/** An instant of an address: milliseconds, `now-6h`, or what a person would write as a date. */
function instantOf(text: string, roundUp: boolean): TimeRange['from'] | undefined {
  const at = /^\d{10,}$/.test(text) ? dateTime(Number(text)) : dateMath.toDateTime(text, { roundUp });
  return at?.isValid() === true ? at : undefined;
}

const asText = (value: RawTimeRange['from']): string => (isDateTime(value) ? String(value.valueOf()) : value);

/** The time range of an address; what cannot be read counts as not given. */
export function timeOf(query: UrlQueryMap, usual: RawTimeRange): TimeRange {
  const ends = (['from', 'to'] as const).map((end) => {
    const given = first(query[end]);
    const read = given === undefined ? undefined : instantOf(given, end === 'to');
    const raw = given !== undefined && read !== undefined ? given : asText(usual[end]);
    return { at: read ?? instantOf(raw, end === 'to') ?? dateTime(), raw };
  });
  const [from, to] = ends;
  const raw = (end: (typeof ends)[number] | undefined, at: TimeRange['from']) =>
    end !== undefined && /^now/.test(end.raw) ? end.raw : at;
  const start = from?.at ?? dateTime();
  const stop = to?.at ?? dateTime();
  return { from: start, to: stop, raw: { from: raw(from, start), to: raw(to, stop) } };
}

/** The time range of the page, which stands in its address and nowhere else. `refreshed` counts how often to look anew. */
export function usePageTime(query: UrlQueryMap, usual: RawTimeRange, refreshed: number, refresh: () => void): PageTime {
  const from = first(query['from']);
  const to = first(query['to']);
  const range = useMemo(
    () => timeOf({ ...(from !== undefined && { from }), ...(to !== undefined && { to }) }, usual),
    // "now" is another instant after each refresh.
    // eslint-disable-next-line react-hooks/exhaustive-deps
    [from, to, usual, refreshed]
  );
  return useMemo(() => {
    const change = (next: RawTimeRange): void =>
      locationService.partial({ from: asText(next.from), to: asText(next.to) });
    const span = range.to.valueOf() - range.from.valueOf();
    const shifted = (by: number, wider = 0): void =>
      change({
        from: dateTime(range.from.valueOf() + by * span - wider),
        to: dateTime(range.to.valueOf() + by * span + wider),
      });
    return { range, change, move: (steps) => shifted(steps / 2), zoomOut: () => shifted(0, span / 2), refresh };
  }, [range, refresh]);
}
