import type { Desired } from './desired';
import type { Ledger, Made } from './ledger';
import type { Snapshot } from './objects';

/** What several parts of a plan have to know. */
export interface Scene {
  readonly desired: Desired;
  readonly snapshot: Snapshot;
  readonly values: Readonly<Record<string, string>>;
  readonly lock: boolean;
  readonly ledger: Ledger;
  readonly mine: Made;
  /** What other data sources have made. */
  readonly others: readonly Made[];
}
