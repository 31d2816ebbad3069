import type { ReplayAnswer } from '../../model';
import { MINUTE } from './rules';

/** What the only query of the rule answered for one feature, a minute apart or more. */
export function answerOf(values: ReadonlyArray<number | null>, from = 0, step = MINUTE): ReplayAnswer {
  const instants = values.map((_, i) => from + i * step);
  return {
    from,
    until: instants.at(-1) ?? from,
    next: null,
    asked: values.length,
    rules: [{ uid: 'rule', step: step / 1000, queries: { value: 'q1' } }],
    courses: [
      {
        id: 'q1',
        kind: 'answer',
        model: { queryType: 'drift' },
        range: { from: 3600, to: 0 },
        instants,
        series: [{ labels: { feature: 'amount' }, values }],
        errors: [],
      },
    ],
    firings: [],
    notifications: [],
  };
}
