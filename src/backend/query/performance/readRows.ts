import { labelDelays } from '../../../engine';
import { formatDuration, parseDuration, TELEMETRY, type ModelSettings, type Settings } from '../../../model';
import { TidemarkError } from '../../errors';
import { openLabelled, type LabelledPrediction, type LabelledReading } from '../../events/labelled';
import type { EventQuestion, EventUpstream, PredictionEvent } from '../../upstream/events';
import type { CallContext, TimeRange } from '../../upstream/upstream';
import { describeRange } from '../noData';
import type { QueryRequest } from '../request';
import { eventQuestion, labelQuestion } from '../resolveEvents';
import { checkComparisons } from '../steps';
import { className, ClassNames } from './classNames';
import { Columns } from './columns';
import type { Evidence, Subject } from './evidence';
import { groupKey, groupOf, type Group } from './groups';
import type { EvidenceWindow, Material, MaterialGroup } from './material';
import type { PerformanceReference, Plan } from './plan';
import { classEvidence, numberEvidence, type Span } from './rowsEvidence';
import { classSubject, isYes, valuesOf } from './subject';

/** More are no segments that anybody looks at. */
const MOST_GROUPS = 1_000;
/** So often a row may be looked at over time; windows that overlap more tell nothing new, and steps are left out. */
const MOST_VISITS = 200_000_000;

const MINUTE_MS = 60_000;
const HOUR_MS = 60 * MINUTE_MS;
const DAY_MS = 24 * HOUR_MS;

const many = (count: number): string => count.toLocaleString('en');

/** A number, also where it is written as a text; NaN where it is none. */
function numberOf(value: string | number | undefined): number {
  const number = typeof value === 'string' && value.trim() !== '' ? Number(value) : value;
  return typeof number === 'number' && Number.isFinite(number) ? number : NaN;
}

function chance(value: number | undefined): number {
  return value !== undefined && value >= 0 && value <= 1 ? value : NaN;
}

/** What was odd about the lines, to be said. */
interface Oddities {
  withoutPrediction: number;
  notNumbers: number;
  labelsNotNumbers: number;
  outsideChance: number;
  withoutConfidence: number;
  readonly roles: Map<string, number>;
}

/** Rows of one side by group. */
type Side = Map<string, { readonly group: Group; readonly columns: Columns }>;

/** Sorts predictions into columns as they pass by. */
class Sorter {
  readonly classes = new ClassNames();
  readonly predicted: number[] = [];
  readonly labelled: number[] = [];
  readonly odd: Oddities = {
    withoutPrediction: 0,
    notNumbers: 0,
    labelsNotNumbers: 0,
    outsideChance: 0,
    withoutConfidence: 0,
    roles: new Map(),
  };
  kind: 'classes' | 'numbers' | undefined;
  /** As services name it, and as a class. */
  private tracked: string | undefined;

  constructor(private readonly model: ModelSettings) {}

  get trackedClass(): string | undefined {
    return this.tracked === undefined ? undefined : className(this.tracked);
  }

  add(side: Side, batch: readonly LabelledPrediction[], by: readonly string[]): void {
    if (batch.length > 0) {
      this.kind ??= valuesOf(this.model.task, batch);
    }
    for (const joined of batch) {
      const { prediction: event } = joined;
      if (event.prediction === undefined) {
        this.odd.withoutPrediction++;
      } else {
        this.odd.roles.set(event.role, (this.odd.roles.get(event.role) ?? 0) + 1);
        const columns = this.columnsOf(side, event, by);
        if (this.kind === 'numbers') {
          this.addNumber(columns, joined, event.prediction);
        } else {
          this.addClass(columns, joined, event.prediction);
        }
      }
    }
  }

  private columnsOf(side: Side, { group }: PredictionEvent, by: readonly string[]): Columns {
    const key = groupKey(group, by);
    const known = side.get(key);
    if (known !== undefined) {
      return known.columns;
    }
    if (side.size >= MOST_GROUPS) {
      throw new TidemarkError(
        'bad_query',
        `groupBy: ${by.join(', ')} has more than ${MOST_GROUPS} values: group by a label with fewer, or filter.`
      );
    }
    const columns = new Columns(this.kind ?? 'classes');
    side.set(key, { group: groupOf(group, by), columns });
    return columns;
  }

  private addNumber(columns: Columns, { prediction: event, label }: LabelledPrediction, value: string | number): void {
    const prediction = numberOf(value);
    if (Number.isNaN(prediction)) {
      this.odd.notNumbers++;
      return;
    }
    const truth = numberOf(label?.label);
    this.odd.labelsNotNumbers += label !== undefined && Number.isNaN(truth) ? 1 : 0;
    columns.add({
      time: event.time,
      prediction,
      label: truth,
      confidence: NaN,
      probability: NaN,
      delay: delayOf({ prediction: event, label: Number.isNaN(truth) ? undefined : label }),
    });
  }

  private addClass(columns: Columns, joined: LabelledPrediction, value: string | number): void {
    const { prediction: event, label } = joined;
    const { confidence: claimed, probabilities } = event;
    const prediction = this.classes.codeOf(value);
    const truth = label === undefined ? -1 : this.classes.codeOf(label.label);
    this.predicted[prediction] = (this.predicted[prediction] ?? 0) + 1;
    if (truth >= 0) {
      this.labelled[truth] = (this.labelled[truth] ?? 0) + 1;
    }
    const confidence = chance(claimed ?? probabilities?.[String(value)]);
    const probability = probabilities === undefined ? NaN : chance(probabilities[this.track(probabilities)]);
    if (Number.isNaN(confidence) && Number.isNaN(probability)) {
      this.odd[claimed === undefined ? 'withoutConfidence' : 'outsideChance']++;
    }
    columns.add({ time: event.time, prediction, label: truth, confidence, probability, delay: delayOf(joined) });
  }

  /** The class whose probability is kept: the positive one where it is known, else one that says yes, else the last. */
  private track(probabilities: Readonly<Record<string, number>>): string {
    if (this.tracked === undefined) {
      const names = Object.keys(probabilities).sort();
      // Classes that are never predicted are known from here.
      names.forEach((name) => this.classes.codeOf(name));
      const positive = this.model.positive;
      this.tracked =
        names.find((name) => positive !== undefined && className(name) === className(positive)) ??
        names.find(isYes) ??
        names.at(-1) ??
        '';
    }
    return this.tracked;
  }
}

function delayOf({ prediction, label }: LabelledPrediction): number {
  return label === undefined ? NaN : (label.firstTime - prediction.time) / 1000;
}

function oddNotices(odd: Oddities, plan: Plan, all: number): readonly string[] {
  const { roles } = odd;
  const saysRole = [...plan.groupBy, ...plan.filters.map(({ label }) => label)].includes(TELEMETRY.roleLabel);
  return [
    ...(odd.withoutPrediction > 0
      ? [
          `Lines without a prediction, of requests that failed perhaps: ${many(odd.withoutPrediction)}. They are left out.`,
        ]
      : []),
    ...(odd.notNumbers > 0
      ? [`Predictions of this regression that are no number: ${many(odd.notNumbers)}. They are left out.`]
      : []),
    ...(odd.labelsNotNumbers > 0
      ? [`Labels of this regression that are no number: ${many(odd.labelsNotNumbers)}. They count as missing.`]
      : []),
    ...(odd.outsideChance > 0
      ? [`Confidences that do not lie from 0 to 1: ${many(odd.outsideChance)}. They count as missing.`]
      : []),
    ...(odd.withoutConfidence > 0 && odd.withoutConfidence < all
      ? [
          `Predictions without a confidence: ${many(odd.withoutConfidence)} of ${many(all)}. Estimates are of the others.`,
        ]
      : []),
    ...(roles.size > 1 && !saysRole
      ? [
          `Predictions of several roles are taken together (${[...roles.keys()].sort().join(', ')}): filter by role, or group by it.`,
        ]
      : []),
  ];
}

/** Where a service logs the probability of the positive class as the confidence in whatever it predicted. */
function claimsNotice(sides: readonly Side[], subject: Subject, names: readonly string[]): readonly string[] {
  if (subject.task !== 'binary' || names.length > 2) {
    return [];
  }
  const positive = names.indexOf(subject.positive);
  let [negatives, low] = [0, 0];
  for (const side of sides) {
    for (const { columns } of side.values()) {
      for (let row = 0; row < columns.length; row++) {
        if (columns.prediction[row] !== positive && Number.isNaN(columns.probability[row])) {
          negatives++;
          low += (columns.confidence[row] as number) < 0.5 ? 1 : 0;
        }
      }
    }
  }
  return low > negatives / 2
    ? [
        `Most predictions other than ${JSON.stringify(subject.positive)} have a confidence below 0.5: confidence should be that of what was predicted. Log the chance of each class as probabilities, if it is the positive one's.`,
      ]
    : [];
}

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

function partOf(
  question: EventQuestion<'prediction'>,
  plan: Plan
): { question: EventQuestion<'prediction'>; range: TimeRange } {
  const { steps, range } = plan;
  const first = steps === undefined ? range.from : Math.min(range.from, (steps.times[0] ?? range.to) - steps.windowMs);
  return { question, range: { from: first, to: range.to } };
}

/** So many predictions teach all that can be learned of calibration; the lines of more would only cost time. */
const MOST_LEARNED = 100_000;
/** Their labels need time to come: where the settings do not say how much, so many times the length of what is learned from. */
const WAIT_FOR_LABELS = 2;

/**
 * As much as is worth reading of a reference that nobody asked for, where all of it would be too much. It lies a while
 * before its end, so that labels have had time to come; all labels since then have to be read, too.
 */
async function affordable(
  reference: PerformanceReference,
  question: EventQuestion<'prediction'>,
  { events, model, context }: { events: EventUpstream; model: Pick<ModelSettings, 'labels'>; context: CallContext }
): Promise<PerformanceReference> {
  if (!reference.isDefault) {
    return reference;
  }
  const { from, to } = reference.range;
  const { value } = await events.count(question, reference.range, context);
  if (value <= MOST_LEARNED) {
    return reference;
  }
  const length = Math.ceil(((to - from) * MOST_LEARNED) / value);
  const wait = model.labels === undefined ? Math.min(WAIT_FOR_LABELS * length, to - from - length) : 0;
  return {
    ...reference,
    range: { from: to - wait - length, to: to - wait },
    text: `${formatDuration(roughly(length))} of ${reference.text}`,
  };
}

/** A length that can be read: whole minutes, or hours where it is days. */
function roughly(lengthMs: number): number {
  const unit = lengthMs > DAY_MS ? HOUR_MS : MINUTE_MS;
  return Math.max(unit, Math.round(lengthMs / unit) * unit);
}

/** The same question of the reference: with other labels, where it is told by labels. */
function referencePart(question: EventQuestion<'prediction'>, reference: PerformanceReference) {
  const replaced = new Set(reference.matchers.map(({ label }) => label));
  return {
    range: reference.range,
    question: {
      ...question,
      filters: [...question.filters.filter(({ label }) => !replaced.has(label)), ...reference.matchers],
      groupBy: question.groupBy.filter((label) => !replaced.has(label)),
    },
  };
}

/**
 * Reads the log: labels first, then predictions past them, each kept as a few numbers, so that a million of them fit
 * into some 40 MB and any window can be cut from them.
 *
 * @returns undefined where the log holds no prediction at all.
 */
export async function readRows(
  { query }: Pick<QueryRequest, 'query'>,
  plan: Plan,
  {
    events,
    model,
    settings,
    now,
    context,
  }: {
    readonly events: EventUpstream;
    readonly model: ModelSettings;
    readonly settings: Settings;
    readonly now: number;
    readonly context: CallContext;
  }
): Promise<Material | undefined> {
  const question = eventQuestion('prediction', { query, settings });
  const current = partOf(question, plan);
  const learnedFrom =
    plan.reference === undefined ? undefined : await affordable(plan.reference, question, { events, model, context });
  const reference = learnedFrom === undefined ? undefined : referencePart(question, learnedFrom);
  const log = await openLabelled(
    events,
    {
      parts: [current, ...(reference === undefined ? [] : [reference])],
      labels: labelQuestion(query, settings),
      now,
    },
    context
  );

  const sorter = new Sorter(model);
  const notices = [...log.notices];
  const executed = [{ title: `labels up to ${new Date(now).toISOString()}`, executed: log.executed }];
  let predictions = 0;
  const pass = async (part: typeof current | undefined, title: string): Promise<Side> => {
    const side: Side = new Map();
    if (part !== undefined) {
      const reading: LabelledReading = log.read(part);
      for await (const batch of reading) {
        sorter.add(side, batch, part.question.groupBy);
      }
      const { predictions: count, duplicates, withoutId } = reading.counts();
      const report = reading.report();
      predictions += count;
      executed.push({ title: `${title}: ${describeRange(part.range)}`, executed: report.executed });
      notices.push(
        ...report.notices,
        ...(duplicates > 0
          ? [
              `Predictions that were logged more than once, of the ${title}: ${many(duplicates)}. The first of each counts.`,
            ]
          : []),
        ...(withoutId > 0
          ? [
              `Predictions without an id, of the ${title}: ${many(withoutId)}. No label can be theirs: log prediction_id.`,
            ]
          : [])
      );
    }
    return side;
  };
  // One after the other: the reference first, so that classes are known in an order that does not hang on chance.
  const before = await pass(reference, 'reference');
  const side = await pass(current, 'current');
  if (predictions === 0) {
    return undefined;
  }

  const names = sorter.classes.names();
  const { subject, notices: guesses } =
    sorter.kind === 'numbers'
      ? { subject: { task: 'regression' } as const, notices: numbersNotice(model) }
      : classSubject(model, { names, predicted: sorter.predicted, labelled: sorter.labelled });
  const evidence = evidenceOf(subject, names, sorter.trackedClass);
  const all = [...side.values(), ...before.values()].reduce((sum, { columns }) => sum + columns.length, 0);
  notices.push(...guesses, ...oddNotices(sorter.odd, plan, all), ...claimsNotice([side, before], subject, names));

  const until = referenceEnd(learnedFrom, model, now);
  const referenceSpan = (columns: Columns): Span => ({ columns, from: 0, to: columns.firstAfter(until) });
  const pooled = [...before.values()].map(({ columns }) => referenceSpan(columns));
  if (learnedFrom !== undefined && until < learnedFrom.range.to) {
    notices.push(
      `The reference is taken up to ${new Date(until).toISOString()}: later predictions still wait for labels, which take ${model.labels?.delay}.`
    );
  }

  const { steps } = plan;
  const rows = [...side.values()].reduce((sum, { columns }) => sum + columns.length, 0);
  const times = steps === undefined ? [] : thinned(steps.times, rows, steps.windowMs / steps.stepMs);
  if (times.length < (steps?.times.length ?? 0)) {
    notices.push(
      `${many(times.length)} of ${many(steps?.times.length ?? 0)} points are computed: windows overlap so much that others would tell nothing new. Choose a longer interval, or a shorter window.`
    );
  }
  checkComparisons(side.size, times.length);

  const materialOf = ({
    group,
    columns,
  }: {
    group: Readonly<Record<string, string>>;
    columns: Columns;
  }): MaterialGroup => {
    const spanOf = ({ from, to }: TimeRange): Span => ({
      columns,
      from: columns.firstAfter(from),
      to: columns.firstAfter(to),
    });
    const spans = new Map(plan.blocks.map((block) => [block.to, spanOf(block)]));
    const own = before.get(groupKey(group, reference?.question.groupBy ?? []));
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
  const wholeReference = reference === undefined ? undefined : evidence(pooled);
  return {
    subject,
    groups: groupsShown(side, before, plan).map(materialOf),
    reference: wholeReference,
    learnedFrom,
    delays: reference === undefined ? undefined : delaysOf(pooled, evidence, now),
    isGrouped: plan.groupBy.length > 0,
    labelsAtOnce: false,
    notices: [...new Set(notices)],
    executed,
  };
}

function numbersNotice({ id, task }: ModelSettings): readonly string[] {
  return task === undefined
    ? [
        `Predictions are numbers, so this is taken as a regression: set task of the model ${JSON.stringify(id)} in the settings.`,
      ]
    : [];
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
        ? [['[]', { group: {}, columns: nothing }] as const]
        : [...before].map(([key, { group }]) => [key, { group, columns: nothing }] as const);
  return seen.sort(([a], [b]) => (a < b ? -1 : 1)).map(([, one]) => one);
}
