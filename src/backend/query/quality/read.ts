import { IdTable } from '../../events/idTable';
import { fractionFor } from '../../events/sampling';
import { takingTurns } from '../../events/turns';
import type { EventQuestion, EventReport, EventUpstream } from '../../upstream/events';
import type { CallContext, TimeRange } from '../../upstream/upstream';
import { QualityTally } from './tally';

/** Rows of a side that are looked at; a share of so many is known to a tenth of a point. */
const MOST_ROWS = 200_000;

export interface QualitySide {
  readonly tally: QualityTally;
  /** Further lines of a prediction that was there already. */
  readonly duplicates: number;
  readonly withId: number;
  /** Of the ids that were read. */
  readonly fraction: number;
  readonly report: EventReport;
  readonly notices: readonly string[];
}

/** Reads the predictions of one side into counts. Of more than can be looked at, a sample by the hash of their ids. */
export async function readQuality(
  events: EventUpstream,
  question: EventQuestion<'prediction'>,
  range: TimeRange,
  valueRange: (feature: string) => readonly [number, number] | undefined,
  context: CallContext
): Promise<QualitySide> {
  const { value: lines, notices } = await events.count(question, range, context);
  const fraction = fractionFor(lines, MOST_ROWS);
  const reading = events.read(question, range, context, {
    ...(fraction < 1 ? { sampling: { by: 'predictionId', fraction } as const } : {}),
  });
  const tally = new QualityTally(valueRange);
  const seen = new IdTable();
  let duplicates = 0;
  const turn = takingTurns(context.signal);
  for await (const batch of reading) {
    for (const event of batch) {
      const id = event.predictionId;
      if (id !== undefined && id !== '' && !seen.add(id)) {
        duplicates++;
      } else {
        tally.add(event);
      }
    }
    await turn();
  }
  const report = reading.report();
  return {
    tally,
    duplicates,
    withId: seen.size,
    fraction,
    report,
    notices: [
      ...notices,
      ...report.notices,
      ...(fraction < 1
        ? [
            `Of ${lines.toLocaleString('en')} predictions a sample of ${Number((100 * fraction).toPrecision(2))} % was looked at, by the hash of their ids.`,
          ]
        : []),
    ],
  };
}
