import type { ReplayRoute } from '../model';
import { isEnough } from './answered';
import type { Firing } from './firing';
import { labelsKey, type Labels } from './labels';
import type { Notification } from './notify/alertmanager';
import { routesBy, type ReplayResult, type Routing } from './replay';

/** What fired together and was told together, from the first to the last. Times in ms. */
export interface Incident {
  readonly receiver: string;
  /** What is alike in all of it. */
  readonly group: Labels;
  readonly from: number;
  /** Undefined where it still goes on. */
  readonly to: number | undefined;
  readonly firings: readonly Firing[];
  readonly notifications: readonly Notification[];
}

const MONTH = 30 * 86_400_000;

function groupOf(labels: Labels, { key, groupBy: by }: ReplayRoute): { readonly group: Labels; readonly id: string } {
  const group = Object.fromEntries(Object.entries(labels).filter(([name]) => by.includes('...') || by.includes(name)));
  return { group, id: `${key}\n${labelsKey(group)}` };
}

/** Which firings and notifications belong together: what is told as one group, as long as something of it fires. */
export function incidentsOf(
  { firings, notifications }: ReplayResult,
  rules: ReadonlyArray<{ readonly uid: string; readonly route: Routing }>
): readonly Incident[] {
  const routes = new Map(rules.map(({ uid, route }) => [uid, route]));
  const groups = new Map<string, { receiver: string; group: Labels; firings: Firing[] }>();
  for (const firing of firings) {
    const routing = routes.get(firing.uid);
    for (const route of routing === undefined ? [] : routesBy(routing, firing.labels)) {
      const { group, id } = groupOf(firing.labels, route);
      const known = groups.get(id) ?? { receiver: route.receiver, group, firings: [] };
      known.firings.push(firing);
      groups.set(id, known);
    }
  }
  const told = new Map<string, Notification[]>();
  for (const one of notifications) {
    const id = `${one.route}\n${labelsKey(one.group)}`;
    told.set(id, [...(told.get(id) ?? []), one]);
  }
  const incidents = [...groups].flatMap(([id, { receiver, group, firings: own }]) => {
    const spans: Array<{ from: number; to: number; firings: Firing[] }> = [];
    for (const firing of [...own].sort((a, b) => a.from - b.from)) {
      const end = firing.to ?? Infinity;
      const last = spans.at(-1);
      if (last !== undefined && firing.from <= last.to) {
        last.firings.push(firing);
        last.to = Math.max(last.to, end);
      } else {
        spans.push({ from: firing.from, to: end, firings: [firing] });
      }
    }
    const messages = told.get(id) ?? [];
    return spans.map((span, i): Incident => {
      const following = spans[i + 1]?.from ?? Infinity;
      return {
        receiver,
        group,
        from: span.from,
        to: Number.isFinite(span.to) ? span.to : undefined,
        firings: span.firings,
        notifications: messages.filter(({ at }) => at >= span.from && at < following),
      };
    });
  });
  return incidents.sort((a, b) => a.from - b.from || (a.receiver < b.receiver ? -1 : 1));
}

/** What a replay comes to. A page is a message that something fires, told for the first time or again. */
export interface Sums {
  readonly incidents: number;
  readonly notifications: number;
  readonly pages: number;
  readonly repeats: number;
  /** For thirty days as these; null where it cannot be told, and `reason` says why. */
  readonly pagesAMonth: number | null;
  /** `unanswered`: too little of what the rules ask was answered, so that no fire says nothing. `no_time`: nothing passed. */
  readonly reason?: 'unanswered' | 'no_time';
}

/** @param answered which share of what the rules ask was answered, from 0 to 1. */
export function sumsOf(
  incidents: readonly Incident[],
  notifications: readonly Notification[],
  spanMs: number,
  answered: number
): Sums {
  const reason = !isEnough(answered) ? 'unanswered' : spanMs > 0 ? undefined : 'no_time';
  const pages = notifications.filter(({ kind }) => kind !== 'resolved').length;
  return {
    incidents: incidents.length,
    notifications: notifications.length,
    pages,
    repeats: notifications.filter(({ kind }) => kind === 'repeat').length,
    pagesAMonth: reason === undefined ? (pages * MONTH) / spanMs : null,
    ...(reason !== undefined && { reason }),
  };
}

/** What another setting would have cost, and brought, beside what there was. */
export interface Compared {
  /** Incidents that would not have been told. */
  readonly missed: readonly Incident[];
  /** Incidents that would have been told later, and by how many milliseconds. */
  readonly late: ReadonlyArray<{ readonly incident: Incident; readonly by: number }>;
  /** Incidents that there would have been besides. */
  readonly added: readonly Incident[];
}

const overlaps = (a: Incident, b: Incident): boolean => a.from <= (b.to ?? Infinity) && b.from <= (a.to ?? Infinity);

/** Holds incidents of one setting against those of another, group by group. */
export function compareIncidents(before: readonly Incident[], after: readonly Incident[]): Compared {
  const of = (one: Incident, others: readonly Incident[]): readonly Incident[] =>
    others.filter(
      (other) =>
        other.receiver === one.receiver && labelsKey(other.group) === labelsKey(one.group) && overlaps(one, other)
    );
  const missed: Incident[] = [];
  const late: Array<{ incident: Incident; by: number }> = [];
  for (const incident of before) {
    const [first] = of(incident, after);
    if (first === undefined) {
      missed.push(incident);
    } else if (first.from > incident.from) {
      late.push({ incident, by: first.from - incident.from });
    }
  }
  return { missed, late, added: after.filter((incident) => of(incident, before).length === 0) };
}
