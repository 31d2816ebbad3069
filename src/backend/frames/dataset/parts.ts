import { datasetScores, type Answer, type Decomposition } from '../../../engine';
import type { DatasetMetric } from '../../../model';
import { COUNT_CONFIG } from '../fieldConfig';
import type { Field, FieldConfig, Notice } from '../frame';
import { warnings } from '../notices';

export const TABLE = { type: 'table', preferredVisualisationType: 'table' } as const;

export function shareConfig(title: string, description: string): FieldConfig {
  return { displayNameFromDS: title, description, unit: 'percentunit', decimals: 1 };
}

/** Of the model's PSI; a part of it may pull the other way. */
const CAUSE_SHARE = shareConfig('Share', "Of the model's PSI. All of them add up to 100 %.");

const CAUSE_VALUE: FieldConfig = {
  displayNameFromDS: 'PSI',
  description: "What it adds to the model's PSI.",
  decimals: 4,
};

export const METRIC_CONFIG: Record<DatasetMetric, FieldConfig> = {
  drifted_features: COUNT_CONFIG('Drifted', 'Features whose verdict is drift.'),
  share: shareConfig(datasetScores.drifted_share.label, datasetScores.drifted_share.explanation),
  weighted_share: shareConfig(datasetScores.weighted_share.label, datasetScores.weighted_share.explanation),
  model_psi: {
    displayNameFromDS: datasetScores.model_psi.label,
    description: datasetScores.model_psi.explanation,
    decimals: 3,
    min: 0,
  },
};

export function numbers(name: string, values: ReadonlyArray<number | null>, config: FieldConfig): Field {
  return { name, type: 'number', values, config };
}

export function texts(name: string, values: ReadonlyArray<string | null>, config: FieldConfig): Field {
  return { name, type: 'string', values, config };
}

/** How much of the model's PSI each row accounts for: the columns that every decomposition has. */
export function causeColumns(
  names: { readonly share: string; readonly value: string },
  rows: ReadonlyArray<{ readonly share: number; readonly value: number }>
): readonly Field[] {
  return [
    numbers(
      names.share,
      rows.map(({ share }) => share),
      CAUSE_SHARE
    ),
    numbers(
      names.value,
      rows.map(({ value }) => value),
      CAUSE_VALUE
    ),
  ];
}

/** Where the whole has no answer, the frame says why and keeps its columns. */
export function unanswered(whole: Answer<Decomposition>): readonly Notice[] {
  return whole.ok
    ? warnings(
        whole.value.unanswered.map(({ key, answer }) => `${key} takes no part in the decomposition: ${answer.detail}`)
      )
    : warnings([whole.detail]);
}
