import type { Labels } from '../labels';

/** What a query answers for one label set; null where there is nothing to say. */
export interface Sample {
  readonly labels: Labels;
  readonly value: number | null;
}

/** What one query of a rule answered at one instant: numbers by label set (none is no data), or why there are none. */
export type Answer =
  { readonly ok: true; readonly samples: readonly Sample[] } | { readonly ok: false; readonly error: string };

/** What an expression of Grafana computes with. A scalar has no labels, and joins with anything. */
export type Value =
  | { readonly kind: 'number'; readonly labels: Labels; readonly value: number | null }
  | { readonly kind: 'scalar'; readonly value: number | null }
  | { readonly kind: 'no_data' };

export const NO_LABELS: Labels = {};
export const NO_DATA: Value = { kind: 'no_data' };

export const labelsOf = (value: Value): Labels => (value.kind === 'number' ? value.labels : NO_LABELS);

/** As Grafana reads the frames of a query: none are one value that says so. */
export function valuesOf(samples: readonly Sample[]): readonly Value[] {
  return samples.length === 0
    ? [NO_DATA]
    : samples.map(({ labels, value }): Value => ({ kind: 'number', labels, value }));
}
