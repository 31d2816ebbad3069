import { expectedRows } from './block';
import type { Job, ScenarioModel } from './model';
import { chance, seedOf } from './random';
import { SLOT_MS } from './time';

/** A step in the life of a run. */
export interface JobStep {
  readonly time: number;
  readonly job: string;
  readonly runId: string;
  readonly status: 'started' | 'succeeded' | 'failed';
  readonly jobVersion: string;
  readonly schema: string | undefined;
  readonly durationS: number | undefined;
  readonly rows: number | undefined;
  readonly error: string | undefined;
}

/** Requests that are expected in `(from, to]`. */
function requestsIn(rate: number, from: number, to: number): number {
  let rows = 0;
  for (let slot = Math.floor(from / SLOT_MS); slot * SLOT_MS < to; slot += 1) {
    rows += expectedRows(slot, rate);
  }
  return rows;
}

/** No run is later or longer than this; steps of a run are looked for so far around it. */
const LONGEST_RUN_MS = 12 * 3_600_000;

function stepsOfRun(
  base: string,
  model: ScenarioModel,
  job: Job,
  planned: number,
  { end, healed }: { readonly end: number; readonly healed: number }
): readonly JobStep[] {
  const offset = planned - end;
  // Jobs are as they were where the inputs are.
  const run = job.run(offset < healed ? offset : -Infinity, planned);
  const seed = seedOf(base, model.id, job.name, planned);
  const start = planned + (run.late ?? Math.round(20_000 * chance(seed, 0)));
  const durationS = Math.round((run.durationS ?? job.durationS * (0.85 + 0.3 * chance(seed, 1))) * 10) / 10;
  const rows = requestsIn(model.rate, planned - job.everyMs, planned) * job.rowsPerRequest * (run.rowsFactor ?? 1);
  const same = {
    job: job.name,
    runId: `${job.name}-${new Date(planned).toISOString().slice(0, 16).replace(/[-:]/g, '')}`,
    jobVersion: run.jobVersion ?? '1.0.0',
    schema: run.schema,
  };
  const over = { time: start + durationS * 1000, durationS, error: run.error };
  return [
    { ...same, time: start, status: 'started', durationS: undefined, rows: undefined, error: undefined },
    run.error === undefined
      ? { ...same, ...over, status: 'succeeded', rows: Math.round(rows * (0.98 + 0.04 * chance(seed, 2))) }
      : { ...same, ...over, status: 'failed', rows: 0 },
  ];
}

/** What the jobs of a model did in `(from, to]`, in order of time, in a story that ends at `end`; `healed` as in `scenesOf`. */
export function jobSteps(
  base: string,
  model: ScenarioModel,
  end: number,
  { from, to }: { readonly from: number; readonly to: number },
  healed = Infinity
): readonly JobStep[] {
  const steps: JobStep[] = [];
  for (const job of model.jobs) {
    const first = Math.floor((from - LONGEST_RUN_MS) / job.everyMs) * job.everyMs + job.offsetMs;
    for (let planned = first; planned <= to; planned += job.everyMs) {
      steps.push(
        ...stepsOfRun(base, model, job, planned, { end, healed }).filter(({ time }) => time > from && time <= to)
      );
    }
  }
  return steps.sort((a, b) => a.time - b.time);
}
