import {
  describeRepair,
  rebinNative,
  type Histogram,
  type NativeHistogram,
  type NumericHistogram,
  type Repair,
} from '../../../engine';
import { TELEMETRY, type ModelSettings } from '../../../model';
import { TidemarkError } from '../../errors';
import type { Answered, CallContext, DistributionQuestion, Observation, Upstream } from '../../upstream/upstream';
import { describeRange } from '../noData';
import { modelMatchers } from '../resolveModel';
import { checkComparisons } from '../steps';
import { inPlaceOf, withUsual } from '../usualTraffic';
import {
  alignConfidences,
  bucketsEvidence,
  onPositiveScale,
  type ConfidenceCounts,
  type Outcome,
} from './bucketsEvidence';
import { className } from './classNames';
import { groupKey, groupOf, type Group } from './groups';
import type { Evidence, Subject } from './evidence';
import type { Material, MaterialGroup } from './material';
import type { Plan } from './plan';
import { classSubject } from './subject';

/** What the histogram counted, by group; a group is the text of its labels. */
type Side = ReadonlyMap<string, { readonly group: Group; readonly parts: readonly ConfidenceCounts[] }>;

/** How many confidences there are, how many of them lie above 1, and what was made fit. */
interface Odd {
  all: number;
  above: number;
  readonly repairs: Repair[];
}

const nothingOdd = (): Odd => ({ all: 0, above: 0, repairs: [] });

const STEPS = 20;

/** On which bounds native histograms are read: their own, which grow by factors, share none with those of 1 - confidence. */
const NATIVE_EDGES = Array.from({ length: STEPS }, (_, i) => (i + 1) / STEPS);

interface Names {
  readonly prediction: string;
  readonly correct: string;
}

const OUTCOMES: Readonly<Record<string, Outcome>> = { true: 'right', false: 'wrong', '': 'unknown' };

function outcomeOf(value: string, { correct }: Names): Outcome {
  const outcome = OUTCOMES[value.toLowerCase()];
  if (outcome === undefined) {
    throw new TidemarkError(
      'unusable_data',
      `The label "${correct}" of the histogram of confidence is ${JSON.stringify(value)}: it must be true or false, or missing where the truth is not known. Name another label in metrics.correctLabel of the model.`
    );
  }
  return outcome;
}

function plainOf(observation: Observation): Histogram | undefined {
  return observation.kind === 'histogram' ? observation.histogram : undefined;
}

function onSteps(native: NativeHistogram, odd: Odd): NumericHistogram {
  const rebinned = rebinNative(native, NATIVE_EDGES);
  if (!rebinned.ok) {
    throw new TidemarkError('unusable_data', rebinned.detail);
  }
  odd.repairs.push(...rebinned.repairs);
  return rebinned.value;
}

/** Counts of one histogram within 0 to 1; those above are no confidences, and counted apart. */
function histogramOf(observation: Observation, metric: string, odd: Odd): NumericHistogram {
  if (observation.kind === 'unusable') {
    throw new TidemarkError('unusable_data', observation.message);
  }
  const histogram = observation.kind === 'native' ? onSteps(observation.native, odd) : plainOf(observation);
  if (histogram?.kind !== 'numeric') {
    throw new TidemarkError('unusable_data', `"${metric}" is no histogram of confidence.`);
  }
  const { edges, counts } = histogram;
  const isAbove = (bin: number): boolean => (edges[bin - 1] ?? 0) >= 1;
  odd.all += counts.reduce((all, count) => all + count, 0);
  odd.above += counts.reduce((all, count, bin) => all + (isAbove(bin) ? count : 0), 0);
  return { kind: 'numeric', edges, counts: counts.map((count, bin) => (isAbove(bin) ? 0 : count)) };
}

/** Sorts one answer of the upstream by group, class and outcome. */
function sideOf(
  rows: ReadonlyArray<{ readonly group: Group; readonly observation: Observation }>,
  by: readonly string[],
  names: Names,
  metric: string,
  odd: Odd
): Side {
  const side = new Map<string, { group: Group; parts: ConfidenceCounts[] }>();
  for (const { group, observation } of rows) {
    const key = groupKey(group, by);
    const known = side.get(key) ?? {
      group: groupOf(group, by),
      parts: [],
    };
    known.parts.push({
      prediction: className(group[names.prediction] ?? ''),
      outcome: outcomeOf(group[names.correct] ?? '', names),
      histogram: histogramOf(observation, metric, odd),
    });
    side.set(key, known);
  }
  return side;
}

function subjectOf(model: ModelSettings, sides: readonly Side[]) {
  const predicted = new Map<string, number>();
  for (const side of sides) {
    for (const { parts } of side.values()) {
      for (const { prediction, histogram } of parts) {
        const count = histogram.counts.reduce((all, one) => all + one, 0);
        predicted.set(prediction, (predicted.get(prediction) ?? 0) + count);
      }
    }
  }
  const names = [...predicted.keys()].sort();
  return classSubject(model, { names, predicted: names.map((name) => predicted.get(name) ?? 0), labelled: [] });
}

/** Of all histograms that were cut into even steps, how far off the worst may be. */
function worstRebinning(repairs: readonly Repair[]): readonly string[] {
  const errorOf = (repair: Repair): number => (repair.kind === 'interpolated_native' ? repair.error : 0);
  const [first] = [...repairs].sort((a, b) => errorOf(b) - errorOf(a));
  return first === undefined ? [] : [`Confidence: ${describeRepair(first)}`];
}

/** What is not told apart any more, because classes are counted in other buckets. */
function boundsNotices(sides: readonly Side[], subject: Subject): readonly string[] {
  const parts = sides.flatMap((side) => [...side.values()].flatMap((one) => one.parts));
  const aligned = alignConfidences(subject.task === 'binary' ? onPositiveScale(parts, subject.positive) : parts);
  return aligned.ok ? aligned.repairs.map((repair) => `Confidence: ${describeRepair(repair)}`) : [];
}

/**
 * Reads histograms of confidence, where there is no log: `model_prediction_confidence` with the predicted class, and
 * whether it was right where labels are known at once. The upstream does the counting.
 *
 * @returns undefined where nothing was counted.
 */
export async function readBuckets(
  plan: Plan,
  {
    upstream,
    model,
    context,
  }: { readonly upstream: Upstream; readonly model: ModelSettings; readonly context: CallContext }
): Promise<Material | undefined> {
  if (model.task === 'regression') {
    throw new TidemarkError(
      'no_log',
      `The performance of a regression takes the log of its predictions and labels, and there is none of the model ${JSON.stringify(model.id)}: set loki.url in the settings of the data source.`
    );
  }
  const metric = model.metrics?.predictionConfidence ?? TELEMETRY.predictionConfidence;
  const names: Names = {
    prediction: model.metrics?.predictionLabel ?? TELEMETRY.predictionLabel,
    correct: model.metrics?.correctLabel ?? TELEMETRY.correctLabel,
  };
  const question = (matchers: Plan['filters'], by: readonly string[]): DistributionQuestion => ({
    source: { kind: 'histogram', orNative: true, metric, matchers },
    features: [],
    groupBy: [...by, names.prediction, names.correct],
  });
  const replaced = new Set(plan.reference?.matchers.map(({ label }) => label));
  const referenceBy = plan.groupBy.filter((label) => !replaced.has(label));
  const now = question(withUsual([...modelMatchers(model), ...plan.filters], plan.usual), plan.groupBy);
  const before = question(inPlaceOf(now.source.matchers, plan.reference?.matchers ?? []), referenceBy);

  const { steps, reference } = plan;
  const nothing: Answered<readonly never[]> = { value: [], executed: '', notices: [] };
  const [current, overTime, earlier] = await Promise.all([
    upstream.distributions(now, plan.range, context),
    steps === undefined
      ? nothing
      : upstream.distributionsOverTime(now, plan.range, steps.windowMs, steps.stepMs, context),
    reference === undefined ? nothing : upstream.distributions(before, reference.range, context),
  ]);

  const odd = nothingOdd();
  const side = sideOf(current.value, plan.groupBy, names, metric, odd);
  const other = sideOf(earlier.value, referenceBy, names, metric, odd);
  if (odd.above > odd.all / 2) {
    throw new TidemarkError(
      'unusable_data',
      `Most of what "${metric}" counts lies above 1: give confidences from 0 to 1, and not in percent.`
    );
  }
  if (side.size === 0 && other.size === 0) {
    return undefined;
  }
  const { subject, notices } = subjectOf(model, [side, other]);
  const evidence = (parts: readonly ConfidenceCounts[]): Evidence => bucketsEvidence(parts, subject);

  /** By group and instant. */
  const windows = new Map<string, Map<number, ConfidenceCounts[]>>();
  for (const { group, points } of overTime.value) {
    const key = groupKey(group, plan.groupBy);
    const ofGroup = windows.get(key) ?? new Map<number, ConfidenceCounts[]>();
    for (const { time, observation } of points) {
      const [only] = sideOf([{ group, observation }], plan.groupBy, names, metric, nothingOdd()).values();
      ofGroup.set(time, [...(ofGroup.get(time) ?? []), ...(only?.parts ?? [])]);
    }
    windows.set(key, ofGroup);
  }
  checkComparisons(side.size, steps?.times.length ?? 0);

  const shown: Side =
    side.size > 0 ? side : plan.groupBy.length === 0 ? new Map([['[]', { group: {}, parts: [] }]]) : emptyOf(other);
  const groups = [...shown]
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([key, { group, parts }]): MaterialGroup => {
      const own = other.get(groupKey(group, referenceBy));
      return {
        group,
        blocks: [{ end: plan.range.to, evidence: () => evidence(parts) }],
        together: () => evidence(parts),
        steps: (steps?.times ?? []).map((end) => ({
          end,
          evidence: () => evidence(windows.get(key)?.get(end) ?? []),
        })),
        reference: own === undefined ? undefined : evidence(own.parts),
      };
    });
  return {
    subject,
    groups,
    isGrouped: plan.groupBy.length > 0,
    reference: reference === undefined ? undefined : evidence([...other.values()].flatMap(({ parts }) => parts)),
    learnedFrom: reference,
    delays: undefined,
    labelsAtOnce: true,
    notices: [
      ...new Set([
        ...current.notices,
        ...overTime.notices,
        ...earlier.notices,
        ...notices,
        ...(odd.above > 0
          ? [`Confidences above 1, which are none: ${Math.round(odd.above).toLocaleString('en')}. They are left out.`]
          : []),
        ...worstRebinning(odd.repairs),
        ...boundsNotices([side, other], subject),
      ]),
    ],
    executed: [
      {
        title: `current: ${describeRange(plan.range)}`,
        executed: [current.executed, overTime.executed].filter((text) => text !== ''),
      },
      ...(reference === undefined
        ? []
        : [{ title: `reference: ${describeRange(reference.range)}`, executed: [earlier.executed] }]),
    ],
  };
}

/** Groups of the reference in which nothing is counted now: an alert rule is told of them. */
function emptyOf(side: Side): Side {
  return new Map([...side].map(([key, { group }]) => [key, { group, parts: [] }]));
}
