import type { Change } from '../../replay';
import type { NamedRule } from './packOf';

/** Threshold by rule; time to wait and alpha for all of them. */
export interface Wishes {
  readonly thresholds: Readonly<Record<string, number>>;
  readonly for?: number;
  readonly alpha?: number;
}
export const NO_WISHES: Wishes = { thresholds: {} };

/** What is wished of each rule that is not as it stands. */
export function changesOf(rules: readonly NamedRule[], { thresholds, ...others }: Wishes): ReadonlyMap<string, Change> {
  return new Map(
    rules.flatMap(({ rule: { uid } }): Array<readonly [string, Change]> => {
      const threshold = thresholds[uid];
      const change = { ...others, ...(threshold === undefined ? {} : { threshold }) };
      return Object.keys(change).length === 0 ? [] : [[uid, change]];
    })
  );
}
