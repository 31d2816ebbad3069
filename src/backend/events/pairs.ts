import type { PredictionEvent } from '../upstream/events';
import { IdTable } from './idTable';

/** What is joined: an event, or what somebody keeps of it. */
export interface Joinable {
  readonly requestId: string | undefined;
}

/** One request, answered by both. */
export interface EventPair<E = PredictionEvent> {
  readonly live: E;
  readonly shadow: E;
}

/** What did not become a pair, and what stood in the way. */
export interface PairCounts {
  readonly pairs: number;
  readonly unpairedLive: number;
  readonly unpairedShadow: number;
  /** Further events of a request and side that had one already: the first in time counts. */
  readonly duplicates: number;
  /** Events without a request id, which can have no partner. */
  readonly withoutId: number;
}

export const SIDES = ['live', 'shadow'] as const;
export type Side = (typeof SIDES)[number];

/**
 * Joins two sides by request id, in whatever order their events come: late, repeated, or alone. Each request is at most
 * one pair. An event is let go as soon as its partner has come; of a paired request a hash of its id alone is kept, so
 * that a third event is known for a duplicate, and a million requests stay within memory.
 */
export class PairJoin<E extends Joinable = PredictionEvent> {
  private readonly waitingFor = { live: new Map<string, E>(), shadow: new Map<string, E>() };
  private readonly paired = new IdTable();
  private duplicates = 0;
  private withoutId = 0;

  /** Takes one event; answers the pair that it completes, if it does. */
  add(side: Side, event: E): EventPair<E> | undefined {
    const id = event.requestId;
    if (id === undefined || id === '') {
      this.withoutId++;
      return undefined;
    }
    const others = this.waitingFor[side === 'live' ? 'shadow' : 'live'];
    const own = this.waitingFor[side];
    const partner = others.get(id);
    if (partner !== undefined) {
      others.delete(id);
      this.paired.add(id);
      return side === 'live' ? { live: event, shadow: partner } : { live: partner, shadow: event };
    }
    if (own.has(id) || this.paired.has(id)) {
      this.duplicates++;
    } else {
      own.set(id, event);
    }
    return undefined;
  }

  /** The events that still wait for a partner, of one side. */
  waiting(side: Side): Iterable<E> {
    return this.waitingFor[side].values();
  }

  counts(): PairCounts {
    return {
      pairs: this.paired.size,
      unpairedLive: this.waitingFor.live.size,
      unpairedShadow: this.waitingFor.shadow.size,
      duplicates: this.duplicates,
      withoutId: this.withoutId,
    };
  }
}
