import type { Settings } from '../../model';
import { SingleFlight } from '../upstream/singleFlight';
import type { Upstream } from '../upstream/upstream';
import type { QueryContext, QueryRequest } from './request';

/**
 * The rules of a group are due at one instant, and Grafana spreads them over the ten seconds until the next; each asks its
 * questions one after the other. As long as that are answers kept.
 */
const KEPT_MS = 20_000;

interface Kept<T> {
  readonly value: T;
  readonly until: number;
}

/** What the rules of one data source have asked lately. */
class Memory<T> {
  private readonly flights = new SingleFlight<T>(() => undefined);
  private readonly kept = new Map<string, Kept<T>>();
  private weight = 0;

  constructor(
    readonly settings: Settings,
    private readonly weightOf: (value: T) => number,
    private readonly most: number
  ) {}

  async ask(
    key: string,
    { signal, now }: Pick<QueryContext, 'signal' | 'now'>,
    make: (signal: AbortSignal) => Promise<T>
  ): Promise<T> {
    this.forget(now());
    const known = this.kept.get(key);
    if (known !== undefined) {
      return known.value;
    }
    const value = await this.flights.ask(key, signal, make);
    if (!this.kept.has(key)) {
      this.kept.set(key, { value, until: now() + KEPT_MS });
      this.weight += this.weightOf(value);
    }
    return value;
  }

  /** The oldest stand first. */
  private forget(now: number): void {
    for (const [key, { value, until }] of this.kept) {
      if (until > now && this.weight <= this.most) {
        return;
      }
      this.kept.delete(key);
      this.weight -= this.weightOf(value);
    }
  }
}

/**
 * The nodes of a rule, and the rules of a model, want several numbers of one answer, each in a request of its own, for the
 * same instant: it is made once. Answers are small; what they were counted from is not kept.
 *
 * @param weightOf how much room an answer takes, of `most` altogether for each data source.
 */
export class KeptForRules<T> {
  /** By what is asked. A data source whose settings change gets another upstream, and forgets. */
  private readonly memories = new WeakMap<Upstream, Memory<T>>();

  constructor(
    private readonly weightOf: (value: T) => number,
    private readonly most: number
  ) {}

  /** @param needs what beside the query decides on the answer. What only chooses among its numbers is no part of it. */
  ask(
    { query, range }: QueryRequest,
    { instance, now, signal }: QueryContext,
    make: (signal: AbortSignal) => Promise<T>,
    needs?: unknown
  ): Promise<T> {
    const chosen = { metrics: undefined, frames: undefined, format: undefined, queryType: undefined };
    const key = JSON.stringify([{ ...query, ...chosen }, range, needs]);
    let memory = this.memories.get(instance.upstream);
    if (memory?.settings !== instance.settings) {
      memory = new Memory<T>(instance.settings, this.weightOf, this.most);
      this.memories.set(instance.upstream, memory);
    }
    return memory.ask(key, { now, signal }, make);
  }
}
