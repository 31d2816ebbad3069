import { setTimeout as sleep } from 'node:timers/promises';
import { LINES, lineOf, streamOf, type Happening, type Told } from '../src/scenario';
import { nanoseconds, type Entry, type LokiPush } from './lokiPush';
import { DemoMetrics } from './metrics';
import type { DemoOptions } from './options';
import { Timeline, type Stamped } from './timeline';

/** How far behind playing may be before it is said to catch up, and waits for Loki. */
const BEHIND_MS = 5_000;
/** Lines that are written in one go. */
const TURN = 2_000;

/** A line as it is pushed. */
export function entryOf({ happening, stamp }: Stamped, structuredMetadata: boolean): Entry {
  const { stream, line, version } = written(happening);
  return {
    stream,
    ns: nanoseconds(stamp),
    line,
    ...(structuredMetadata && version !== undefined ? { metadata: { version } } : {}),
  };
}

function written(happening: Happening): { stream: Entry['stream']; line: string; version: string | undefined } {
  // One case a kind, because the pair of kind and what is told is lost where they are taken apart.
  switch (happening.kind) {
    case 'prediction':
      return write('prediction', happening.told);
    case 'label':
      return write('label', happening.told);
    case 'model':
      return write('model', happening.told);
    case 'pipeline':
      return write('pipeline', happening.told);
  }
}

function write<K extends Happening['kind']>(kind: K, told: Told[K]): ReturnType<typeof written> {
  const version = LINES[kind].fields['version']?.(told);
  return {
    stream: streamOf(kind, told),
    line: lineOf(kind, told),
    version: typeof version === 'string' ? version : undefined,
  };
}

/** Plays the scenario: counts what happens, and logs it. */
export class Demo {
  readonly metrics: DemoMetrics;
  readonly timeline: Timeline;

  constructor(
    private readonly options: DemoOptions,
    private readonly log: Pick<LokiPush, 'add' | 'room'> | undefined,
    private readonly now: () => number = Date.now
  ) {
    this.metrics = new DemoMetrics(options.seed);
    this.timeline = new Timeline(options);
  }

  /** Counts and logs one thing that happens. */
  tell(stamped: Stamped): void {
    this.metrics.count(stamped.happening);
    this.log?.add(entryOf(stamped, this.options.structuredMetadata));
  }

  /** Plays until the signal is aborted. What lies behind is told at once, the rest when its time has come. */
  async run(signal: AbortSignal): Promise<void> {
    this.timeline.before().forEach((stamped) => this.tell(stamped));
    let turn = 0;
    for (const happened of this.timeline.all()) {
      for (const stamped of happened) {
        let wait = stamped.stamp - this.now();
        if (wait <= 0 && (turn += 1) % TURN === 0) {
          // Others have to be served while a week is caught up with, and Loki may be slower than we are.
          await (wait < -BEHIND_MS ? this.log?.room(signal) : undefined);
          await sleep(0);
        }
        for (; wait > 0 && !signal.aborted; wait = stamped.stamp - this.now()) {
          await sleep(wait, undefined, { signal }).catch(() => undefined);
        }
        if (signal.aborted) {
          return;
        }
        this.tell(stamped);
      }
    }
  }
}
