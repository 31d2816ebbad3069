import type { Repair } from '../../engine';
import type { ComparedFeature } from '../query/compare';
import { lackingInput } from '../query/lackingInput';
import type { FrameMeta, Notice } from './frame';
import { repairNotices, unansweredNotices, warnings } from './notices';

/** What there is to tell of one feature. */
interface Explained {
  readonly feature: string;
  readonly repairs: readonly Repair[];
  /** What scores lack that have no answer for want of it. */
  readonly lacking: readonly string[];
  /** Why it could not be compared; undefined where it could. */
  readonly fault: string | undefined;
}

export function explained({ feature, pair, assessment }: ComparedFeature): Explained {
  return {
    feature,
    repairs: assessment.repairs,
    lacking: lackingInput(assessment),
    fault: pair.ok ? undefined : pair.detail,
  };
}

/** Everything a person has to know about how an answer was made, each thing once. */
export function noticesOf(rows: readonly Explained[], said: readonly string[]): readonly Notice[] {
  return [
    ...warnings(said),
    ...unansweredNotices(rows.map(({ feature, fault }) => ({ feature, why: fault }))),
    ...unansweredNotices(rows.flatMap(({ feature, lacking }) => lacking.map((why) => ({ feature, why })))),
    ...repairNotices(rows),
  ];
}

/** What every frame says of itself; empty parts are left out. */
export function metaOf(notices: readonly Notice[], executedQueryString: string, rest: Partial<FrameMeta>): FrameMeta {
  return {
    typeVersion: [0, 0],
    ...rest,
    ...(notices.length === 0 ? {} : { notices }),
    ...(executedQueryString === '' ? {} : { executedQueryString }),
  };
}
