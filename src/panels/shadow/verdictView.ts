import type { DataFrame } from '@grafana/data';
import type { RECOMMENDATION_LOOK } from '../../model/recommendations';
import { SHADOW_SUMMARY_FIELDS, type ShadowMeta } from '../../model/shadowFrames';
import type { Fact } from '../shared/Facts';
import { count } from '../shared/format';
import { fieldOf, intervalAt, numberAt, textAt, titleOf } from '../shared/frames';
import { difference, quantity, range, share } from '../shared/quantity';
import { t } from '../shared/translate';

export interface VerdictView {
  /** Null where nothing could be recommended. */
  readonly recommendation: keyof typeof RECOMMENDATION_LOOK | null;
  readonly reasons: readonly string[];
  /** `Version 8 (shadow) against version 7 (live)`. */
  readonly versions: string;
  /** Said where nothing is paired. */
  readonly warning: string;
  readonly facts: readonly Fact[];
}

const F = SHADOW_SUMMARY_FIELDS;

function factsOf(summary: DataFrame): readonly Fact[] {
  const fact = (name: string, show: (value: number) => { value: string; note: string }): readonly Fact[] => {
    const value = numberAt(summary, name, 0);
    const field = fieldOf(summary, name);
    return value === null || field === undefined
      ? []
      : [{ name: titleOf(field), why: field.config.description ?? '', ...show(value) }];
  };
  const withRange = (name: string, unit: string, show: (value: number, unit: string) => string) =>
    fact(name, (value) => {
      const interval = intervalAt(summary, [name, `${name}_lower`, `${name}_upper`], 0);
      return { value: show(value, unit), note: interval === null ? '' : range(interval, unit, show) };
    });
  const pairs = numberAt(summary, F.pairs, 0);
  const needed = numberAt(summary, F.pairsNeeded, 0);
  return [
    ...withRange(F.agreement, 'percentunit', quantity),
    ...withRange('accuracy_difference', 'percentunit', difference),
    ...withRange('mean_difference', '', difference),
    ...withRange('mae_difference', '', difference),
    ...withRange('confident_disagreement_rate', 'percentunit', quantity),
    ...fact(F.kappa, (value) => ({ value: value.toFixed(2), note: '' })),
    ...fact(F.pairs, (value) => {
      const paired = numberAt(summary, 'paired_share', 0);
      return {
        value: count(value),
        note: paired === null ? '' : t('shadow.paired', '{{share}} of live', { share: share(paired) }),
      };
    }),
    ...(pairs === null
      ? [
          ...fact('live_predictions', (value) => ({ value: count(value), note: '' })),
          ...fact('shadow_predictions', (value) => ({ value: count(value), note: '' })),
        ]
      : []),
    ...fact('labelled_pairs', (value) => ({
      value: count(value),
      note:
        needed !== null && needed > 0
          ? t('shadow.needed', '{{count}} more for a decision', { count: count(needed) })
          : '',
    })),
  ];
}

/** The recommendation, why, and the numbers that a person asks for first. */
export function verdictView(summary: DataFrame, meta: ShadowMeta | undefined): VerdictView {
  const said = textAt(summary, F.recommendation, 0);
  const recommendation = said === 'promote' || said === 'hold' || said === 'roll_back' ? said : null;
  const [live, shadow] = [textAt(summary, F.liveVersions, 0), textAt(summary, F.shadowVersions, 0)];
  const reason = textAt(summary, F.reason, 0);
  return {
    recommendation,
    reasons: meta !== undefined && meta.reasons.length > 0 ? meta.reasons : reason === '' ? [] : [reason],
    versions:
      live === '' || shadow === ''
        ? ''
        : t('shadow.versions', 'Shadow {{shadow}} against live {{live}}', { shadow, live }),
    warning:
      textAt(summary, F.basis, 0) === 'metrics'
        ? t(
            'shadow.from-metrics',
            'From metrics alone: no request is paired, so agreement and flips are not known, and a difference of traffic counts as one of the models.'
          )
        : '',
    facts: factsOf(summary),
  };
}
