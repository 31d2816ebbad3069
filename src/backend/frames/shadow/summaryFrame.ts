import { SHADOW_SUMMARY_FIELDS, type ShadowMeta, type ShadowNumber } from '../../../model';
import type { ShadowComparison } from '../../query/shadow/comparison';
import type { ShadowPlan } from '../../query/shadow/plan';
import { numbersOf } from '../../query/shadow/columns';
import { COUNT_CONFIG, REASON_CONFIG } from '../fieldConfig';
import type { Field, FieldConfig, Frame } from '../frame';
import { metaOf } from '../meta';
import { BASIS_CONFIG, NUMBER_CONFIG, RECOMMENDATION_CONFIG } from './configs';
import { numberFields, numbers, part, table, TABLE, texts } from './parts';

/** One row: the recommendation with its reasons, and the numbers of the whole. */
export function summaryFrame(comparison: ShadowComparison, plan: ShadowPlan): Frame {
  const { overall, recommended, basis, task, versions, bookkeeping, outputs } = comparison;
  const F = SHADOW_SUMMARY_FIELDS;
  const reasons = recommended.ok ? recommended.value.reasons : [recommended.detail];
  const own = (name: ShadowNumber): Field => numbers(name, [part(overall(name))], NUMBER_CONFIG[name]);
  const booked = (name: string, value: number | undefined, config: FieldConfig): Field =>
    numbers(name, [value ?? null], config);
  const custom: ShadowMeta = {
    kind: 'shadow',
    basis,
    task,
    reasons,
    outputs: outputs.map(({ output, assessment }) => ({
      output,
      verdict: assessment.verdict,
      reason: assessment.reason,
    })),
    margin: plan.judging.margin,
    confidence: plan.judging.confidence,
  };
  const first: readonly ShadowNumber[] = [
    'pairs',
    'unpaired_live',
    'unpaired_shadow',
    'agreement',
    'kappa',
    'mcnemar_p',
  ];
  const bounds = (['agreement', 'kappa'] as const).flatMap((name) => numberFields(name, [overall]).slice(1));
  return {
    ...table('summary', [
      ...first.map(own),
      texts(F.recommendation, [recommended.ok ? recommended.value.recommendation : null], RECOMMENDATION_CONFIG),
      texts(F.reason, [reasons.join(' ')], {
        ...REASON_CONFIG,
        description: 'The numbers behind the recommendation, the deciding one first.',
      }),
      texts(F.basis, [basis], BASIS_CONFIG),
      texts(F.liveVersions, [versions.live.join(', ')], { displayNameFromDS: 'Live versions' }),
      texts(F.shadowVersions, [versions.shadow.join(', ')], { displayNameFromDS: 'Shadow versions' }),
      booked(
        F.pairsNeeded,
        (recommended.ok ? recommended.value.pairsStillNeeded : null) ?? undefined,
        COUNT_CONFIG('Pairs needed', 'Labelled pairs still missing for a decision; 0 where there is one.')
      ),
      ...(task === 'classification' ? bounds : []),
      ...numbersOf('summary', comparison).flatMap((name) => numberFields(name, [overall])),
      booked(
        F.latePairs,
        bookkeeping?.latePairs,
        COUNT_CONFIG('Late pairs', 'Pairs of which one answer came before or after the time range.')
      ),
      booked(F.duplicates, bookkeeping?.duplicates, COUNT_CONFIG('Duplicates', 'Further lines of a request and role.')),
      booked(F.withoutId, bookkeeping?.withoutId, COUNT_CONFIG('Without id', 'Lines that name no request.')),
      booked(F.sampledFraction, bookkeeping?.sampledFraction, {
        displayNameFromDS: 'Sampled',
        description: 'The share of requests that was read; all but for very many.',
        unit: 'percentunit',
        decimals: 1,
        min: 0,
        max: 1,
      }),
    ]),
    meta: metaOf([], '', { ...TABLE, custom }),
  };
}
