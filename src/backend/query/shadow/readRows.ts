import type { CallContext, TimeRange } from '../../upstream/upstream';
import type { EventQuestion, EventUpstream, FieldValue, PredictionEvent } from '../../upstream/events';
import type { DisagreementRow } from './comparison';
import { numberOf } from './tally';
import { sideOf, type Kept } from './kept';
import type { Task } from './study';
import type { TopPair } from './topPairs';

/** Lines that lie so close are read at once. */
const TOGETHER_MS = 1_000;
/** How many stretches of the log are read at once. */
const AT_ONCE = 8;

/** The instants of lines as ranges, each as narrow as its lines; neighbours together. */
function rangesOf(times: readonly number[]): readonly TimeRange[] {
  const ranges: Array<{ from: number; to: number }> = [];
  for (const time of [...times].sort((a, b) => a - b)) {
    // A range excludes its start, and a log may have finer stamps than milliseconds.
    const [from, to] = [Math.floor(time) - 1, Math.ceil(time)];
    const last = ranges.at(-1);
    if (last !== undefined && from <= last.to + TOGETHER_MS) {
      last.to = Math.max(last.to, to);
    } else {
      ranges.push({ from, to });
    }
  }
  return ranges;
}

/** The features of both events of a request; what live saw goes before what the shadow says it saw. */
type Inputs = ReadonlyMap<string, Readonly<Record<string, FieldValue>>>;

/**
 * Reads the inputs of a few requests that are known by now, in the narrow stretches of time in which their lines lie:
 * to hold the inputs of all that wait for a partner would be to hold the log.
 */
export async function readInputs(
  events: EventUpstream,
  question: EventQuestion<'prediction'>,
  pairs: readonly TopPair[],
  context: CallContext
): Promise<{ readonly inputs: Inputs; readonly executed: readonly string[] }> {
  const wanted = new Set(pairs.map(({ observed }) => observed.live.requestId ?? ''));
  const ranges = rangesOf(pairs.flatMap(({ observed: { live, shadow } }) => [live.time, shadow.time]));
  const inputs = new Map<string, Readonly<Record<string, FieldValue>>>();
  const take = (event: PredictionEvent): void => {
    const id = event.requestId ?? '';
    if (wanted.has(id)) {
      const known = inputs.get(id) ?? {};
      inputs.set(id, sideOf(event) === 'live' ? { ...known, ...event.features } : { ...event.features, ...known });
    }
  };
  let next = 0;
  const executed: string[] = [];
  const reader = async (): Promise<void> => {
    for (let range = ranges[next++]; range !== undefined; range = ranges[next++]) {
      const reading = events.read(question, range, context);
      for await (const batch of reading) {
        batch.forEach(take);
        context.signal.throwIfAborted();
      }
      executed.push(...reading.report().executed);
    }
  };
  await Promise.all(Array.from({ length: Math.min(AT_ONCE, ranges.length) }, reader));
  return { inputs, executed: executed.slice(0, 1) };
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

/** The rows of the answer, in the order in which they came. */
export function disagreementRows(
  pairs: readonly TopPair[],
  { task, groups, inputs }: { task: Task; groups: (kept: Kept) => Readonly<Record<string, string>>; inputs: Inputs }
): readonly DisagreementRow[] {
  return pairs.map((pair) => {
    const { live, shadow, classes, numbers, label } = pair.observed;
    const isNumber = task === 'regression';
    return {
      time: live.time,
      requestId: live.requestId ?? '',
      live: isNumber ? numbers.live : (classes?.live ?? ''),
      shadow: isNumber ? numbers.shadow : (classes?.shadow ?? ''),
      difference: isNumber ? finite(numbers.shadow - numbers.live) : null,
      liveConfidence: finite(live.confidence),
      shadowConfidence: finite(shadow.confidence),
      label: label === undefined ? null : isNumber ? finite(numberOf(label)) : String(label),
      right: rightOf(pair, task),
      livePredictionId: live.predictionId ?? null,
      shadowPredictionId: shadow.predictionId ?? null,
      liveVersion: live.version,
      shadowVersion: shadow.version,
      liveLatencyMs: finite(live.latencyMs),
      shadowLatencyMs: finite(shadow.latencyMs),
      group: groups(live.segment < 0 ? shadow : live),
      features: inputs.get(live.requestId ?? '') ?? {},
    };
  });
}
