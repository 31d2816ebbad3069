import type { CallContext, TimeRange } from '../../upstream/upstream';
import type { EventQuestion, EventUpstream, PredictionEvent } from '../../upstream/events';
import type { DisagreementRow } from './comparison';
import { numberOf } from './tally';
import { sideOf, type Kept } from './kept';
import type { Task } from './study';
import type { TopPair } from './topPairs';

/** Lines that lie so close are read at once. */
const TOGETHER_MS = 1_000;
/** How many stretches of the log are read at once. */
const AT_ONCE = 8;
/** As many lines as a log gives in one page; a stretch of milliseconds hardly holds more. */
const MOST_LINES = 5_000;

/** The instants of lines as ranges, each as narrow as its lines; neighbours together. */
function rangesOf(times: readonly number[]): readonly TimeRange[] {
  const ranges: Array<{ from: number; to: number }> = [];
  for (const time of [...times].sort((a, b) => a - b)) {
    // A range excludes its start; and of a stamp in nanoseconds the last digits are lost in a number of milliseconds, so
    // that a line may lie a little after what its time says.
    const [from, to] = [Math.floor(time) - 1, Math.floor(time) + 1];
    const last = ranges.at(-1);
    if (last !== undefined && from <= last.to + TOGETHER_MS) {
      last.to = Math.max(last.to, to);
    } else {
      ranges.push({ from, to });
    }
  }
  return ranges;
}

/** The lines of one request. */
interface BothLines {
  live?: PredictionEvent;
  shadow?: PredictionEvent;
}
type LinesByRequest = ReadonlyMap<string, Readonly<BothLines>>;

/** Of a pair, the one that came later knows the id. */
function requestOf({ observed: { live, shadow } }: TopPair): string {
  return live.requestId ?? shadow.requestId ?? '';
}

/**
 * Reads the lines of a few requests again, in the narrow stretches of time in which they lie, for their ids and inputs:
 * to hold those of all that wait for a partner would be to hold the log.
 */
export async function readLines(
  events: EventUpstream,
  question: EventQuestion<'prediction'>,
  pairs: readonly TopPair[],
  context: CallContext
): Promise<{ readonly byRequest: LinesByRequest; readonly executed: readonly string[] }> {
  const times = new Map(pairs.map((pair) => [requestOf(pair), pair.observed]));
  const ranges = rangesOf(pairs.flatMap(({ observed: { live, shadow } }) => [live.time, shadow.time]));
  const byRequest = new Map<string, BothLines>();
  const take = (event: PredictionEvent): void => {
    const id = event.requestId ?? '';
    const side = sideOf(event);
    // A further line of the request is not the one that was compared.
    if (side !== undefined && times.get(id)?.[side].time === event.time) {
      byRequest.set(id, { [side]: event, ...byRequest.get(id) });
    }
  };
  let next = 0;
  const executed: string[] = [];
  const reader = async (): Promise<void> => {
    for (let range = ranges[next++]; range !== undefined; range = ranges[next++]) {
      const reading = events.read(question, range, context, { limit: MOST_LINES });
      for await (const batch of reading) {
        batch.forEach(take);
        context.signal.throwIfAborted();
      }
      executed.push(...reading.report().executed);
    }
  };
  await Promise.all(Array.from({ length: Math.min(AT_ONCE, ranges.length) }, reader));
  return { byRequest, executed: executed.slice(0, 1) };
}

function finite(value: number): number | null {
  return Number.isFinite(value) ? value : null;
}

function rightOf({ observed }: TopPair, task: Task): DisagreementRow['right'] {
  const { right, numbers, label } = observed;
  if (task === 'classification') {
    return right === undefined
      ? null
      : right.live
        ? right.shadow
          ? 'both'
          : 'live'
        : right.shadow
          ? 'shadow'
          : 'neither';
  }
  const truth = numberOf(label);
  const [live, shadow] = [Math.abs(numbers.live - truth), Math.abs(numbers.shadow - truth)];
  return Number.isNaN(truth) ? null : live === shadow ? 'both' : live < shadow ? 'live' : 'shadow';
}

/** The rows of the answer, in the order in which they came. What live was given goes before what the shadow says it was. */
export function disagreementRows(
  pairs: readonly TopPair[],
  {
    task,
    groups,
    lines,
  }: { task: Task; groups: (kept: Kept) => Readonly<Record<string, string>>; lines: LinesByRequest }
): readonly DisagreementRow[] {
  return pairs.map((pair) => {
    const { live, shadow, classes, numbers, label } = pair.observed;
    const isNumber = task === 'regression';
    const requestId = requestOf(pair);
    const both = lines.get(requestId);
    return {
      time: live.time,
      requestId,
      live: isNumber ? numbers.live : (classes?.live ?? ''),
      shadow: isNumber ? numbers.shadow : (classes?.shadow ?? ''),
      difference: isNumber ? finite(numbers.shadow - numbers.live) : null,
      liveConfidence: finite(live.confidence),
      shadowConfidence: finite(shadow.confidence),
      label: label === undefined ? null : isNumber ? finite(numberOf(label)) : String(label),
      right: rightOf(pair, task),
      livePredictionId: both?.live?.predictionId ?? null,
      shadowPredictionId: both?.shadow?.predictionId ?? null,
      liveVersion: live.version,
      shadowVersion: shadow.version,
      liveLatencyMs: finite(live.latencyMs),
      shadowLatencyMs: finite(shadow.latencyMs),
      group: groups(live.segment < 0 ? shadow : live),
      features: { ...both?.shadow?.features, ...both?.live?.features },
    };
  });
}
