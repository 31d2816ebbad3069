import type { CallContext, TimeRange } from '../upstream/upstream';
import type { EventQuestion, EventReport, EventUpstream, PredictionEvent, Sampling } from '../upstream/events';
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

/**
 * Joins labels to predictions by prediction id in two passes: all labels from the earliest prediction up to now into an
 * index, then the predictions of each part streamed past it, so that a prediction is never held.
 *
 * It counts first. Where there is more than `most`, one sample of prediction ids is taken for all parts and for the
 * labels, so that a prediction that is read keeps its label.
 */
export async function openLabelled(
  events: EventUpstream,
  { parts, labels: question, now, most = MOST_EVENTS }: LabelledOptions,
  context: CallContext
): Promise<LabelledLog> {
  const from = Math.min(...parts.map(({ range }) => range.from));
  // A range may end ahead of the clock of this machine.
  const to = Math.max(now, ...parts.map(({ range }) => range.to));
  const [predictions, labelCount] = await Promise.all([
    Promise.all(parts.map((part) => events.count(part.question, part.range, context))),
    question === undefined ? undefined : events.count(question, { from, to }, context),
  ]);
  const all = predictions.reduce((sum, { value }) => sum + value, 0);
  const fraction = Math.min(fractionFor(all, most), fractionFor(labelCount?.value ?? 0, most));
  const sampling: Sampling | undefined = fraction < 1 ? { by: 'predictionId', fraction } : undefined;
  const options = sampling === undefined ? {} : { sampling };

  const index = new LabelIndex();
  const executed: string[] = [];
  const notices: string[] = [...predictions, ...(labelCount === undefined ? [] : [labelCount])].flatMap(
    (answer) => answer.notices
  );
  if (sampling !== undefined) {
    notices.push(
      `${counted(all)} predictions and ${counted(labelCount?.value ?? 0)} labels are more than the ${counted(most)} that are read at once: numbers rest on a sample of ${Number((100 * fraction).toPrecision(2))} % of the prediction ids. Narrow the time range, or filter, to read all.`
    );
  }
  if (question !== undefined) {
    const turn = takingTurns(context.signal);
    const reading = events.read(question, { from, to }, context, options);
    for await (const batch of reading) {
      batch.forEach((event) => index.add(event));
      await turn();
    }
    const report = reading.report();
    executed.push(...report.executed);
    notices.push(...report.notices, ...labelNotices(index));
  }

  return {
    fraction,
    labels: index,
    executed,
    notices: [...new Set(notices)],
    read: (part) => {
      const reading = events.read(part.question, part.range, context, options);
      const seen = new IdTable();
      const counts = { predictions: 0, labelled: 0, duplicates: 0, withoutId: 0 };
      const join = (prediction: PredictionEvent): LabelledPrediction | undefined => {
        const id = prediction.predictionId;
        if (id === undefined || id === '') {
          counts.withoutId++;
        } else if (!seen.add(id)) {
          counts.duplicates++;
          return undefined;
        }
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
