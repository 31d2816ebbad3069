import {
  accuracyBounds,
  estimateChange,
  labelDelays,
  noAnswer,
  type Answer,
  type Belief,
  type ConfusionMatrix,
  type EstimateChange,
  type PerformanceEstimate,
  type ValueMatrix,
  type WindowCompleteness,
} from '../../../engine';
import type { PerformanceId } from '../../../model';
import { judged, type JudgedWindow, type LabelLateness } from './completeness';
import { estimatorOf, type Estimates, type Estimator } from './estimator';
import type { Evidence } from './evidence';
import type { Material, MaterialGroup } from './material';
import { realised, type Realised } from './metrics';

/** A group whose own reference has fewer labels than this learns from all groups together. */
const ENOUGH_OF_ITS_OWN = 200;

/** One metric of one group over the whole time range. */
export interface MetricReport {
  readonly id: PerformanceId;
  readonly realised: Answer<Realised>;
  readonly estimated: Answer<PerformanceEstimate>;
  /** The realised value of the reference. */
  readonly reference: Answer<Realised> | undefined;
  readonly change: Answer<EstimateChange> | undefined;
  /** What there is to know beyond numbers that are there. */
  readonly notes: readonly string[];
}

export interface GroupReport {
  readonly group: Readonly<Record<string, string>>;
  readonly rows: number;
  readonly labelled: number;
  readonly windows: readonly WindowCompleteness[];
  readonly metrics: readonly MetricReport[];
  readonly belief: Belief | undefined;
  /** Over the windows whose labels are complete. */
  readonly confusion: Answer<ConfusionMatrix> | undefined;
  /** Seconds after which half of the labels had come; undefined where they are too few to tell. */
  readonly labelDelay: number | undefined;
  /** Whether its estimates learn from all groups. */
  readonly isPooled: boolean;
  /** Where labels and estimates are both at hand and part by more than chance explains: what then cannot be believed. */
  readonly contradiction: Contradiction | undefined;
}

/** One metric over the same windows, from labels and without them. */
export interface Contradiction {
  readonly id: PerformanceId;
  readonly realised: number;
  readonly estimated: number;
}

/** One window of one group, over time. */
export interface StepReport {
  readonly completeness: WindowCompleteness;
  readonly end: number;
  readonly delay: { readonly median: number; readonly late: number } | undefined;
  readonly belief: Belief | undefined;
  /** By metric; null where there is no answer. */
  readonly realised: ReadonlyArray<PerformanceEstimate | null>;
  readonly estimated: ReadonlyArray<PerformanceEstimate | null>;
}

export interface SeriesReport {
  readonly group: Readonly<Record<string, string>>;
  readonly steps: readonly StepReport[];
}

export interface Measuring {
  readonly material: Material;
  readonly lateness: LabelLateness;
  readonly ids: readonly PerformanceId[];
  readonly costs: ValueMatrix | undefined;
  /** To be awaited between windows. */
  readonly turn: () => Promise<void>;
}

const INCOMPLETE = noAnswer('no_labels', 'No window of the time range has its labels complete yet.');
const NO_REFERENCE = noAnswer('empty_reference', 'The reference holds no prediction.');

/** Finds for each group the estimator that learns from its own reference where that suffices, else from all groups. */
export class Estimators {
  private pooled: Estimator | undefined;
  private readonly own = new Map<MaterialGroup, Estimator>();

  constructor(private readonly measuring: Pick<Measuring, 'material' | 'ids' | 'costs'>) {}

  isPooled({ reference }: MaterialGroup): boolean {
    return this.measuring.material.isGrouped && (reference?.labelled ?? 0) < ENOUGH_OF_ITS_OWN;
  }

  of(group: MaterialGroup): Estimator | undefined {
    if (this.measuring.material.isGrouped && group.reference !== undefined && !this.isPooled(group)) {
      const known = this.own.get(group) ?? this.learn(group.reference);
      this.own.set(group, known);
      return known;
    }
    return this.all;
  }

  /** What all groups together teach; undefined where there is no reference. */
  get all(): Estimator | undefined {
    const { reference } = this.measuring.material;
    if (this.pooled === undefined && reference !== undefined && reference.rows > 0) {
      this.pooled = this.learn(reference);
    }
    return this.pooled;
  }

  private learn(reference: Evidence): Estimator {
    const { material, ids, costs } = this.measuring;
    return estimatorOf(material.subject, reference, ids, costs);
  }
}

const NOTHING: Estimates = { of: () => NO_REFERENCE, belief: undefined };

function amount(value: number): string {
  return String(Number(value.toPrecision(3)));
}

/** What is left open by buckets, and what chance alone would show. */
function notesOn(answer: Answer<Realised>): readonly string[] {
  if (!answer.ok) {
    return [];
  }
  const { open, noise, value } = answer.value;
  return [
    ...(open === undefined || open.upper - open.lower < 1e-3 * Math.max(1e-3, Math.abs(value))
      ? []
      : [`From buckets: with the values themselves it lies between ${amount(open.lower)} and ${amount(open.upper)}.`]),
    ...(noise === undefined
      ? []
      : [`A perfectly calibrated model would show about ${amount(noise)} on so few labels.`]),
  ];
}

/** Whatever the labels say that are still missing. */
function boundsNote(all: Evidence): readonly string[] {
  const matrix = all.kind === 'classes' && all.labelled < all.rows ? all.correctness() : undefined;
  if (matrix?.ok !== true) {
    return [];
  }
  const right = matrix.value.counts.reduce((sum, row, i) => sum + (row[i] ?? 0), 0);
  const bounds = accuracyBounds({ predictions: all.rows, labelled: Math.min(all.labelled, all.rows), right });
  return bounds.ok
    ? [
        `Whatever the missing labels say, over the whole time range it lies between ${amount(bounds.value.lower)} and ${amount(bounds.value.upper)}.`,
      ]
    : [];
}

/** Less than this, of an accuracy in itself and of an error in proportion, is no reason to doubt an estimate. */
const WORTH_DOUBTING = { accuracy: 0.02, mae: 0.1 } as const;
/** So unlikely by chance. */
const DOUBT = 0.01;

/**
 * Holds the estimate to the labels, over the windows in which both are known. Estimates cannot see that what a prediction
 * is worth has changed, but those labels can.
 */
function contradictionIn(
  known: Evidence,
  estimates: Estimates,
  costs: ValueMatrix | undefined
): Contradiction | undefined {
  const id = known.kind === 'numbers' ? 'mae' : 'accuracy';
  const [fromLabels, without] = [realised(id, known, costs), estimates.of(id)];
  if (!fromLabels.ok || !without.ok || estimates.belief?.believed !== true) {
    return undefined;
  }
  const [now, then] = [fromLabels.value.value, without.value.value];
  const change = estimateChange(without.value, fromLabels.value);
  const least = id === 'mae' ? WORTH_DOUBTING.mae * then : WORTH_DOUBTING.accuracy;
  return change.ok && change.value.pValue < DOUBT && Math.abs(now - then) > least
    ? { id, realised: now, estimated: then }
    : undefined;
}

/** One group over the whole time range: realised over the windows whose labels are complete, estimated over all. */
export async function groupReport(
  group: MaterialGroup,
  estimators: Estimators,
  { lateness, ids, costs, turn }: Measuring,
  { withConfusion }: { readonly withConfusion: boolean }
): Promise<GroupReport> {
  const blocks = judged(group.blocks, lateness);
  const complete = blocks.filter(({ completeness }) => completeness.complete);
  const all = group.together(group.blocks);
  const known = complete.length === blocks.length ? all : group.together(complete);
  await turn();
  const estimator = estimators.of(group);
  const estimates = estimator?.estimate(all) ?? NOTHING;
  const { reference } = group;
  const metrics: MetricReport[] = [];
  for (const id of ids) {
    await turn();
    const now = complete.length === 0 && all.labelled > 0 ? INCOMPLETE : realised(id, known, costs);
    const before = reference === undefined ? undefined : realised(id, reference, costs);
    metrics.push({
      id,
      realised: now,
      estimated: estimates.of(id),
      reference: before,
      change: now.ok && before?.ok === true ? estimateChange(before.value, now.value) : undefined,
      notes: [...notesOn(now), ...(id === 'accuracy' ? boundsNote(all) : [])],
    });
  }
  const delays = labelDelays(all.delays(), Infinity);
  return {
    group: group.group,
    rows: all.rows,
    labelled: all.labelled,
    windows: blocks.map(({ completeness }) => completeness),
    metrics,
    belief: estimates.belief,
    confusion: withConfusion && known.kind === 'classes' ? known.confusion() : undefined,
    labelDelay: delays.ok ? delays.value.median : undefined,
    isPooled: estimators.isPooled(group),
    contradiction:
      estimator === undefined || complete.length === 0
        ? undefined
        : contradictionIn(known, estimator.estimate(known.labelledOnly()), costs),
  };
}

function step(
  { end, evidence, completeness }: JudgedWindow,
  estimator: Estimator | undefined,
  { ids, costs }: Measuring,
  withValues: boolean
): StepReport {
  const own = evidence();
  const delays = labelDelays(own.delays(), Infinity);
  const estimates = withValues && own.rows > 0 ? (estimator?.estimate(own) ?? NOTHING) : NOTHING;
  const value = (answer: Answer<PerformanceEstimate>): PerformanceEstimate | null => (answer.ok ? answer.value : null);
  return {
    end,
    completeness,
    delay: delays.ok ? delays.value : undefined,
    belief: estimates.belief,
    realised: ids.map((id) => (withValues && completeness.complete ? value(realised(id, own, costs)) : null)),
    estimated: ids.map((id) => value(estimates.of(id))),
  };
}

/** One group over time. A window whose labels are not complete has no realised value. */
export async function seriesReport(
  group: MaterialGroup,
  estimators: Estimators,
  measuring: Measuring,
  { withValues }: { readonly withValues: boolean }
): Promise<SeriesReport> {
  const windows = judged(group.steps, measuring.lateness);
  const estimator = withValues ? estimators.of(group) : undefined;
  const steps: StepReport[] = [];
  for (const window of windows) {
    await measuring.turn();
    steps.push(step(window, estimator, measuring, withValues));
  }
  return { group: group.group, steps };
}
