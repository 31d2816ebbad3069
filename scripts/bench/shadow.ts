import { eventQuestion } from '../../src/backend/query/resolveEvents';
import { createSampleEvents } from '../../src/backend/upstream/sample/events';
import { standIns } from '../../tests/executable/standIns';
import { decodeFrame, startPlugin, type DecodedFrame, type PluginProcess } from '../lib/pluginProcess';
import { gate, LIMITS, type Gate } from './limits';
import { mostResidentMb, processorSeconds, residentMb } from './process';

const HOUR_MS = 3_600_000;
const MINUTE_MS = 60_000;
/** As many as are read in full, less those of the window before the range. */
const LINES = 990_000;
/** A whole week, because nights and weekends are quiet. */
const MEASURED_HOURS = 168;
const ATTEMPTS = 3;
const CANCEL_AFTER_MS = 500;
const LOOK_EVERY_MS = 20;
const GIVEN_UP_MS = 10_000;

const SOURCE = { uid: 'bench', jsonData: { prometheus: { sample: true }, loki: { sample: true } } };

function numberIn(frame: DecodedFrame, name: string): number {
  const value = frame.fields.find((field) => field.name === name)?.values[0];
  if (typeof value !== 'number') {
    throw new Error(`the summary of a shadow query holds no number ${name}`);
  }
  return value;
}

interface Asked {
  readonly hours: number;
  readonly frames: readonly string[];
}

async function ask(plugin: PluginProcess, to: number, { hours, frames }: Asked, signal?: AbortSignal) {
  const { A: answer } = await plugin.queryData(
    SOURCE,
    [
      {
        refId: 'A',
        json: { queryType: 'shadow', model: 'fraud', frames, groupBy: ['country'], features: ['amount', 'country'] },
        from: to - Math.round(hours * HOUR_MS),
        to,
        intervalMs: HOUR_MS,
      },
    ],
    signal === undefined ? {} : { signal }
  );
  if (answer?.status !== 200) {
    throw new Error(`a shadow query over ${hours} hours was answered with ${answer?.status}: ${answer?.error}`);
  }
  return answer.frames.map(decodeFrame);
}

export interface ShadowBench {
  readonly what: string;
  readonly hours: number;
  readonly predictionLines: number;
  readonly labelLines: number;
  readonly pairs: number;
  readonly labelledPairs: number;
  readonly seconds: number;
  readonly processorSeconds: number;
  readonly residentMb: { readonly before: number; readonly most: number; readonly after: number };
  readonly cancelledMs: number;
  readonly cancelledRequestsMs: number;
  readonly gates: readonly Gate[];
}

interface Lines {
  readonly hours: number;
  readonly predictionLines: number;
  readonly labelLines: number;
}

/** How much of the sample's log holds as many lines as wanted, by the log's own count. */
async function linesBefore(to: number): Promise<Lines> {
  const events = createSampleEvents({ now: Date.now });
  const query = { queryType: 'shadow', model: 'fraud' } as const;
  const context = { signal: new AbortController().signal };
  const count = async (event: 'prediction' | 'label', hours: number): Promise<number> => {
    const range = { from: to - Math.round(hours * HOUR_MS), to };
    return (await events.count(eventQuestion(event, { query, settings: {} }), range, context)).value;
  };
  const found = await count('prediction', MEASURED_HOURS);
  const minutes = Math.floor(((MEASURED_HOURS * HOUR_MS) / MINUTE_MS) * (LINES / found));
  const hours = (minutes * MINUTE_MS) / HOUR_MS;
  return { hours, predictionLines: await count('prediction', hours), labelLines: await count('label', hours) };
}

interface Measured {
  readonly frames: readonly DecodedFrame[];
  readonly seconds: number;
  readonly processorSeconds: number;
  readonly residentMb: ShadowBench['residentMb'];
  readonly cancelledMs: number;
}

/** One query of a process of its own, and then one that is cancelled. */
async function measure(to: number, hours: number): Promise<Measured> {
  const plugin = await startPlugin();
  try {
    const before = residentMb(plugin.pid);
    const worked = processorSeconds(plugin.pid);
    const started = performance.now();
    const frames = await ask(plugin, to, {
      hours,
      frames: ['summary', 'metrics', 'flips', 'outputs', 'segments', 'over_time', 'rows'],
    });
    return {
      frames,
      seconds: (performance.now() - started) / 1000,
      processorSeconds: processorSeconds(plugin.pid) - worked,
      residentMb: { before, most: mostResidentMb(plugin.pid), after: residentMb(plugin.pid) },
      cancelledMs: await cancelling(plugin, to, hours),
    };
  } finally {
    await plugin.stop();
  }
}

/** How long the process goes on working for a query that nobody waits for any more: until it idles for a while. */
async function cancelling(plugin: PluginProcess, to: number, hours: number): Promise<number> {
  const controller = new AbortController();
  const asked = ask(plugin, to - 1, { hours, frames: ['summary'] }, controller.signal).catch(() => undefined);
  await new Promise((resolve) => setTimeout(resolve, CANCEL_AFTER_MS));
  controller.abort();
  const cancelled = performance.now();
  await asked;
  let used = processorSeconds(plugin.pid);
  let busyUntil = cancelled;
  while (performance.now() - busyUntil < 500) {
    await new Promise((resolve) => setTimeout(resolve, LOOK_EVERY_MS));
    const now = processorSeconds(plugin.pid);
    if (now > used) {
      busyUntil = performance.now();
    }
    used = now;
  }
  return busyUntil - cancelled;
}

/** How long requests stay open at an upstream that does not answer, once their query is cancelled. */
async function cancellingRequests(to: number): Promise<number> {
  const plugin = await startPlugin();
  let pages = 0;
  // The first page of each reading comes, the others do not.
  const servers = await standIns({
    lines: 200_000,
    fullPages: true,
    holds: ({ path, params }) => path === '/loki/api/v1/query_range' && params.has('limit') && (pages += 1) > 1,
  });
  const open = async (wanted: boolean): Promise<void> => {
    const started = performance.now();
    while (servers.held() > 0 !== wanted) {
      if (performance.now() - started > GIVEN_UP_MS) {
        throw new Error(wanted ? 'no page was asked for' : 'requests of a cancelled query stay open');
      }
      await new Promise((resolve) => setImmediate(resolve));
    }
  };
  try {
    const controller = new AbortController();
    const jsonData = {
      prometheus: { url: servers.prometheus },
      loki: { url: servers.loki },
      models: [{ id: 'm', task: 'binary' }],
    };
    const asked = plugin
      .queryData(
        { uid: 'cancelled', jsonData },
        [{ refId: 'A', json: { queryType: 'shadow', model: 'm' }, from: to - 2 * HOUR_MS, to }],
        { signal: controller.signal }
      )
      .catch(() => undefined);
    await open(true);
    controller.abort();
    const cancelled = performance.now();
    await open(false);
    const took = performance.now() - cancelled;
    await asked;
    return took;
  } finally {
    await servers.close();
    await plugin.stop();
  }
}

/**
 * A million lines of predictions, and the labels that belong to them, through one `shadow` query of the built
 * executable: all its frames, on the log of the built-in sample, so that no other process takes part.
 */
export async function benchShadow(say: (line: string) => void): Promise<ShadowBench> {
  const to = Math.floor(Date.now() / HOUR_MS) * HOUR_MS;
  const lines = await linesBefore(to);
  say(`A shadow query over the last ${lines.hours.toFixed(1)} hours of the sample ...`);
  let measured: Measured | undefined;
  for (let attempt = 1; measured === undefined; attempt++) {
    try {
      measured = await measure(to, lines.hours);
    } catch (thrown) {
      // A query has 25 seconds, whoever else works on this machine: what is measured is memory.
      if (attempt === ATTEMPTS) {
        throw thrown;
      }
      say(`${String(thrown)} Once more ...`);
    }
  }
  const { frames, residentMb: resident, cancelledMs } = measured;
  say('A query of an upstream that does not answer, cancelled ...');
  const cancelledRequestsMs = await cancellingRequests(to);
  const summary = frames.find(({ name }) => name === 'summary');
  if (summary === undefined || frames.length !== 7 || frames.some(({ rows }) => rows === 0)) {
    throw new Error(`a shadow query answered ${frames.map(({ name, rows }) => `${name} (${rows})`).join(', ')}`);
  }
  const seen = numberIn(summary, 'live_predictions') + numberIn(summary, 'shadow_predictions');
  // The sample's story moves on with the clock, by a few lines.
  if (!(Math.abs(seen / lines.predictionLines - 1) < 0.01)) {
    throw new Error(`of ${lines.predictionLines} lines a shadow query has seen ${seen}`);
  }
  return {
    what: 'one shadow query with all its frames, by country and with two features, through the built executable over gRPC, on the log of the built-in sample; memory is the most that was resident at any time (VmHWM), and a cancelled query is taken to have ended when the process idles',
    ...lines,
    pairs: numberIn(summary, 'pairs'),
    labelledPairs: numberIn(summary, 'labelled_pairs'),
    seconds: measured.seconds,
    processorSeconds: measured.processorSeconds,
    residentMb: resident,
    cancelledMs,
    cancelledRequestsMs,
    gates: [
      gate('resident MB at most, while the lines pass', resident.most, LIMITS.shadowResidentMb),
      gate('ms from a cancelled query to idling', cancelledMs, LIMITS.cancelledMs),
      gate('ms from a cancelled query to the end of its upstream requests', cancelledRequestsMs, LIMITS.cancelledMs),
    ],
  };
}
