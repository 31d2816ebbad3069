import type { Verdict } from './verdict';

/** A verdict that holds, and what speaks for another one. */
export interface SteadyVerdict {
  readonly verdict: Verdict;
  /** How many windows in a row have spoken for another verdict, worse or better. */
  readonly against: number;
  /** The mildest verdict of those windows if they are worse, the worst if they are better. */
  readonly pending: Verdict;
}

export interface HysteresisOptions {
  /** So many worse windows in a row raise the verdict; by default 2. */
  readonly raiseAfter?: number;
  /** So many better windows in a row lower it; by default 3. */
  readonly clearAfter?: number;
}

const RANK: Record<Exclude<Verdict, 'insufficient'>, number> = { ok: 0, warning: 1, drift: 2 };

/** Before the first window. */
export const UNSETTLED: SteadyVerdict = { verdict: 'insufficient', against: 0, pending: 'insufficient' };

/**
 * One step of a verdict that does not flap: it gets worse after `raiseAfter` windows in a row that are worse, and better
 * after `clearAfter` that are better, to the level that all of them reached. A window without enough data says nothing:
 * it neither raises nor clears, and keeps what was pending. The first window that says anything settles it. Pure: the
 * state goes in and comes out. O(1).
 *
 * @example
 * steady({ verdict: 'ok', against: 1, pending: 'drift' }, 'warning').verdict // => 'warning'
 */
export function steady(
  state: SteadyVerdict,
  next: Verdict,
  { raiseAfter = 2, clearAfter = 3 }: HysteresisOptions = {}
): SteadyVerdict {
  if (!(raiseAfter >= 1 && clearAfter >= 1)) {
    throw new RangeError(`${raiseAfter} windows to raise and ${clearAfter} to clear: at least one of each`);
  }
  if (next === 'insufficient') {
    return state;
  }
  const held = state.verdict;
  if (held === 'insufficient') {
    return { verdict: next, against: 0, pending: next };
  }
  const side = Math.sign(RANK[next] - RANK[held]);
  if (side === 0) {
    return { verdict: held, against: 0, pending: held };
  }
  const before = state.pending === 'insufficient' ? 0 : Math.sign(RANK[state.pending] - RANK[held]);
  const goesOn = before === side && state.pending !== 'insufficient';
  const against = goesOn ? state.against + 1 : 1;
  // Only as far as all of these windows went: the nearest to what holds.
  const pending = goesOn && side * RANK[state.pending] < side * RANK[next] ? state.pending : next;
  return against >= (side > 0 ? raiseAfter : clearAfter)
    ? { verdict: pending, against: 0, pending }
    : { verdict: held, against, pending };
}

/**
 * The steady verdict at each of many windows, in their order. O(windows).
 *
 * @example
 * steadyVerdicts(['ok', 'drift', 'ok', 'drift', 'drift']) // => ['ok', 'ok', 'ok', 'ok', 'drift']
 */
export function steadyVerdicts(verdicts: readonly Verdict[], options?: HysteresisOptions): readonly Verdict[] {
  let state = UNSETTLED;
  return verdicts.map((verdict) => {
    state = steady(state, verdict, options);
    return state.verdict;
  });
}
