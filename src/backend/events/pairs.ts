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

/** Where events wait for their partners. A place that was given up is given out again. */
export interface WaitingRoom<E> {
  /** @returns the place at which it waits. */
  enter(event: E): number;
  /** Takes what waits at a place, which is free then. */
  leave(place: number): E;
}

/** The usual one: it holds the events themselves. */
export function waitingRoom<E>(): WaitingRoom<E> {
  const events: E[] = [];
  const free: number[] = [];
  return {
    enter: (event) => {
      const place = free.pop() ?? events.length;
      events[place] = event;
      return place;
    },
    leave: (place) => {
      const event = events[place] as E;
      delete events[place];
      free.push(place);
      return event;
    },
  };
}

/** In the table of ids: the request has been answered by both. */
const PAIRED = -1;

/**
 * Joins two sides by request id, in whatever order their events come: late, repeated, or alone. Each request is at most
 * one pair. An event is let go as soon as its partner has come, and of an id no more than a hash is kept, so that a third
 * event is known for a duplicate and a million requests stay within memory.
 */
export class PairJoin<E extends Joinable = PredictionEvent> {
  /** By request: its place in the waiting room, twice, and one more for the shadow; or that it is paired. */
  private readonly requests = new IdTable();
  private readonly alone = { live: 0, shadow: 0 };
  private paired = 0;
  private duplicates = 0;
  private withoutId = 0;

  constructor(private readonly room: WaitingRoom<E> = waitingRoom<E>()) {}

  /** Takes one event; answers the pair that it completes, if it does. */
  add(side: Side, event: E): EventPair<E> | undefined {
    const id = event.requestId;
    if (id === undefined || id === '') {
      this.withoutId++;
      return undefined;
    }
    const own = side === 'live' ? 0 : 1;
    const known = this.requests.get(id);
    if (known === undefined) {
      this.requests.set(id, 2 * this.room.enter(event) + own);
      this.alone[side]++;
      return undefined;
    }
    if (known === PAIRED || known % 2 === own) {
      this.duplicates++;
      return undefined;
    }
    const partner = this.room.leave(Math.floor(known / 2));
    this.requests.set(id, PAIRED);
    this.paired++;
    this.alone[side === 'live' ? 'shadow' : 'live']--;
    return side === 'live' ? { live: event, shadow: partner } : { live: partner, shadow: event };
  }

  /**
   * Hands over the events that have no partner, with their side, in no order that means anything. They are let go: it is
   * the last that is asked of a join, beside its counts.
   */
  *unpaired(): Generator<readonly [Side, E]> {
    for (const known of this.requests.numbers()) {
      if (known !== PAIRED) {
        yield [known % 2 === 0 ? 'live' : 'shadow', this.room.leave(Math.floor(known / 2))];
      }
    }
  }

  counts(): PairCounts {
    return {
      pairs: this.paired,
      unpairedLive: this.alone.live,
      unpairedShadow: this.alone.shadow,
      duplicates: this.duplicates,
      withoutId: this.withoutId,
    };
  }
}
