import { SERIES_LABELS, SHADOW_USUAL_METRICS } from '../../../model';
import type { ShadowComparison } from '../../query/shadow/comparison';
import type { ShadowPlan } from '../../query/shadow/plan';
import type { Frame } from '../frame';
import { numericFrames, type NumericValue } from '../named';
import { unansweredNotices } from '../notices';
import { NUMBER_CONFIG } from './configs';
import { part } from './parts';

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
  return numericFrames(values, [...comparison.notices, ...missing], comparison.executed);
}
