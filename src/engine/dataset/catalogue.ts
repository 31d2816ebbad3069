import type { DatasetScoreDefinition, DatasetScoreId } from './definition';
import { CORRELATION_THRESHOLDS } from './correlationChange';
import { PCA_THRESHOLDS } from './pcaDrift';

/** Every number about a whole model. A missing row fails the type check, and so does a row under another's id. */
export const datasetScores = {
  drifted_share: {
    id: 'drifted_share',
    label: 'Drifted features',
    explanation: 'The share of features that have drifted, among those that could be judged.',
    direction: 'higher_is_more_drift',
    range: { min: 0, max: 1 },
    thresholds: { warning: 0.5, drift: 0.5, source: "Evidently's drift_share" },
    formula: 'drifted / judged',
    needs: "The features' verdicts, made together so that their significance is corrected.",
    notWhen: 'Not where a few features carry the model: use the weighted share.',
    citation: 'Evidently, DataDriftPreset',
    by: 'driftedShare',
  },
  weighted_share: {
    id: 'weighted_share',
    label: 'Drifted importance',
    explanation: 'The share of the model, by importance of its features, that has drifted. It decides the verdict.',
    direction: 'higher_is_more_drift',
    range: { min: 0, max: 1 },
    thresholds: { warning: 0.5, drift: 0.5, source: "Evidently's drift_share" },
    formula: 'sum of the weights of drifted features / sum of the weights of judged ones',
    needs: "The features' verdicts and importances; a feature without one takes the mean of the others.",
    notWhen: 'Not with importances of another model, or of one trained long ago: they weigh what no longer matters.',
    citation: 'Evidently, DataDriftPreset, weighed',
    by: 'driftedShare',
  },
  model_psi: {
    id: 'model_psi',
    label: 'PSI of the model',
    explanation: 'One number for the drift of all features, which splits by feature, bin, segment and version.',
    direction: 'higher_is_more_drift',
    range: { min: 0, max: null },
    thresholds: { warning: 0.1, drift: 0.25, source: 'Lewis 1994, for a single PSI' },
    formula:
      'sum over f of w_f sum over bins (q - p) ln(q / p); a part s of the traffic adds (v_s q_s - w_s p_s) ln(q / p)',
    needs: 'The histograms of the features, by segment and version where these are to be told apart.',
    notWhen:
      'Not as a test: it has no p-value, since features hang together. Not alone: many still features hide one that moved.',
    citation: 'Yurdakul & Naranjo, Journal of Risk Model Validation, 2020, for its terms',
    by: 'decompose',
  },
  correlation_change: {
    id: 'correlation_change',
    label: 'Correlation change',
    explanation: 'How far two features have stopped, or started, to hang together; each pair, tested together.',
    direction: 'higher_is_more_drift',
    range: { min: 0, max: null },
    thresholds: { ...CORRELATION_THRESHOLDS, source: "Cohen 1988, q's medium and large effect" },
    formula: "q = |atanh(r) - atanh(r')|, r Spearman's or Pearson's correlation",
    needs: 'Rows: samples of both features together.',
    notWhen: "Not Pearson's on heavy tails, and neither on rows that follow one another in time: they alarm too often.",
    citation: 'Fisher, Metron 1, 1921; Caruso & Cliff, Educational and Psychological Measurement 57, 1997',
    by: 'correlationChange',
  },
  reconstruction_error: {
    id: 'reconstruction_error',
    label: 'Reconstruction error',
    explanation: 'How much worse the directions in which features used to move together describe the current rows.',
    direction: 'higher_is_more_drift',
    range: { min: 0, max: null },
    thresholds: { ...PCA_THRESHOLDS, source: "Cohen 1988, d's small and medium effect" },
    formula: '|mean error now - mean error of held-out reference rows| / their standard deviation',
    needs: 'Complete rows of two or more numeric features: 40 of the reference and 20 current ones at least.',
    notWhen: 'Not for a shift along the old relation, which it cannot see, nor for relations that bend.',
    citation: 'NannyML, data reconstruction with PCA',
    by: 'pcaDrift',
  },
} satisfies { readonly [Id in DatasetScoreId]: DatasetScoreDefinition<Id> };
