import type { Labels } from '../labels';

/** What whoever evaluates rules says to whoever tells people: an alert that fires, or is over. Times in ms. */
export interface SentAlert {
  /** When it was said. */
  readonly at: number;
  readonly labels: Labels;
  readonly startsAt: number;
  /** Over at this time, which is later than `at` while it fires: then it counts as over if nothing more is heard of it. */
  readonly endsAt: number;
}

/** What an instance does, at an instant. */
export interface Transition<State extends string> {
  readonly at: number;
  /** The labels of the alert. */
  readonly labels: Labels;
  readonly from: State;
  readonly to: State;
  /** Why, in Grafana's words: `NoData, KeepLast`, `MissingSeries`. Empty where the value says it. */
  readonly reason: string;
  readonly score: number | null;
}

export interface Stepped<State extends string> {
  /** Of every instance that is known, also those that stay as they are. */
  readonly transitions: ReadonlyArray<Transition<State>>;
  readonly sent: readonly SentAlert[];
}
