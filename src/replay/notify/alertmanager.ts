import type { Inhibition, ReplayRoute } from '../../model';
import type { SentAlert } from '../instances/alert';
import { labelsKey, type Labels } from '../labels';
import { isMuted } from './muting';

/** One message to one receiver. Times in ms. */
export interface Notification {
  readonly at: number;
  readonly receiver: string;
  /** The key of the route, and what is alike in all of its alerts. */
  readonly route: string;
  readonly group: Labels;
  /** `firing` where something fires that the last one did not tell, `resolved` where something is over, else `repeat`. */
  readonly kind: 'firing' | 'repeat' | 'resolved';
  readonly firing: readonly Labels[];
  readonly resolved: readonly Labels[];
}

interface Stored extends SentAlert {
  readonly key: string;
}

interface Group {
  readonly id: string;
  readonly route: ReplayRoute;
  readonly labels: Labels;
  readonly alerts: Map<string, Stored>;
  next: number;
  flushed: boolean;
  /** Since when there is nothing in it. */
  emptySince: number | undefined;
}

interface LogEntry {
  readonly at: number;
  readonly firing: ReadonlySet<string>;
  readonly resolved: ReadonlySet<string>;
}

/** An empty group is forgotten at the next of these ticks, and the next alert is one of a new group. */
const CLEANUP = 30_000;

const within = (some: Iterable<string>, all: ReadonlySet<string>): boolean => [...some].every((one) => all.has(one));

function matches(matchers: Inhibition['source'], labels: Labels): boolean {
  return Object.entries(matchers).every(([name, values]) => values.includes(labels[name] ?? ''));
}

/**
 * Who is told of what, when and how often: alerts go in as they are sent, notifications come out.
 *
 * As Alertmanager does it, and Grafana with Alertmanager's own code: the dispatcher (groups, their first wait, their
 * interval), the stages of inhibition and mute timings, and what keeps a message from being sent twice. An alert that is
 * sent at the very instant of a flush is in it. What only a running one knows is left out: how long receivers take,
 * silences, and a second Alertmanager. So a repetition falls on the first flush after the interval, and not on it.
 *
 * Source: dispatch/dispatch.go, notify/notify.go, inhibit/inhibit.go, provider/mem of Alertmanager 0.25, which Grafana
 * 12.4 is built with.
 */
export class Alertmanager {
  private readonly groups = new Map<string, Group>();
  private readonly log = new Map<string, LogEntry>();
  private readonly alerts = new Map<string, Stored>();
  readonly notifications: Notification[] = [];

  constructor(private readonly inhibitions: readonly Inhibition[] = []) {}

  /** Times must not go back: neither here, nor in `advance`. */
  put(alert: SentAlert, route: ReplayRoute): void {
    this.flushBefore(alert.at);
    const stored = this.merge({ ...alert, key: labelsKey(alert.labels) });
    this.alerts.set(stored.key, stored);
    const group = this.groupOf(stored, route);
    group.alerts.set(stored.key, stored);
    group.emptySince = undefined;
    // What should have been told already is not made to wait.
    if (!group.flushed && stored.startsAt + route.groupWait * 1000 < alert.at) {
      group.next = alert.at;
    }
  }

  /** Everything that happens until then, also at that very instant. */
  advance(until: number): void {
    this.flushBefore(until + 1);
  }

  private flushBefore(until: number): void {
    for (;;) {
      let due: Group | undefined;
      for (const group of this.groups.values()) {
        if (group.next < until && (due === undefined || group.next < due.next)) {
          due = group;
        }
      }
      if (due === undefined) {
        return;
      }
      this.flush(due);
    }
  }

  private merge(alert: Stored): Stored {
    const old = this.alerts.get(alert.key);
    const overlap =
      old !== undefined &&
      ((alert.endsAt > old.startsAt && alert.endsAt < old.endsAt) ||
        (alert.startsAt > old.startsAt && alert.startsAt < old.endsAt));
    if (!overlap) {
      return alert;
    }
    const isOver = alert.endsAt <= alert.at;
    const wasOver = old.endsAt <= alert.at;
    return {
      ...alert,
      startsAt: Math.min(old.startsAt, alert.startsAt),
      // The later end wins, but for one that says that it is over now.
      endsAt: isOver && !wasOver ? alert.endsAt : Math.max(old.endsAt, alert.endsAt),
    };
  }

  private groupOf({ labels, at }: Stored, route: ReplayRoute): Group {
    const all = route.groupBy.includes('...');
    const own = Object.entries(labels).filter(([name]) => all || route.groupBy.includes(name));
    const group: Labels = Object.fromEntries(own);
    const id = `${route.key}\n${labelsKey(group)}`;
    const known = this.groups.get(id);
    if (known !== undefined) {
      const forgotten = known.emptySince !== undefined && Math.floor(known.emptySince / CLEANUP + 1) * CLEANUP < at;
      if (!forgotten) {
        return known;
      }
      this.groups.delete(id);
    }
    const made: Group = {
      id,
      route,
      labels: group,
      alerts: new Map(),
      next: at + route.groupWait * 1000,
      flushed: false,
      emptySince: undefined,
    };
    this.groups.set(id, made);
    return made;
  }

  private isInhibited(labels: Labels, at: number): boolean {
    return this.inhibitions.some(({ source, target, equal }) => {
      if (!matches(target, labels)) {
        return false;
      }
      const both = matches(source, labels);
      for (const other of this.alerts.values()) {
        if (
          other.endsAt > at &&
          matches(source, other.labels) &&
          !(both && matches(target, other.labels)) &&
          equal.every((name) => (other.labels[name] ?? '') === (labels[name] ?? ''))
        ) {
          return true;
        }
      }
      return false;
    });
  }

  private flush(group: Group): void {
    const at = group.next;
    const { route } = group;
    group.next = at + route.groupInterval * 1000;
    group.flushed = true;
    if (group.alerts.size === 0) {
      // It only waits for its end; nothing of it would be seen.
      this.forgetLater(group, at);
      return;
    }
    const all = [...group.alerts.values()];
    this.tell(group, all, at);
    for (const { key, endsAt } of all) {
      if (endsAt <= at) {
        group.alerts.delete(key);
      }
    }
    if (group.alerts.size === 0) {
      group.emptySince = at;
    }
  }

  private forgetLater(group: Group, at: number): void {
    if (group.emptySince !== undefined && Math.floor(group.emptySince / CLEANUP + 1) * CLEANUP < at) {
      this.groups.delete(group.id);
    }
  }

  private tell({ id, route, labels }: Group, all: readonly Stored[], at: number): void {
    if (route.muted !== undefined && isMuted(route.muted, at)) {
      return;
    }
    const alerts = all.filter((alert) => !this.isInhibited(alert.labels, at));
    if (alerts.length === 0) {
      return;
    }
    const firing = alerts.filter(({ endsAt }) => endsAt > at);
    const resolved = alerts.filter(({ endsAt }) => endsAt <= at);
    const entry = {
      at,
      firing: new Set(firing.map(({ key }) => key)),
      resolved: new Set(resolved.map(({ key }) => key)),
    };
    const kind = this.why(this.log.get(id), entry, route);
    if (kind !== undefined) {
      this.log.set(id, entry);
      this.notifications.push({
        at,
        receiver: route.receiver,
        route: route.key,
        group: labels,
        kind,
        firing: firing.map((alert) => alert.labels),
        resolved: resolved.map((alert) => alert.labels),
      });
    }
  }

  /** Why somebody is told now, where there is a reason. */
  private why(last: LogEntry | undefined, now: LogEntry, route: ReplayRoute): Notification['kind'] | undefined {
    if (last === undefined) {
      return now.firing.size > 0 ? 'firing' : undefined;
    }
    if (!within(now.firing, last.firing)) {
      return 'firing';
    }
    if (now.firing.size === 0) {
      return last.firing.size > 0 ? 'resolved' : undefined;
    }
    if (!within(now.resolved, last.resolved)) {
      return 'resolved';
    }
    return now.at - last.at > route.repeatInterval * 1000 ? 'repeat' : undefined;
  }
}
