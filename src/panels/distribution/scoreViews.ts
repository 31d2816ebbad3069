import { scores as catalogue } from '../../engine/score/catalogue';
import type { ScoreId } from '../../engine/score/definition';
import type { FeatureSummary } from '../../model/frames';
import * as format from '../shared/format';
import { t } from '../shared/translate';

export interface ScoreView {
  readonly id: string;
  readonly label: string;
  /** For the narrow line of a card. */
  readonly short: string;
  readonly value: number | null;
  /** `0.412`, or a dash. */
  readonly text: string;
  /** Where buckets only bound the value: between what it lies. */
  readonly boundsText: string | undefined;
  /** What a high value means, or why there is none. */
  readonly explanation: string;
}

const SHORT_LABELS: Readonly<Record<ScoreId, string>> = {
  psi: 'PSI',
  kl: 'KL',
  js: 'JS',
  hellinger: 'Hellinger',
  total_variation: 'TV',
  l_infinity: 'L∞',
  ks: 'KS',
  wasserstein: 'W₁',
  chi_square: 'χ²',
  symmetric_kl: 'KL↔',
  overlap: 'Overlap',
  prs: 'PRS',
  g_test: 'G',
  cramers_v: 'V',
  cramer_von_mises: 'CvM',
  anderson_darling: 'AD',
  energy: 'Energy',
  mean_shift: 'Δ mean',
  std_shift: 'Δ std',
  quantile_shift: 'Δ quantile',
  missing_rate: 'Δ missing',
  out_of_range: 'Out of range',
  new_categories: 'New',
  vanished_categories: 'Vanished',
  rare_categories: 'Δ rare',
  cardinality: 'Δ distinct',
};

export function isScoreId(id: string): id is ScoreId {
  return Object.hasOwn(catalogue, id);
}

/** The scores of a feature, those wanted; without a summary the one that the bins themselves give, which is PSI. */
export function scoreViews(
  summary: FeatureSummary | undefined,
  psi: number | null,
  wanted: readonly string[]
): readonly ScoreView[] {
  const given: FeatureSummary['scores'] = summary?.scores ?? (psi === null ? [] : [{ id: 'psi', value: psi }]);
  return given
    .filter(({ id }) => wanted.length === 0 || wanted.includes(id))
    .map(({ id, value, lower, upper, why, label, explanation }) => {
      const definition = isScoreId(id) ? catalogue[id] : undefined;
      return {
        id,
        label: definition?.label ?? label ?? id,
        short: isScoreId(id) ? SHORT_LABELS[id] : (label ?? id),
        value,
        text: value === null ? '–' : format.score(value),
        get boundsText() {
          return value === null ? undefined : boundsText(lower, upper);
        },
        get explanation() {
          return value === null
            ? (why ?? t('score.not-computed', 'It cannot be computed.'))
            : (definition?.explanation ?? explanation ?? '');
        },
      };
    });
}

function boundsText(lower: number | undefined, upper: number | undefined): string | undefined {
  if (lower !== undefined && upper !== undefined) {
    return t('score.between', 'Known from buckets to lie between {{lower}} and {{upper}}.', {
      lower: format.score(lower),
      upper: format.score(upper),
    });
  }
  if (lower !== undefined) {
    return t('score.at-least', 'Known from buckets to be at least {{lower}}.', { lower: format.score(lower) });
  }
  return upper === undefined
    ? undefined
    : t('score.at-most', 'Known from buckets to be at most {{upper}}.', { upper: format.score(upper) });
}
