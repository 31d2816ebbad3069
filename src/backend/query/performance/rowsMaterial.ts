import { labelDelays } from '../../../engine';
import { parseDuration, type ModelSettings } from '../../../model';
import type { TimeRange } from '../../upstream/upstream';
import { checkComparisons } from '../steps';
import { Columns } from './columns';
import type { Evidence, Subject } from './evidence';
import { groupKey, type Group } from './groups';
import type { EvidenceWindow, Material, MaterialGroup } from './material';
import type { PerformanceReference, Plan } from './plan';
import { claimsNotice, numbersNotice, oddNotices } from './rowNotices';
import { classEvidence, numberEvidence, type Span } from './rowsEvidence';
import type { Side, Sorter } from './sorter';
import { classSubject } from './subject';

/** So often a row may be looked at over time; windows that overlap more tell nothing new, and steps are left out. */
const MOST_VISITS = 200_000_000;

const many = (count: number): string => count.toLocaleString('en');

/** Up to when the reference is taken: predictions after it still wait for labels, where the settings say how long. */
function referenceEnd(
  reference: PerformanceReference | undefined,
  model: Pick<ModelSettings, 'labels'>,
  now: number
): number {
  const delay = model.labels === undefined ? undefined : parseDuration(model.labels.delay);
  const to = reference?.range.to ?? now;
  return delay === undefined ? to : Math.min(to, now - delay);
}

/** Steps few enough that no row is looked at too often. */
function thinned(times: readonly number[], rows: number, overlap: number): readonly number[] {
  const every = Math.ceil((rows * overlap) / MOST_VISITS);
  return every <= 1 ? times : times.filter((_, i) => (times.length - 1 - i) % every === 0);
}

function evidenceOf(
  subject: Subject,
  names: readonly string[],
  trackedClass: string | undefined
): (spans: readonly Span[]) => Evidence {
  if (subject.task === 'regression') {
    return numberEvidence;
  }
  const codes = {
    names,
    ...(subject.task === 'binary' ? { positiveName: subject.positive } : {}),
    positive: subject.task === 'binary' ? names.indexOf(subject.positive) : -1,
    tracked: trackedClass === undefined ? -1 : names.indexOf(trackedClass),
  };
  return (spans) => classEvidence(spans, codes);
}

/**
 * How late labels are, measured on the older half of the reference: labels of its younger half may still be coming, and
 * those that are there are the quick ones.
 */
function delaysOf(
  spans: readonly Span[],
  evidence: (spans: readonly Span[]) => Evidence,
  now: number
): ReturnType<typeof labelDelays> {
  const filled = spans.filter(({ from, to }) => to > from);
  const oldest = filled.reduce((first, { columns, from }) => Math.min(first, columns.time[from] ?? now), now);
  const youngest = filled.reduce((last, { columns, to }) => Math.max(last, columns.time[to - 1] ?? oldest), oldest);
  const middle = (oldest + youngest) / 2;
  const older = filled.map((span) => ({ ...span, to: Math.min(span.to, span.columns.firstAfter(middle)) }));
  return labelDelays(evidence(older).delays(), (now - middle) / 1000);
}

/** Groups in the order of their names. Where nothing is current, those of the reference: an alert rule is told of them. */
function groupsShown(side: Side, before: Side, { groupBy }: Plan) {
  const nothing = new Columns('classes');
  const seen =
    side.size > 0
      ? [...side]
      : groupBy.length === 0
        ? [['', { group: {}, columns: nothing }] as const]
        : [...before].map(([key, { group }]) => [key, { group, columns: nothing }] as const);
  return seen.sort(([a], [b]) => (a < b ? -1 : 1)).map(([, one]) => one);
}

/** The rows of both sides, as they were sorted. */
export interface SortedRows {
  readonly sorter: Sorter;
  readonly current: Side;
  readonly reference: Side;
  /** The names by which groups of the reference are told apart. */
  readonly referenceBy: readonly string[];
  readonly learnedFrom: PerformanceReference | undefined;
}

/** Cuts windows from sorted rows. */
export function rowsMaterial(
  { sorter, current, reference, referenceBy, learnedFrom }: SortedRows,
  plan: Plan,
  model: ModelSettings,
  now: number
): Omit<Material, 'executed'> {
  const names = sorter.classes.names();
  const { subject, notices: guesses } =
    sorter.kind === 'numbers'
      ? { subject: { task: 'regression' } as const, notices: numbersNotice(model) }
      : classSubject(model, { names, predicted: sorter.predicted, labelled: sorter.labelled });
  const evidence = evidenceOf(subject, names, sorter.trackedClass);
  const rowsOf = (side: Side): number => [...side.values()].reduce((sum, { columns }) => sum + columns.length, 0);
  const notices = [
    ...guesses,
    ...oddNotices(sorter.odd, plan, rowsOf(current) + rowsOf(reference)),
    ...claimsNotice([current, reference], subject, names),
  ];

  const until = referenceEnd(learnedFrom, model, now);
  const referenceSpan = (columns: Columns): Span => ({ columns, from: 0, to: columns.firstAfter(until) });
  const pooled = [...reference.values()].map(({ columns }) => referenceSpan(columns));
  if (learnedFrom !== undefined && until < learnedFrom.range.to) {
    notices.push(
      `The reference is taken up to ${new Date(until).toISOString()}: later predictions still wait for labels, which take ${model.labels?.delay}.`
    );
  }

  const { steps } = plan;
  const times = steps === undefined ? [] : thinned(steps.times, rowsOf(current), steps.windowMs / steps.stepMs);
  if (times.length < (steps?.times.length ?? 0)) {
    notices.push(
      `${many(times.length)} of ${many(steps?.times.length ?? 0)} points are computed: windows overlap so much that others would tell nothing new. Choose a longer interval, or a shorter window.`
    );
  }
  checkComparisons(current.size, times.length);

  const groupMaterial = ({ group, columns }: { group: Group; columns: Columns }): MaterialGroup => {
    const spanOf = ({ from, to }: TimeRange): Span => ({
      columns,
      from: columns.firstAfter(from),
      to: columns.firstAfter(to),
    });
    const spans = new Map(plan.blocks.map((block) => [block.to, spanOf(block)]));
    const own = reference.get(groupKey(group, referenceBy));
    return {
      group,
      blocks: [...spans].map(([end, span]): EvidenceWindow => ({ end, evidence: () => evidence([span]) })),
      together: (blocks) => evidence(blocks.flatMap(({ end }) => spans.get(end) ?? [])),
      steps: times.map((end) => ({
        end,
        evidence: () => evidence([spanOf({ from: end - (steps?.windowMs ?? 0), to: end })]),
      })),
      reference: own === undefined ? undefined : evidence([referenceSpan(own.columns)]),
    };
  };
  return {
    subject,
    groups: groupsShown(current, reference, plan).map(groupMaterial),
    reference: learnedFrom === undefined ? undefined : evidence(pooled),
    learnedFrom,
    delays: learnedFrom === undefined ? undefined : delaysOf(pooled, evidence, now),
    isGrouped: plan.groupBy.length > 0,
    labelsAtOnce: false,
    notices,
  };
}
