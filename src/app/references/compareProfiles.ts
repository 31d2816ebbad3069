import { align } from '../../engine/distribution/align';
import { fromCategoryCounts } from '../../engine/distribution/fromCategoryCounts';
import type { Histogram } from '../../engine/distribution/histogram';
import { psi } from '../../engine/score/psi';
import type { FeatureProfile, ProfileSettings } from '../../model/settings';
import { t } from '../t';

/** How far one profile's feature has moved from the other's; null with a reason where that cannot be said. */
export interface FeatureChange {
  readonly name: string;
  readonly psi: number | null;
  readonly why?: string;
}

/** What a profile keeps of a feature, for the engine; undefined where its counts cannot be read. */
export function histogramOf(feature: FeatureProfile): Histogram | undefined {
  if ('edges' in feature) {
    return { kind: 'numeric', edges: feature.edges, counts: feature.counts };
  }
  const counted = fromCategoryCounts(feature.categories);
  return counted.ok ? counted.value : undefined;
}

function changeOf(before: FeatureProfile | undefined, after: FeatureProfile | undefined, name: string): FeatureChange {
  if (before === undefined || after === undefined) {
    return {
      name,
      psi: null,
      why:
        before === undefined
          ? t('references.only-second', 'only in the second')
          : t('references.only-first', 'only in the first'),
    };
  }
  const [reference, current] = [histogramOf(before), histogramOf(after)];
  if (reference === undefined || current === undefined) {
    return { name, psi: null, why: t('references.unreadable', 'its counts cannot be read') };
  }
  const pair = align(reference, current);
  const score = pair.ok ? psi(pair.value) : pair;
  return score.ok && 'value' in score.value
    ? { name, psi: score.value.value }
    : {
        name,
        psi: null,
        why: 'detail' in score ? String(score.detail) : t('references.incomparable', 'the two cannot be compared'),
      };
}

/** PSI of each feature from one profile to another, the largest first; what cannot be compared stands at the end. */
export function compareProfiles(before: ProfileSettings, after: ProfileSettings): readonly FeatureChange[] {
  const names = [...new Set([...before.features, ...after.features].map(({ name }) => name))];
  const of = (profile: ProfileSettings, name: string) => profile.features.find((feature) => feature.name === name);
  return names
    .map((name) => changeOf(of(before, name), of(after, name), name))
    .sort((a, b) => (b.psi ?? -1) - (a.psi ?? -1));
}
