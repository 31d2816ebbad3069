import { CAUSE_LABELS, SERIES_LABELS, SHADOW_USUAL_METRICS, type ShadowCause } from '../../../model';
import type { ShadowComparison } from '../../query/shadow/comparison';
import type { ShadowPlan } from '../../query/shadow/plan';
import type { Frame } from '../frame';
import { numericFrames, type NumericValue } from '../named';
import { unansweredNotices } from '../notices';
import { NUMBER_CONFIG } from './configs';
import { part } from './parts';

/** Why, and since when, beside the number that it is of. */
function causeOf(
  comparison: ShadowComparison,
  { model, numbers, causes }: ShadowPlan,
  cause: ShadowCause
): NumericValue {
  const number = cause === 'shadow_worse_cause' ? 'shadow_worse' : 'shadow_better';
  const value = part(comparison.overall(number));
  const { recommended } = comparison;
  const isAlone = causes.length === 1 && (numbers ?? []).length === 0;
  return {
    name: cause,
    value,
    labels: {
      [SERIES_LABELS.model]: model.id,
      // A cause has no label that its number has not, but for its words: by that, Grafana finds the two together.
      ...(isAlone ? { [SERIES_LABELS.metric]: number } : {}),
      ...(value === 1
        ? {
            ...(recommended.ok ? { [CAUSE_LABELS.reason]: recommended.value.reasons[0] ?? '' } : {}),
            ...comparison.cause(cause),
          }
        : {}),
    },
    config: NUMBER_CONFIG[number],
  };
}

/** One frame a number (and segment), for an alert rule. */
export function shadowNumberFrames(comparison: ShadowComparison, plan: ShadowPlan): readonly Frame[] {
  const { numbers: named, groupBy, model } = plan;
  const names = named ?? SHADOW_USUAL_METRICS[comparison.basis === 'metrics' ? 'metrics' : comparison.task];
  const rows =
    groupBy.length === 0 || comparison.segments.length === 0
      ? [{ group: {}, numbers: comparison.overall }]
      : comparison.segments;
  const values = rows.flatMap(({ group, numbers: of }) =>
    names.map((name): NumericValue => ({
      name,
      value: part(of(name)),
      // A group of the label `model` keeps its own value, as in `drift`.
      labels: { [SERIES_LABELS.model]: model.id, ...group },
      config: {
        ...NUMBER_CONFIG[name],
        displayNameFromDS: [
          ...Object.values(group).filter((value) => value !== ''),
          NUMBER_CONFIG[name].displayNameFromDS,
        ].join(' '),
      },
    }))
  );
  const missing = unansweredNotices(
    rows.flatMap(({ numbers: of }) =>
      names.flatMap((name) => {
        const answer = of(name);
        return answer.ok ? [] : [{ feature: name, why: answer.detail }];
      })
    )
  );
  const causes = plan.causes.map((cause) => causeOf(comparison, plan, cause));
  return numericFrames([...values, ...causes], [...comparison.notices, ...missing], comparison.executed);
}
