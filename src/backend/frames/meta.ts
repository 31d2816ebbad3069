import type { Answer, AlignedPair, Assessment } from '../../engine';
import type { FrameMeta, Notice } from './frame';
import { repairNotices, unansweredNotices, warnings } from './notices';

interface Explained {
  readonly feature: string;
  readonly pair: Answer<AlignedPair>;
  readonly assessment: Pick<Assessment<number>, 'repairs'>;
}

/** Everything a person has to know about how an answer was made, each thing once. */
export function noticesOf(rows: readonly Explained[], said: readonly string[]): readonly Notice[] {
  return [
    ...warnings(said),
    ...unansweredNotices(rows.map(({ feature, pair }) => ({ feature, why: pair.ok ? undefined : pair.detail }))),
    ...repairNotices(rows.map(({ feature, assessment }) => ({ feature, repairs: assessment.repairs }))),
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
