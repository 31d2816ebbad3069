import { formatDuration, TELEMETRY, type DriftQuery } from '../../../model';
import { MOST_EVENTS } from '../../events/limits';
import { SIDES, type PairCounts } from '../../events/pairs';
import { infos, warnings } from '../../frames/notices';
import type { Notice } from '../../frames/frame';
import type { EventReport } from '../../upstream/events';
import type { Oddities } from './kept';
import type { ShadowPlan } from './plan';
import { MOST_CLASSES, MOST_NUMBERED_CLASSES, MOST_SEGMENTS, type Study } from './study';
import type { Tally } from './tally';

export const counted = (count: number): string => count.toLocaleString('en');
export const inPercent = (fraction: number): string => `${Number((100 * fraction).toPrecision(2))} %`;

/** The lines of both roles once they have been joined. */
export interface Joined {
  readonly study: Study;
  readonly counts: PairCounts;
  readonly odd: Oddities;
  readonly report: EventReport;
}

function versionNotices({ versions }: Study): readonly string[] {
  return SIDES.flatMap((side) => {
    const served = [...versions[side]].sort(([a], [b]) => (a < b ? -1 : 1));
    const list = served.map(([version, count]) => `${version || 'without a name'} (${counted(count)})`).join(', ');
    return served.length > 1
      ? [
          `Several versions were ${side} in this time: ${list}. They are compared as one; filter by version to part them.`,
        ]
      : [];
  });
}

/** What is to be known of how the pairs were made; nothing is wrong with it. */
function tellings({ study, counts }: Joined, plan: ShadowPlan): readonly string[] {
  const { overall, task } = study;
  const { unpairedLive, unpairedShadow } = overall;
  const within = formatDuration(plan.partnerWithinMs);
  return [
    ...versionNotices(study),
    ...(unpairedLive + unpairedShadow > 0
      ? [
          `Requests that only live answered: ${counted(unpairedLive)}; only the shadow: ${counted(unpairedShadow)}. Partners were looked for up to ${within} beyond the time range (shadow.partnerWithin of the model).`,
        ]
      : []),
    ...few(counts.duplicates, 'Further lines of a request and role, of which the first counts'),
    ...(plan.task === undefined && task === 'regression'
      ? [
          `Predictions are numbers of more than ${MOST_NUMBERED_CLASSES} different values, or with fractions, so they are compared as those of a regression; set the task of the model to say so.`,
        ]
      : []),
  ];
}

/** What could not be used as it was, or says that something is wrong with what is logged. */
function complaints({ study, counts, odd }: Joined, plan: ShadowPlan): readonly string[] {
  return [
    ...few(counts.withoutId, 'Lines without a request_id, which can have no partner'),
    ...few(odd.withoutPrediction, 'Lines with neither a prediction nor an error, which are not compared'),
    ...few(odd.confidences, 'Confidences that are not between 0 and 1, which are left out; log a probability'),
    ...few(odd.latencies, 'Latencies below 0, which are left out'),
    ...few(study.labelConflicts, 'Requests whose two labels differ, of which that of live holds'),
    ...few(study.withoutSegment, `Lines beyond the first ${MOST_SEGMENTS} segments, which are in no segment`),
    ...(study.strangeLabels.length > 0
      ? [
          `No label (${some(study.strangeLabels)}) is one of the predictions (${some(study.predictedClasses)}), so both are wrong throughout: let labels and predictions use the same words.`,
        ]
      : []),
    ...(study.hasMatrix || study.task === 'regression'
      ? []
      : [
          `More than ${MOST_CLASSES} different predictions are too many for a matrix of flips: where they are numbers, set the task of the model to regression.`,
        ]),
    ...(plan.steps === undefined || study.matrixOverTime
      ? []
      : ['There are too many classes for kappa and PSI window by window; the summary has them.']),
  ];
}

export function few(count: number, what: string): readonly string[] {
  return count === 0 ? [] : [`${what}: ${counted(count)}.`];
}

function some(names: readonly string[]): string {
  const shown = names.slice(0, 3).join(', ');
  return names.length > 3 ? `${shown} and ${names.length - 3} more` : shown;
}

/** A version serves one role: a filter by one alone leaves nothing to compare it with. */
export function oneSideNotices(
  { filters = {} }: Pick<DriftQuery, 'filters'>,
  { pairs, unpairedLive, unpairedShadow }: Pick<Tally, 'pairs' | 'unpairedLive' | 'unpairedShadow'>
): readonly string[] {
  const alone = pairs === 0 && (unpairedLive === 0) !== (unpairedShadow === 0);
  return alone && Object.hasOwn(filters, TELEMETRY.versionLabel)
    ? [
        'filters: the versions that are named served one role alone. Name those of both sides, such as {"version": ["7", "8"]}.',
      ]
    : [];
}

/** Everything that is to be known of how the pairs were made, what is wrong first. */
export function noticesOf(
  joined: Joined,
  plan: ShadowPlan,
  {
    ofQuery,
    upstream,
    lines,
    fraction,
  }: {
    /** What is to be said of what the query asks for. */
    ofQuery: readonly string[];
    upstream: readonly string[];
    lines: number;
    fraction: number;
  }
): readonly Notice[] {
  const { study, report } = joined;
  const { count } = study.top;
  const shown = study.top.pairs().length;
  const warned = [
    ...ofQuery,
    ...upstream,
    ...report.notices,
    ...(fraction < 1
      ? [
          `${counted(lines)} predictions are more than the ${counted(MOST_EVENTS)} that are read at once: numbers rest on a sample of ${inPercent(fraction)} of the requests. Narrow the time range, or filter, to read all.`,
        ]
      : []),
    ...(report.cut ? ['A limit ended the reading before the time range did: the latest requests are missing.'] : []),
    ...complaints(joined, plan),
  ];
  const told = [
    ...tellings(joined, plan),
    ...(count > shown
      ? [`Of ${counted(count)} requests on which the two disagree, ${shown} are shown: the most at odds.`]
      : []),
  ];
  return [...warnings([...new Set(warned)]), ...infos(told)];
}
