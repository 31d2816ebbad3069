import type { PredictionEvent } from '../upstream/events';

/** One request, answered by both. */
export interface EventPair {
  readonly live: PredictionEvent;
  readonly shadow: PredictionEvent;
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

export type Side = 'live' | 'shadow';

/** What is remembered of a request: its event while it waits, and that it was answered once it has been paired. */
type Waiting = { readonly live?: PredictionEvent; readonly shadow?: PredictionEvent } | 'paired';

/**
 * Joins two sides by request id, in whatever order their events come: late, repeated, or alone. Each request is at most
 * one pair. An event is let go as soon as its partner has come; of a paired request its id alone is kept, so that a
 * third event is known for a duplicate, and a million requests stay within memory.
 */
export class PairJoin {
  private readonly byRequest = new Map<string, Waiting>();
  private paired = 0;
  private duplicates = 0;
  private withoutId = 0;

  /** Takes one event; answers the pair that it completes, if it does. */
  add(side: Side, event: PredictionEvent): EventPair | undefined {
    const id = event.requestId;
    if (id === undefined || id === '') {
      this.withoutId++;
      return undefined;
    }
    const waiting = this.byRequest.get(id);
    if (waiting === undefined) {
      this.byRequest.set(id, side === 'live' ? { live: event } : { shadow: event });
      return undefined;
    }
    if (waiting === 'paired' || waiting[side] !== undefined) {
      this.duplicates++;
      return undefined;
    }
    this.byRequest.set(id, 'paired');
    this.paired++;
    if (side === 'live') {
      return waiting.shadow === undefined ? undefined : { live: event, shadow: waiting.shadow };
    }
    return waiting.live === undefined ? undefined : { live: waiting.live, shadow: event };
  }

  /** The events that still wait for a partner, of one side. */
  *waiting(side: Side): Iterable<PredictionEvent> {
    for (const waiting of this.byRequest.values()) {
      if (waiting !== 'paired') {
        const event = waiting[side];
        if (event !== undefined) {
          yield event;
        }
      }
    }
  }

  counts(): PairCounts {
    let unpairedLive = 0;
    let unpairedShadow = 0;
    for (const waiting of this.byRequest.values()) {
      if (waiting !== 'paired') {
        unpairedLive += waiting.live === undefined ? 0 : 1;
        unpairedShadow += waiting.shadow === undefined ? 0 : 1;
      }
    }
    return {
      pairs: this.paired,
      unpairedLive,
      unpairedShadow,
      duplicates: this.duplicates,
      withoutId: this.withoutId,
    };
  }
}
