import type { AlignedPair, Answer, Assessment } from '../../engine';
import { lackingInput } from '../query/lackingInput';
import type { FrameMeta, Notice } from './frame';
import { repairNotices, unansweredNotices, warnings } from './notices';

interface Explained {
  readonly feature: string;
  readonly pair: Answer<AlignedPair>;
  readonly assessment: Pick<Assessment<number>, 'repairs' | 'scores'>;
}

/** Everything a person has to know about how an answer was made, each thing once. */
export function noticesOf(rows: readonly Explained[], said: readonly string[]): readonly Notice[] {
  return [
    ...warnings(said),
    ...unansweredNotices(rows.map(({ feature, pair }) => ({ feature, why: pair.ok ? undefined : pair.detail }))),
    ...unansweredNotices(
      rows.flatMap(({ feature, assessment }) => lackingInput(assessment).map((why) => ({ feature, why })))
    ),
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
