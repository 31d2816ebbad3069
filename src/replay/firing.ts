import type { Transition } from './instances/alert';
import type { GrafanaState } from './instances/grafana';
import type { PrometheusState } from './instances/prometheus';
import { labelsKey, type Labels } from './labels';

/** One instance that fired, from the first evaluation that said so to the one that ended it. Times in ms. */
export interface Firing {
  readonly uid: string;
  /** The labels of the alert. */
  readonly labels: Labels;
  /** Since when the condition held without a break; `from` where the rule does not wait. */
  readonly since: number;
  readonly from: number;
  /** Undefined where it still fires at the end. */
  readonly to: number | undefined;
  /** Since when it was only kept firing, where it was. */
  readonly recovering: number | undefined;
  /** The score farthest from 0 while it fired. */
  readonly peak: number | null;
  /** Why, where no value says it: `Error`, `NoData`. */
  readonly reason: string;
}

interface Open {
  labels: Labels;
  since: number;
  from: number | undefined;
  recovering: number | undefined;
  peak: number | null;
  reason: string;
}

type AnyState = GrafanaState | PrometheusState;

const WAITS: ReadonlySet<AnyState> = new Set(['Pending', 'pending']);
const FIRES: ReadonlySet<AnyState> = new Set(['Alerting', 'Recovering', 'NoData', 'Error', 'firing']);

const farther = (a: number | null, b: number | null): number | null =>
  a === null || (b !== null && Math.abs(b) > Math.abs(a)) ? b : a;

/** Collects, transition by transition, when the instances of one rule fired. */
export class Firings {
  private readonly open = new Map<string, Open>();
  private readonly done: Firing[] = [];

  constructor(private readonly uid: string) {}

  add({ at, labels, to, reason, score }: Transition<AnyState>): void {
    const key = labelsKey(labels);
    const known = this.open.get(key);
    if (WAITS.has(to)) {
      if (known === undefined) {
        this.open.set(key, { labels, since: at, from: undefined, recovering: undefined, peak: score, reason });
      }
    } else if (FIRES.has(to)) {
      const one = known ?? { labels, since: at, from: at, recovering: undefined, peak: score, reason };
      if (one.from === undefined) {
        one.from = at;
        one.reason = reason === '' && (to === 'NoData' || to === 'Error') ? to : reason;
      } else if (known === undefined && (to === 'NoData' || to === 'Error')) {
        one.reason = to;
      }
      one.peak = farther(one.peak, score);
      one.recovering = to === 'Recovering' ? (one.recovering ?? at) : undefined;
      this.open.set(key, one);
    } else if (known !== undefined) {
      this.open.delete(key);
      this.close(known, at);
    }
  }

  private close({ from, ...one }: Open, to: number | undefined): void {
    if (from !== undefined) {
      this.done.push({ uid: this.uid, from, to, ...one });
    }
  }

  /** Everything that fired, by its beginning; what still fires has no end. */
  all(): readonly Firing[] {
    const still = [...this.open.values()].flatMap(({ from, ...one }): Firing[] =>
      from === undefined ? [] : [{ uid: this.uid, from, to: undefined, ...one }]
    );
    return [...this.done, ...still].sort(
      (a, b) => a.from - b.from || (labelsKey(a.labels) < labelsKey(b.labels) ? -1 : 1)
    );
  }
}
