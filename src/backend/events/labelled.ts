import { formatDuration } from '../../model';
import type { CallContext, TimeRange } from '../upstream/upstream';
import type { EventQuestion, EventReport, EventUpstream, PredictionEvent, ReadOptions } from '../upstream/events';
import { IdTable } from './idTable';
import { LabelIndex, type KnownLabel } from './labels';
import { MOST_EVENTS } from './limits';
import { fractionFor } from './sampling';
import { takingTurns } from './turns';

/** One prediction, and the truth about it where that is known by now. */
export interface LabelledPrediction {
  readonly prediction: PredictionEvent;
  readonly label: KnownLabel | undefined;
}

/** Predictions that are to be read: those of the current window, or those of a reference. */
export interface PredictionPart {
  readonly question: EventQuestion<'prediction'>;
  readonly range: TimeRange;
  /** Labels that came later need not be read for this part; without it, they are read up to now. */
  readonly labelsTo?: number;
}

/** What became of the lines of one part. Complete after the last batch. */
export interface LabelledCounts {
  /** Predictions handed over, each id once. */
  readonly predictions: number;
  readonly labelled: number;
  /** Further lines of a prediction that was there already: the first in time counts. */
  readonly duplicates: number;
  /** Predictions without an id, which no label can ever name. They are handed over, unlabelled. */
  readonly withoutId: number;
}

/** Predictions in order of time, in batches, each with its label. */
export interface LabelledReading extends AsyncIterable<readonly LabelledPrediction[]> {
  counts(): LabelledCounts;
  report(): EventReport;
}

/** The labels of all parts, read once, and the predictions to be streamed past them. */
export interface LabelledLog {
  /** The share of prediction ids that is read: 1, but for more events than pass through one query. */
  readonly fraction: number;
  readonly labels: LabelIndex;
  /** What was asked for labels and counts, as text to be pasted. */
  readonly executed: readonly string[];
  /** What has to be said of the labels, and of the fraction. */
  readonly notices: readonly string[];
  read(part: PredictionPart): LabelledReading;
}

export interface LabelledOptions {
  readonly parts: readonly PredictionPart[];
  /** Undefined where nothing that is asked for needs a label: then none is read. */
  readonly labels: EventQuestion<'label'> | undefined;
  /** Milliseconds since the epoch: labels count however late they came, so they are read up to now. */
  readonly now: number;
  readonly most?: number;
  /** How far before the ranges is looked; a minute where it is left out. */
  readonly marginMs?: number;
}

const counted = (count: number): string => count.toLocaleString('en');

function labelNotices({ corrections, withoutUse }: LabelIndex): readonly string[] {
  return [
    ...(corrections > 0 ? [`Predictions whose labels differ: ${counted(corrections)}. The latest label holds.`] : []),
    ...(withoutUse > 0
      ? [`Label lines that name no prediction, or hold no label: ${counted(withoutUse)}. They are left out.`]
      : []),
  ];
}

/** Stretches of the log that hold the labels, the most wanted first. */
interface LabelStretch {
  readonly range: TimeRange;
  /** Read so many at most, from the beginning on: labels mostly come soon. */
  readonly limit?: number;
}

/**
 * How far before a range is looked, too. For labels that another clock stamped before their prediction; and for lines of
 * which a copy lies in the range: the first counts, so that no prediction is counted in two ranges side by side.
 */
const MARGIN_MS = 60_000;

/** What that means for who sees repeated lines counted. */
export const REPEATED_KNOWN = `A repetition is known by its first line up to ${formatDuration(MARGIN_MS)} before the time range: what is logged again later than that counts once in either range.`;

/** The least that is read of the labels of a reference, however many the current window has. */
const SMALLEST_ROOM = 0.25;

/** Stretches of time in rising order, those that meet made one. */
function joined(ranges: readonly TimeRange[]): readonly TimeRange[] {
  const all: TimeRange[] = [];
  for (const range of [...ranges].filter(({ from, to }) => to > from).sort((a, b) => a.from - b.from)) {
    const last = all.at(-1);
    if (last !== undefined && range.from <= last.to) {
      all[all.length - 1] = { from: last.from, to: Math.max(last.to, range.to) };
    } else {
      all.push(range);
    }
  }
  return all;
}

/**
 * Which labels to read: from the predictions of each part up to where it wants them. Where that is too much, those of
 * the latest part are read in full, and the others from their beginning on, as far as there is room: a reference of long
 * ago has the labels of all the time since behind it, few of which are its own.
 */
async function stretchesOf(
  events: EventUpstream,
  question: EventQuestion<'label'>,
  { parts, now, most = MOST_EVENTS, marginMs = MARGIN_MS }: LabelledOptions,
  context: CallContext
): Promise<{
  readonly stretches: readonly LabelStretch[];
  readonly count: number;
  readonly notices: readonly string[];
}> {
  // A range may end ahead of the clock of this machine.
  const end = Math.max(now, ...parts.map(({ range }) => range.to));
  const beginning = ({ range }: PredictionPart): number => range.from - marginMs;
  const latest = Math.max(...parts.map(beginning));
  const wanted = parts.map((part) => ({ from: beginning(part), to: Math.min(end, part.labelsTo ?? end) }));
  const all = joined(wanted);
  const count = async (ranges: readonly TimeRange[]) => {
    const answers = await Promise.all(ranges.map((range) => events.count(question, range, context)));
    return {
      value: answers.reduce((sum, { value }) => sum + value, 0),
      notices: answers.flatMap(({ notices }) => notices),
    };
  };
  const { value, notices } = await count(all);
  if (value <= most || parts.every((part) => beginning(part) === latest)) {
    return { stretches: all.map((range) => ({ range })), count: value, notices };
  }
  const current = { from: latest, to: end };
  const others = joined(wanted.map(({ from, to }) => ({ from, to: Math.min(to, latest) })));
  const own = await count([current]);
  const limit = Math.max(Math.ceil(SMALLEST_ROOM * most), most - own.value);
  return { stretches: [{ range: current }, ...others.map((range) => ({ range, limit }))], count: own.value, notices };
}

/**
 * Joins labels to predictions by prediction id in two passes: labels from the earliest prediction up to now into an
 * index, then the predictions of each part streamed past it, so that a prediction is never held.
 *
 * It counts first. Where there is more than `most`, one sample of prediction ids is taken for all parts and for the
 * labels, so that a prediction that is read keeps its label.
 */
export async function openLabelled(
  events: EventUpstream,
  options: LabelledOptions,
  context: CallContext
): Promise<LabelledLog> {
  const { parts, labels: question, most = MOST_EVENTS, marginMs = MARGIN_MS } = options;
  const [predictions, wanted] = await Promise.all([
    Promise.all(parts.map((part) => events.count(part.question, part.range, context))),
    question === undefined ? undefined : stretchesOf(events, question, options, context),
  ]);
  const all = predictions.reduce((sum, { value }) => sum + value, 0);
  const labelCount = wanted?.count ?? 0;
  const fraction = Math.min(fractionFor(all, most), fractionFor(labelCount, most));
  const sampled: ReadOptions = fraction < 1 ? { sampling: { by: 'predictionId', fraction } } : {};

  const index = new LabelIndex();
  const executed: string[] = [];
  const notices: string[] = [...predictions.flatMap((answer) => answer.notices), ...(wanted?.notices ?? [])];
  if (fraction < 1) {
    notices.push(
      `${counted(all)} predictions and ${counted(labelCount)} labels are more than the ${counted(most)} that are read at once: numbers rest on a sample of ${Number((100 * fraction).toPrecision(2))} % of the prediction ids. Narrow the time range, or filter, to read all.`
    );
  }
  if (question !== undefined) {
    const turn = takingTurns(context.signal);
    for (const { range, limit } of wanted?.stretches ?? []) {
      const reading = events.read(question, range, context, limit === undefined ? sampled : { ...sampled, limit });
      let last = range.from;
      for await (const batch of reading) {
        batch.forEach((event) => index.add(event));
        last = batch.at(-1)?.time ?? last;
        await turn();
      }
      const report = reading.report();
      executed.push(...report.executed);
      notices.push(...report.notices);
      if (limit !== undefined && report.cut) {
        notices.push(
          `Labels of the reference are read up to ${new Date(last).toISOString()}, because there are too many since: what came later counts as not labelled there.`
        );
      }
    }
    notices.push(...labelNotices(index));
  }

  return {
    fraction,
    labels: index,
    executed,
    notices: [...new Set(notices)],
    read: (part) => {
      const { from, to } = part.range;
      const reading = events.read(part.question, { from: from - marginMs, to }, context, sampled);
      const seen = new IdTable();
      const counts = { predictions: 0, labelled: 0, duplicates: 0, withoutId: 0 };
      const join = (prediction: PredictionEvent): LabelledPrediction | undefined => {
        const id = prediction.predictionId;
        const isNew = id === undefined || id === '' || seen.add(id);
        if (prediction.time <= from) {
          return undefined;
        }
        if (!isNew) {
          counts.duplicates++;
          return undefined;
        }
        counts.withoutId += id === undefined || id === '' ? 1 : 0;
        const label = index.of(id);
        counts.predictions++;
        counts.labelled += label === undefined ? 0 : 1;
        return { prediction, label };
      };
      return {
        async *[Symbol.asyncIterator]() {
          const turn = takingTurns(context.signal);
          for await (const batch of reading) {
            yield batch.map(join).filter((joined) => joined !== undefined);
            await turn();
          }
        },
        counts: () => ({ ...counts }),
        report: () => reading.report(),
      };
    },
  };
}
