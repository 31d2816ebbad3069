import { fromBinCounts, fromCategoryCounts } from '../../engine';
import type { FeatureProfile, ProfileSettings } from '../../model';
import { TidemarkError } from '../errors';
import type { Answered, DistributionQuestion, Observation, ObservedFeature } from '../upstream/upstream';

/** What one side of a comparison answered, over all its sources. */
export interface Side<T> {
  readonly rows: readonly T[];
  readonly executed: readonly string[];
  readonly notices: readonly string[];
}

/**
 * Asks each source, at the same time. A source that cannot be read as what it should be (a counter that is no counter)
 * does not take the other with it: it becomes a notice, as long as the other one has something to show.
 */
export async function askAll<T>(
  questions: readonly DistributionQuestion[],
  ask: (question: DistributionQuestion) => Promise<Answered<readonly T[]>>
): Promise<Side<T>> {
  const settled = await Promise.allSettled(questions.map(ask));
  const answers = settled.flatMap((result) => (result.status === 'fulfilled' ? [result.value] : []));
  const rows = answers.flatMap(({ value }) => value);
  const failures = settled.flatMap((result): unknown[] => (result.status === 'rejected' ? [result.reason] : []));
  const tolerated = failures.filter(
    (thrown): thrown is TidemarkError => thrown instanceof TidemarkError && thrown.code === 'unusable_data'
  );
  const [serious] = failures.filter((thrown) => rows.length === 0 || !tolerated.includes(thrown as TidemarkError));
  if (serious !== undefined) {
    throw serious;
  }
  return {
    rows,
    executed: answers.map(({ executed }) => executed),
    notices: [...answers.flatMap(({ notices }) => notices), ...tolerated.map(({ message }) => message)],
  };
}

function profileObservation(feature: FeatureProfile): Observation {
  const histogram =
    'edges' in feature ? fromBinCounts(feature.edges, feature.counts) : fromCategoryCounts(feature.categories);
  return histogram.ok
    ? { kind: 'histogram', histogram: histogram.value, repairs: histogram.repairs }
    : { kind: 'unusable', message: histogram.detail };
}

/** A stored profile as a side: as if an upstream had answered it, without groups. */
export function profileSide(profile: ProfileSettings, asked: (feature: string) => boolean): Side<ObservedFeature> {
  return {
    rows: profile.features
      .filter(({ name }) => asked(name))
      .map((feature) => ({ feature: feature.name, group: {}, observation: profileObservation(feature) })),
    executed: [],
    notices: [],
  };
}

/** One text for a feature and the labels by which it is found on the other side. */
export function rowKey(feature: string, group: Readonly<Record<string, string>>, by: readonly string[]): string {
  return JSON.stringify([feature, ...by.map((label) => group[label] ?? '')]);
}

function compareText(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}

/** By feature, then by group: upstreams answer in any order, and a panel must not shuffle from refresh to refresh. */
export function byFeatureAndGroup(
  a: { readonly feature: string; readonly group: Readonly<Record<string, string>> },
  b: { readonly feature: string; readonly group: Readonly<Record<string, string>> }
): number {
  return (
    compareText(a.feature, b.feature) ||
    compareText(JSON.stringify(Object.values(a.group)), JSON.stringify(Object.values(b.group)))
  );
}
