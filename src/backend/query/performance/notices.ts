import type { WindowCompleteness } from '../../../engine';
import { formatDuration } from '../../../model';
import type { Notice } from '../../frames/frame';
import type { LabelLateness } from './completeness';
import type { Estimator } from './estimator';
import type { Material } from './material';
import { wordsOf } from './metrics';
import type { Plan } from './plan';
import type { GroupReport } from './report';

const many = (count: number): string => Math.round(count).toLocaleString('en');
const amount = (value: number): string => String(Number(value.toPrecision(3)));
const percent = (share: number): string => `${amount(100 * share)} %`;

const MOST_NAMES = 5;
/** As many labels as leave nothing to be said. */
const ENOUGH = 0.95;

function sum(windows: readonly WindowCompleteness[], of: 'predictions' | 'labelled'): number {
  return windows.reduce((all, window) => all + window[of], 0);
}

function named(groups: readonly GroupReport[]): string {
  const names = groups.map(({ group }) =>
    Object.entries(group)
      .map(([name, value]) => `${name}=${value === '' ? '(none)' : value}`)
      .join(', ')
  );
  const shown = names.slice(0, MOST_NAMES).join('; ');
  return names.length > MOST_NAMES ? `${shown} and ${names.length - MOST_NAMES} more` : shown;
}

/** Which windows have their labels, which have not, and why. */
function labelNotices(
  reports: readonly GroupReport[],
  { blockMs }: Plan,
  { unknown, because }: LabelLateness
): readonly Notice[] {
  const rows = reports.reduce((all, report) => all + report.rows, 0);
  const labelled = reports.reduce((all, report) => all + report.labelled, 0);
  if (rows > 0 && labelled === 0) {
    return [
      { severity: 'warning', text: 'No prediction of the time range has a label yet: there are estimates only.' },
    ];
  }
  const windows = reports.flatMap((report) => report.windows).filter(({ predictions }) => predictions > 0);
  const lacking = windows.filter(({ complete }) => !complete);
  const last = lacking.reduce<(typeof lacking)[number] | undefined>(
    (latest, window) => (latest === undefined || window.end > latest.end ? window : latest),
    undefined
  );
  const settled = windows.filter(({ complete }) => complete);
  const share = sum(settled, 'labelled') / sum(settled, 'predictions');
  const never: readonly Notice[] =
    share < ENOUGH
      ? [
          {
            severity: 'info',
            text: `In windows whose labels are complete ${percent(share)} of the predictions have one: the others are taken never to get one, because ${because}.`,
          },
        ]
      : [];
  if (last === undefined) {
    return never;
  }
  const complete = windows.length - lacking.length;
  const rest =
    complete === 0
      ? `No window of ${formatDuration(blockMs)} has its labels complete, so there is no realised value (${percent(labelled / rows)} of all predictions have a label).`
      : `Realised values rest on ${complete} of ${windows.length} windows of ${formatDuration(blockMs)}: the labels of the others are not complete.`;
  const why = `The last such window, to ${new Date(1000 * last.end).toISOString()}: ${last.reason}`;
  return [
    { severity: complete === 0 ? 'warning' : 'info', text: `${rest} ${why}` },
    ...never,
    ...(unknown === undefined
      ? []
      : [
          {
            severity: 'info' as const,
            text: `How late labels usually are is not known, so that a window is complete only with nearly all of them: ${unknown}`,
          },
        ]),
  ];
}

/** What estimates have learned from, and where they are guesses. */
function estimateNotices(
  reports: readonly GroupReport[],
  { reference, isGrouped, learnedFrom: asked }: Material,
  estimator: Estimator | undefined
): readonly Notice[] {
  if (asked === undefined || reference === undefined) {
    return [];
  }
  if (reference.rows === 0) {
    return [
      {
        severity: 'warning',
        text: `The reference (${asked.text}) holds no prediction, so nothing can be estimated or compared: choose another reference.`,
      },
    ];
  }
  const notices: Notice[] = [];
  const basis = estimator?.basis;
  if (basis === undefined) {
    const text =
      reference.labelled === 0
        ? `The reference (${asked.text}) has no label: estimates take confidences at their word, which few models deserve. Choose a reference with labels.`
        : `The reference (${asked.text}) has ${many(reference.labelled)} labels, and nothing that estimates could learn from.`;
    notices.push({ severity: 'warning', text });
  } else {
    notices.push({
      severity: 'info',
      text: `Estimates learn from ${many(basis.labels)} labelled predictions of ${asked.text}, which lie between ${amount(basis.from)} and ${amount(basis.to)}. They cannot see that what a prediction is worth has changed (concept drift).`,
    });
  }
  const guessed = reports.filter(({ belief }) => belief?.believed === false);
  const [first] = guessed;
  if (first?.belief !== undefined && basis !== undefined) {
    const whose = isGrouped ? `${named(guessed)}: ` : '';
    notices.push({ severity: 'warning', text: `${whose}${first.belief.reason}` });
  }
  for (const report of reports) {
    const { contradiction } = report;
    if (contradiction !== undefined) {
      const { id, realised, estimated } = contradiction;
      notices.push({
        severity: 'warning',
        text: `${isGrouped ? `${named([report])}: ` : ''}${wordsOf(id).label} is ${amount(realised)} where labels are complete, and is estimated as ${amount(estimated)} there: what a prediction is worth has changed (concept drift), so do not believe the estimates of later windows either.`,
      });
    }
  }
  const pooled = reports.filter(({ isPooled }) => isPooled);
  if (pooled.length > 0 && basis !== undefined) {
    notices.push({
      severity: 'info',
      text: `${named(pooled)}: too few labels in the reference of their own, so estimates learn from all groups together.`,
    });
  }
  if (asked.matchers.length > 0 && basis !== undefined) {
    notices.push({
      severity: 'info',
      text: `Estimates learn from other traffic (${asked.text}): they hold as far as its confidences mean the same.`,
    });
  }
  return notices;
}

/** Everything a person has to know about how an answer was made. */
export function performanceNotices(
  material: Material,
  reports: readonly GroupReport[],
  plan: Plan,
  lateness: LabelLateness,
  estimator: Estimator | undefined
): readonly Notice[] {
  return [
    ...labelNotices(reports, plan, lateness),
    ...estimateNotices(reports, material, estimator),
    ...material.notices.map((text): Notice => ({ severity: 'warning', text })),
  ];
}
