import { type Answer, type Answered, answered } from '../answer';
import type { Repair } from '../repair';
import type { Shares } from './shares';

/**
 * What is done about empty bins by the scores that take logarithms (PSI and KL); the others need nothing.
 *
 * - `jeffreys`: 0.5 is added to every bin of both sides, then shares are taken anew; `when` a bin is `empty` on one
 *   side, or `always`
 * - `floor`: shares below `floor` are raised to it, and not renormalised (as other tools do: for comparing with them)
 * - `none`: a bin that is empty on one side makes the score infinite, and the answer `infinite`
 *
 * A bin that both sides leave empty says nothing of either: it takes no part, and is not counted. (Were it smoothed, it
 * would show drift between two sides of unequal size that are alike: 0.5 is a larger share of the smaller one.)
 */
export type Smoothing =
  | { readonly kind: 'jeffreys'; readonly when: 'empty' | 'always' }
  | { readonly kind: 'floor'; readonly floor: number }
  | { readonly kind: 'none' };

export const DEFAULT_SMOOTHING: Smoothing = { kind: 'jeffreys', when: 'empty' };

/** Jeffreys' prior for a multinomial: half an observation a bin. */
const ADDED = 0.5;

function jeffreys(shares: Shares): Answered<Shares> {
  const { p, q, n, m, filled } = shares;
  const smoothedP: number[] = [];
  const smoothedQ: number[] = [];
  const allP = n + ADDED * filled;
  const allQ = m + ADDED * filled;
  for (let i = 0; i < p.length; i++) {
    const before = p[i] as number;
    const now = q[i] as number;
    const counts = before > 0 || now > 0;
    smoothedP.push(counts ? (before * n + ADDED) / allP : 0);
    smoothedQ.push(counts ? (now * m + ADDED) / allQ : 0);
  }
  const repair: Repair = { kind: 'smoothed', added: ADDED, emptyBins: shares.oneSided };
  return answered({ ...shares, p: smoothedP, q: smoothedQ }, [repair]);
}

function floored(shares: Shares, floor: number): Answered<Shares> {
  if (!(floor > 0 && floor < 1)) {
    throw new RangeError(`a floor of ${floor}: it must be above 0 and below 1`);
  }
  let raised = 0;
  const raise = (share: number, other: number): number => {
    if (share >= floor || (share === 0 && other === 0)) {
      return share;
    }
    raised++;
    return floor;
  };
  const p = shares.p.map((share, i) => raise(share, shares.q[i] as number));
  const q = shares.q.map((share, i) => raise(share, shares.p[i] as number));
  return answered({ ...shares, p, q }, raised > 0 ? [{ kind: 'floored', floor, bins: raised }] : []);
}

/** Shares without one-sided empty bins, as far as the policy goes. O(bins). */
export function smooth(shares: Shares, smoothing: Smoothing = DEFAULT_SMOOTHING): Answer<Shares> {
  switch (smoothing.kind) {
    case 'jeffreys':
      return shares.oneSided > 0 || smoothing.when === 'always' ? jeffreys(shares) : answered(shares);
    case 'floor':
      return floored(shares, smoothing.floor);
    case 'none':
      return answered(shares);
  }
}

export const INFINITE_DETAIL =
  'A bin is empty on one side, which makes the score infinite: let empty bins be smoothed.';
