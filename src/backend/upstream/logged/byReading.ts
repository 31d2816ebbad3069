import { takingTurns } from '../../events/turns';
import type { EventSource } from '../eventSource';
import type { Answered, CallContext, Matcher, ObservedFeature, ObservedFeatureOverTime, TimeRange } from '../upstream';
import { FeatureFold, type FeatureRow } from './fold';
import type { LoggedFeature } from './subject';

/** What is wanted of each line. */
export interface RowQuestion {
  readonly source: EventSource;
  readonly filters: readonly Matcher[];
  readonly groupBy: readonly string[];
  readonly features: readonly LoggedFeature[];
}

/** Lines in order of time, in batches. */
export interface RowReading extends AsyncIterable<readonly FeatureRow[]> {
  /** Complete after the last batch. */
  report(): { readonly executed: readonly string[]; readonly notices: readonly string[]; readonly lines: number };
}

export type RowReader = (question: RowQuestion, range: TimeRange, context: CallContext) => RowReading;

async function folded(
  read: RowReader,
  question: RowQuestion,
  range: TimeRange,
  keepTimes: boolean,
  context: CallContext
): Promise<{ readonly fold: FeatureFold; readonly executed: string; readonly notices: readonly string[] }> {
  const fold = new FeatureFold(question.features, question.groupBy, keepTimes);
  const reading = read(question, range, context);
  const turn = takingTurns(context.signal, 'counting');
  for await (const rows of reading) {
    for (const row of rows) {
      fold.add(row);
    }
    await turn();
  }
  const { executed, notices } = reading.report();
  return { fold, executed: executed.join('\n'), notices: [...notices, ...fold.notices()] };
}

/** What all lines of a stretch of time hold of the features. */
export async function readDistributions(
  read: RowReader,
  question: RowQuestion,
  range: TimeRange,
  context: CallContext
): Promise<Answered<readonly ObservedFeature[]>> {
  const { fold, executed, notices } = await folded(read, question, range, false, context);
  return { value: fold.observed(), executed, notices };
}

/** The same in windows: the lines are read once, and cut here. */
export async function readDistributionsOverTime(
  read: RowReader,
  question: RowQuestion,
  range: TimeRange,
  windowMs: number,
  stepMs: number,
  context: CallContext
): Promise<Answered<readonly ObservedFeatureOverTime[]>> {
  const all = { from: range.from - windowMs, to: range.to };
  const { fold, executed, notices } = await folded(read, question, all, true, context);
  return { value: fold.overTime(range, windowMs, stepMs), executed, notices };
}
