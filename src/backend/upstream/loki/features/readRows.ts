import type { RowQuestion, RowReading } from '../../logged/byReading';
import type { FeatureRow } from '../../logged/fold';
import type { CallContext, TimeRange } from '../../upstream';
import { spanOf, type LokiApi } from '../api';
import type { ServerLimits } from '../limits';
import { LineReading } from '../lines';
import type { StreamSchema } from '../schema';
import { cutText, unreadableText } from '../words';
import { planRows, type LineShape } from './rowPlan';

export interface RowOptions {
  /** About how many lines there are. */
  readonly expected: number | undefined;
  readonly limit: number;
}

/** The lines of a question, as rows of the fields that are asked for. */
export function readRows(
  { api, limits }: { readonly api: LokiApi; readonly limits: ServerLimits },
  question: RowQuestion,
  { schema, shape }: { readonly schema: StreamSchema; readonly shape: LineShape },
  range: TimeRange,
  { signal }: CallContext,
  { expected, limit }: RowOptions
): RowReading {
  const plan = planRows(question, schema, shape);
  const reading = new LineReading(api, limits, plan.query, [spanOf(range)], { direction: 'forward', limit, expected });
  let unreadable = 0;
  return {
    async *[Symbol.asyncIterator]() {
      for await (const lines of reading.read(signal)) {
        const readable: FeatureRow[] = [];
        for (const line of lines) {
          const row = plan.row(line);
          if (row === undefined) {
            unreadable += 1;
          } else {
            readable.push(row);
          }
        }
        yield readable;
      }
    },
    report: () => {
      const { lines, notices, cut } = reading.report();
      return {
        executed: [plan.query],
        lines,
        notices: [
          ...notices,
          ...(unreadable > 0 ? [unreadableText(unreadable, lines, question.source.parser)] : []),
          ...(cut ? [cutText(lines)] : []),
        ],
      };
    },
  };
}
