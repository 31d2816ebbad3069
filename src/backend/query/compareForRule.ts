import type { Settings } from '../../model';
import { SingleFlight } from '../upstream/singleFlight';
import type { Upstream } from '../upstream/upstream';
import { compare, type Comparison } from './compare';
import type { QueryContext, QueryRequest } from './request';

/**
 * The rules of a group are due at one instant, and Grafana spreads them over the ten seconds until the next; each asks its
 * questions one after the other. As long as that are comparisons kept.
 */
const KEPT_MS = 20_000;
/** Features of all comparisons that are kept, so that the memory stays small whatever the models. */
const MOST_ROWS = 5_000;

interface Kept {
  readonly comparison: Comparison;
  readonly until: number;
}

/** What the rules of one data source have compared lately. */
class Memory {
  private readonly flights = new SingleFlight<Comparison>(() => undefined);
  private readonly kept = new Map<string, Kept>();
  private rows = 0;

  constructor(readonly settings: Settings) {}

  async ask(
    key: string,
    { signal, now }: Pick<QueryContext, 'signal' | 'now'>,
    make: (signal: AbortSignal) => Promise<Comparison>
  ): Promise<Comparison> {
    this.forget(now());
    const known = this.kept.get(key);
    if (known !== undefined) {
      return known.comparison;
    }
    const comparison = await this.flights.ask(key, signal, make);
    if (!this.kept.has(key)) {
      this.kept.set(key, { comparison, until: now() + KEPT_MS });
      this.rows += comparison.rows.length;
    }
    return comparison;
  }

  /** The oldest stand first. */
  private forget(now: number): void {
    for (const [key, { comparison, until }] of this.kept) {
      if (until > now && this.rows <= MOST_ROWS) {
        return;
      }
      this.kept.delete(key);
      this.rows -= comparison.rows.length;
    }
  }
}

/** By what is asked. A data source whose settings change gets another upstream, and forgets. */
const memories = new WeakMap<Upstream, Memory>();

/**
 * The comparison that a rule wants a number of. The rules of a model want several numbers of the same one (a score, what
 * is left of it beyond chance, its cause, how many features of the model have drifted), each in a request of its own, for
 * the same instant: it is made once.
 */
export function compareForRule(request: QueryRequest, context: QueryContext): Promise<Comparison> {
  const { instance, now, signal } = context;
  if (!request.fromAlert) {
    return compare(request, context);
  }
  // What of a query only chooses among the numbers of a comparison, or how they are written.
  const chosen = { metrics: undefined, frames: undefined, format: undefined, queryType: undefined };
  const key = JSON.stringify([{ ...request.query, ...chosen }, request.range]);
  let memory = memories.get(instance.upstream);
  if (memory?.settings !== instance.settings) {
    memory = new Memory(instance.settings);
    memories.set(instance.upstream, memory);
  }
  return memory.ask(key, { now, signal }, (shared) => compare(request, { ...context, signal: shared }));
}
