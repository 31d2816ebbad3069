import type { ModelSettings, Settings } from '../../model';

/** Features whose buckets have the same bounds. */
export interface Layout {
  readonly edges: readonly number[];
  readonly features: readonly string[];
}

/**
 * Which bounds the buckets of a model's features have, by its stored profiles: those that the app makes of a histogram
 * keep its bounds.
 */
export function layoutsOfProfiles({ id, reference }: ModelSettings, { profiles = [] }: Settings): readonly Layout[] {
  const own = profiles.filter(({ model, name }) =>
    reference?.kind === 'profile' ? name === reference.name : model === id
  );
  const layouts = new Map<string, { edges: readonly number[]; features: string[] }>();
  for (const feature of own[0]?.features ?? []) {
    if ('edges' in feature) {
      const key = feature.edges.join();
      const layout = layouts.get(key) ?? { edges: feature.edges, features: [] };
      layouts.set(key, { ...layout, features: [...layout.features, feature.name] });
    }
  }
  return [...layouts.values()];
}
