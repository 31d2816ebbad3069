import type { Answer, Decomposition } from '../../../engine';
import { DATASET_FEATURES_FIELDS } from '../../../model';
import type { ComparedFeature } from '../../query/compare';
import { REASON_CONFIG, VERDICT_CONFIG } from '../fieldConfig';
import type { Frame, Notice } from '../frame';
import { metaOf } from '../meta';
import { causeColumns, numbers, shareConfig, TABLE, texts } from './parts';

export function featuresFrame(
  whole: Answer<Decomposition>,
  compared: readonly ComparedFeature[],
  notices: readonly Notice[],
  executed: string
): Frame {
  const F = DATASET_FEATURES_FIELDS;
  const judged = new Map(compared.map(({ feature, assessment }) => [feature, assessment]));
  const rows = [...(whole.ok ? whole.value.features : [])].sort((a, b) => b.value - a.value);
  return {
    name: 'features',
    fields: [
      texts(
        F.feature,
        rows.map(({ key }) => key),
        { displayNameFromDS: 'Feature' }
      ),
      ...causeColumns(F, rows),
      numbers(
        F.psi,
        rows.map(({ psi }) => psi),
        { displayNameFromDS: 'Own PSI', description: "The feature's own PSI, not weighed.", decimals: 3, min: 0 }
      ),
      numbers(
        F.weight,
        rows.map(({ weight }) => weight),
        shareConfig('Importance', 'Of the model, as the settings give it; equal where they give none.')
      ),
      numbers(
        F.noiseFloor,
        rows.map(({ noiseFloor }) => noiseFloor),
        {
          displayNameFromDS: 'Noise floor',
          description: 'The PSI that chance alone gives on average.',
          decimals: 4,
          min: 0,
        }
      ),
      texts(
        F.verdict,
        rows.map(({ key }) => judged.get(key)?.verdict ?? 'insufficient'),
        VERDICT_CONFIG
      ),
      texts(
        F.reason,
        rows.map(({ key }) => judged.get(key)?.reason ?? null),
        REASON_CONFIG
      ),
    ],
    meta: metaOf(notices, executed, TABLE),
  };
}
