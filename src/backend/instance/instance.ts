import { describeProblems, type Settings } from '../../model';
import { TidemarkError } from '../errors';
import { LONGEST_SECONDS } from '../upstream/connection';
import type { EventUpstream } from '../upstream/events';
import type { Upstream } from '../upstream/upstream';

/** One data source of Grafana, with its settings read once. */
export interface Instance {
  readonly uid: string;
  readonly settings: Settings;
  readonly upstream: Upstream;
  /** The log of predictions; undefined where the settings name none. */
  readonly events?: EventUpstream | undefined;
  /** How long one request may take, as the settings say; 25 seconds at most. */
  readonly timeoutMs: number;
}

/** Grafana gives an alert rule 30 seconds; what takes longer than this answers to nobody. */
export const LONGEST_MS = LONGEST_SECONDS * 1000;

/** A wrong setting, in the words of the person who can change it. */
export function badSettings(problems: Parameters<typeof describeProblems>[0]): TidemarkError {
  return new TidemarkError(
    'bad_settings',
    `The settings of this data source need a change: ${describeProblems(problems)}`
  );
}
