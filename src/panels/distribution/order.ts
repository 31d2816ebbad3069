import { scores as catalogue } from '../../engine/score/catalogue';
import type { FeatureView, Verdict } from './featureView';
import type { Sort } from './options';
import { isScoreId } from './scoreViews';

const RANK: Readonly<Record<Verdict, number>> = { drift: 0, warning: 1, insufficient: 2, ok: 4 };
const RANK_WITHOUT_VERDICT = 3;

// Made once: a comparison of names by the rules of a language is slow to set up, and there are thousands of them.
const NAMES = new Intl.Collator('en', { numeric: true });

const byName = (a: FeatureView, b: FeatureView): number =>
  NAMES.compare(a.name, b.name) || NAMES.compare(a.tags.join(), b.tags.join());

const rank = ({ verdict }: FeatureView): number => (verdict === null ? RANK_WITHOUT_VERDICT : RANK[verdict]);

/** The first score that there is, turned so that more is worse. */
function badness({ scores }: FeatureView): number {
  const first = scores.find(({ value }) => value !== null);
  const falls = first !== undefined && isScoreId(first.id) && catalogue[first.id].direction === 'lower_is_more_drift';
  return (falls ? -(first.value ?? Infinity) : first?.value) ?? -Infinity;
}

function byWorst(a: FeatureView, b: FeatureView): number {
  const [left, right] = [badness(a), badness(b)];
  return rank(a) - rank(b) || (left === right ? 0 : right > left ? 1 : -1) || byName(a, b);
}

/** Worst first: by verdict, then by the first score; what cannot be told stands before what is fine. O(n log n). */
export function inOrder(features: readonly FeatureView[], sort: Sort): readonly FeatureView[] {
  return sort === 'given' ? features : features.toSorted(sort === 'name' ? byName : byWorst);
}
