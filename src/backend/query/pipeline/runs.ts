import type { PipelineEvent } from '../../upstream/events';

/** One run of a job, made of the events that tell of it. Times in milliseconds since the epoch. */
export interface Run {
  readonly job: string;
  readonly runId: string;
  readonly status: 'running' | 'succeeded' | 'failed';
  /** Told by `started`, else reckoned from the end and the duration; undefined where neither was told. */
  readonly start: number | undefined;
  readonly end: number | undefined;
  readonly durationS: number | undefined;
  readonly rows: number | undefined;
  readonly error: string | undefined;
}

export interface Runs {
  /** By the time of their last event, the earliest first. */
  readonly runs: readonly Run[];
  /** Events that name no job or no run. */
  readonly unnamed: number;
  /** Events whose status is none that is known, by status. */
  readonly unknownStatus: ReadonlyMap<string, number>;
}

interface Known {
  /** The first time it was told to have started. */
  started: PipelineEvent | undefined;
  /** The last time. */
  restarted: PipelineEvent | undefined;
  ended: PipelineEvent | undefined;
}

/** When a run was last heard of. */
export function lastHeard({ start, end }: Run): number {
  return end ?? start ?? 0;
}

function runOf(job: string, runId: string, { started, restarted, ended: told }: Known): Run {
  // A run that failed and was started again under its id is running.
  const ended = told !== undefined && restarted !== undefined && restarted.time > told.time ? undefined : told;
  const end = ended?.time;
  const measured = started !== undefined && end !== undefined ? (end - started.time) / 1000 : undefined;
  // What the job itself measured counts before the distance of two log lines.
  const durationS = ended?.durationS ?? (measured !== undefined && measured >= 0 ? measured : undefined);
  const reckoned = end !== undefined && durationS !== undefined ? end - durationS * 1000 : undefined;
  return {
    job,
    runId,
    status: ended === undefined ? 'running' : ended.status === 'failed' ? 'failed' : 'succeeded',
    start: started?.time ?? reckoned,
    end,
    durationS,
    rows: ended?.rows ?? started?.rows,
    error: ended?.error,
  };
}

/**
 * Runs from their events, in whatever order these come. An event that comes again counts once. Where a run is told to
 * have ended twice, the later end holds: a job that is tried again under the same run id ends as its last try did.
 */
export function runsOf(events: readonly PipelineEvent[]): Runs {
  const byRun = new Map<string, { job: string; runId: string; known: Known }>();
  const unknownStatus = new Map<string, number>();
  let unnamed = 0;
  for (const event of events) {
    const { job, runId, status } = event;
    if (job === undefined || job === '' || runId === undefined || runId === '') {
      unnamed++;
      continue;
    }
    const kind = status === 'started' ? 'started' : status === 'succeeded' || status === 'failed' ? 'ended' : undefined;
    if (kind === undefined) {
      const named = status ?? '';
      unknownStatus.set(named, (unknownStatus.get(named) ?? 0) + 1);
      continue;
    }
    const key = JSON.stringify([job, runId]);
    const entry = byRun.get(key) ?? {
      job,
      runId,
      known: { started: undefined, restarted: undefined, ended: undefined },
    };
    byRun.set(key, entry);
    const { known } = entry;
    if (kind === 'started') {
      known.started = known.started === undefined || event.time < known.started.time ? event : known.started;
      known.restarted = known.restarted === undefined || event.time > known.restarted.time ? event : known.restarted;
    } else {
      known.ended = known.ended === undefined || event.time >= known.ended.time ? event : known.ended;
    }
  }
  const runs = [...byRun.values()].map(({ job, runId, known }) => runOf(job, runId, known));
  return { runs: runs.sort((a, b) => lastHeard(a) - lastHeard(b)), unnamed, unknownStatus };
}
