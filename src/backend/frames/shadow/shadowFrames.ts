import type { Settings, ShadowNumber } from '../../../model';
import type { Numbers, ShadowComparison } from '../../query/shadow/comparison';
import type { ShadowPlan } from '../../query/shadow/plan';
import { numbersOf } from '../../query/shadow/columns';
import type { Frame, Notice } from '../frame';
import { metaOf } from '../meta';
import { unansweredNotices } from '../notices';
import { flipsFrame } from './flipsFrame';
import { metricsFrame } from './metricsFrame';
import { outputNotices, outputsFrame } from './outputsFrame';
import { overTimeFrame } from './overTimeFrame';
import { rowsFrame } from './rowsFrame';
import { segmentsFrame } from './segmentsFrame';
import { summaryFrame } from './summaryFrame';

/** What has no answer, and why; in the answer of a person what needs pairs is said once, by the notice of the basis. */
function unanswered(of: Numbers, names: readonly ShadowNumber[]): readonly Notice[] {
  return unansweredNotices(
    names.flatMap((name) => {
      const answer = of(name);
      return answer.ok || answer.reason === 'not_paired' ? [] : [{ feature: name, why: answer.detail }];
    })
  );
}

/** The frames that were asked for, in the order of the contract. Everything is said on the first of them. */
export function shadowFrames(comparison: ShadowComparison, plan: ShadowPlan, settings: Settings): readonly Frame[] {
  const { frames: wanted } = plan;
  const { task } = comparison;
  const frames: Frame[] = [
    ...(wanted.has('summary') ? [summaryFrame(comparison, plan)] : []),
    ...(wanted.has('metrics') ? [metricsFrame(comparison, plan)] : []),
    ...(wanted.has('flips') ? [flipsFrame(comparison)] : []),
    ...(wanted.has('outputs') ? [outputsFrame(comparison)] : []),
    ...(wanted.has('segments') ? [segmentsFrame(comparison, plan)] : []),
    ...(wanted.has('over_time') ? [overTimeFrame(comparison, plan)] : []),
    ...(wanted.has('rows') ? [rowsFrame(comparison, plan, settings)] : []),
  ];
  const first: readonly ShadowNumber[] = task === 'regression' ? [] : ['agreement', 'kappa', 'mcnemar_p'];
  const asked = wanted.has('summary') ? [...first, ...numbersOf('summary', comparison)] : [];
  const notices = [
    ...comparison.notices,
    ...unanswered(comparison.overall, asked),
    ...(wanted.has('outputs') ? outputNotices(comparison.outputs) : []),
  ];
  return frames.map((frame, i) =>
    i === 0
      ? {
          ...frame,
          meta: metaOf(notices, comparison.executed, frame.meta),
        }
      : frame
  );
}
