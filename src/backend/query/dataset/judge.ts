import {
  driftedShare,
  worstFeature,
  type Answer,
  type Decomposition,
  type DriftedShare,
  type Verdict,
} from '../../../engine';
import type { DatasetMetric, DatasetRuleMetric, ModelSettings } from '../../../model';
import type { ComparedFeature } from '../compare';

/** The importance of each feature, as the settings of the model give it. */
export function importances(model: ModelSettings | undefined): (feature: string) => number | undefined {
  const known = new Map((model?.features ?? []).map(({ name, importance }) => [name, importance]));
  return (feature) => known.get(feature);
}

/** How much of a model has drifted, from the verdicts of its features. */
export function judgeModel(
  rows: ReadonlyArray<{ readonly feature: string; readonly verdict: Verdict }>,
  importance: (feature: string) => number | undefined
): Answer<DriftedShare> {
  return driftedShare(
    rows.map(({ feature, verdict }) => {
      const weight = importance(feature);
      return { key: feature, verdict, ...(weight === undefined ? {} : { importance: weight }) };
    })
  );
}

/** One group of the traffic (or all of it), judged as a whole. */
export interface JudgedModel {
  readonly group: Readonly<Record<string, string>>;
  readonly judged: Answer<DriftedShare>;
  readonly whole: Answer<Decomposition>;
  /** How far the feature has gone that has drifted the most: 1 is its own threshold of PSI. Null where PSI judges none. */
  readonly worst: number | null;
}

export function worstOf(rows: ReadonlyArray<Pick<ComparedFeature, 'assessment'>>): number | null {
  return worstFeature(
    rows.flatMap(({ assessment: { psi, thresholds, decidedBy, verdict } }) =>
      psi.ok && thresholds !== null && decidedBy === 'psi'
        ? [{ verdict, effect: psi.value.effect, drift: thresholds.drift }]
        : []
    )
  );
}

/** A number about a model, or null where there is none. */
export function modelNumber(
  metric: DatasetMetric,
  judged: Answer<DriftedShare>,
  modelPsi: number | null
): number | null {
  switch (metric) {
    case 'drifted_features':
      return judged.ok && judged.value.share !== null ? judged.value.drifted.length : null;
    case 'share':
      return judged.ok ? judged.value.share : null;
    case 'weighted_share':
      return judged.ok ? judged.value.weightedShare : null;
    case 'model_psi':
      return modelPsi;
  }
}

/** The same for those that only a rule asks for. */
export function ruleNumber(
  metric: Exclude<DatasetRuleMetric, 'cause'>,
  { judged, whole, worst }: JudgedModel
): number | null {
  switch (metric) {
    case 'moved_share':
      return judged.ok ? judged.value.movedShare : null;
    case 'worst_feature':
      return worst;
    default:
      return modelNumber(metric, judged, whole.ok ? whole.value.value : null);
  }
}
