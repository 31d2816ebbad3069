import { median } from 'simple-statistics';
import { formatDuration, JOB_VERDICTS, parseDuration, type JobVerdict, type PipelineSettings } from '../../../model';
import type { TimeRange } from '../../upstream/upstream';
import { lastHeard, type Run } from './runs';

/** How one job stands at the end of a time range. Seconds throughout; what is not known is undefined. */
export interface JobState {
  readonly job: string;
  readonly verdict: JobVerdict;
  /** The verdict in words and numbers. */
  readonly reason: string;
  /** Runs that were under way or ended in the time range. */
  readonly runs: number;
  readonly succeeded: number;
  readonly failed: number;
  readonly running: number;
  /** Milliseconds since the epoch. */
  readonly lastSuccess: number | undefined;
  readonly sinceSuccessS: number | undefined;
  readonly expectedEveryS: number | undefined;
  /** How long a success is overdue; 0 where it is not. */
  readonly lateS: number | undefined;
  readonly medianDurationS: number | undefined;
  readonly lastDurationS: number | undefined;
  readonly medianRows: number | undefined;
  readonly lastRows: number | undefined;
  /** How many rows the last success lacks of the least that the settings give for this job, which is one; 0 where none. */
  readonly lackingRows: number | undefined;
}

/** Fewer distances between successes tell nothing of how often a job runs. */
const FEWEST_INTERVALS = 3;
/** A job is late after this many of its usual intervals: one that takes a little longer than usual is not. */
const LATE_AFTER = 1.5;

function defined(values: ReadonlyArray<number | undefined>): number[] {
  return values.filter((value) => value !== undefined);
}

function medianOf(values: ReadonlyArray<number | undefined>): number | undefined {
  const known = defined(values);
  return known.length === 0 ? undefined : median(known);
}

/** The usual distance between one success and the next, in seconds; undefined where there are too few. */
export function usualInterval(successes: readonly Run[]): number | undefined {
  const ends = defined(successes.map(({ end }) => end)).sort((a, b) => a - b);
  const gaps = ends.slice(1).map((end, i) => (end - (ends[i] ?? end)) / 1000);
  return gaps.length < FEWEST_INTERVALS ? undefined : median(gaps);
}

function durationSetting(text: string | undefined): number | undefined {
  const ms = text === undefined ? undefined : parseDuration(text);
  return ms === undefined ? undefined : ms / 1000;
}

/** A length of time as a sentence has it. */
export function inWords(seconds: number): string {
  // Seconds beside hours tell a tired reader nothing.
  const unit = seconds >= 600 ? 60 : 1;
  return formatDuration(Math.round(seconds / unit) * unit * 1000);
}

interface Judged {
  readonly verdict: JobVerdict;
  readonly reason: string;
}

function judge(
  state: Omit<JobState, 'verdict' | 'reason'>,
  last: Run | undefined,
  lastSuccess: Run | undefined,
  { every, minRows = 1 }: Pick<PipelineSettings, 'every' | 'minRows'>
): Judged {
  const { sinceSuccessS, expectedEveryS, lateS, lastRows } = state;
  if (last?.status === 'failed') {
    const why = last.error === undefined ? '' : `: ${last.error}`;
    return { verdict: 'failed', reason: `Its last run (${last.runId}) failed${why}` };
  }
  if (lateS !== undefined && lateS > 0 && sinceSuccessS !== undefined && expectedEveryS !== undefined) {
    const usual = every === undefined ? 'is usual' : 'is expected';
    return {
      verdict: 'late',
      reason: `No success for ${inWords(sinceSuccessS)}, where one every ${inWords(expectedEveryS)} ${usual}`,
    };
  }
  if (lastSuccess !== undefined && lastRows !== undefined && lastRows < minRows) {
    const least = minRows > 1 ? `, and ${minRows} are the least` : '';
    return { verdict: 'empty', reason: `Its last success brought ${lastRows} rows${least}` };
  }
  if (lastSuccess === undefined) {
    return { verdict: 'insufficient', reason: 'No success is known, so there is nothing to judge it by' };
  }
  const often = expectedEveryS === undefined ? '' : `; one every ${inWords(expectedEveryS)} is usual`;
  return { verdict: 'ok', reason: `Its last success is ${inWords(sinceSuccessS ?? 0)} ago${often}` };
}

/** How often a job should succeed, and after how long without a success it is late. Seconds. */
interface Pace {
  readonly expectedEveryS: number | undefined;
  readonly lateAfterS: number | undefined;
}

/** What the settings expect of a job, else what is usual for it. */
function paceOf({ every, lateAfter }: Pick<PipelineSettings, 'every' | 'lateAfter'>, successes: readonly Run[]): Pace {
  const expectedEveryS = durationSetting(every) ?? usualInterval(successes);
  return {
    expectedEveryS,
    lateAfterS: durationSetting(lateAfter) ?? (expectedEveryS === undefined ? undefined : expectedEveryS * LATE_AFTER),
  };
}

/** What a job has to keep to: when it is late, and how many rows are the least. */
export function expectationsOf(
  runs: readonly Run[],
  settings: PipelineSettings
): { readonly lateAfterMs: number | undefined; readonly minRows: number } {
  const { lateAfterS } = paceOf(settings, runs.filter(succeeded));
  return { lateAfterMs: lateAfterS === undefined ? undefined : lateAfterS * 1000, minRows: settings.minRows ?? 1 };
}

function overdue(sinceSuccessS: number | undefined, { lateAfterS }: Pace): number | undefined {
  return sinceSuccessS === undefined || lateAfterS === undefined ? undefined : Math.max(0, sinceSuccessS - lateAfterS);
}

/** Runs by their jobs; a job that the settings expect is there without a run, too. */
export function runsByJob(
  runs: readonly Run[],
  expected: readonly PipelineSettings[]
): ReadonlyMap<string, readonly Run[]> {
  const byJob = new Map<string, Run[]>(expected.map(({ job }) => [job, []]));
  for (const run of runs) {
    const known = byJob.get(run.job) ?? [];
    known.push(run);
    byJob.set(run.job, known);
  }
  return byJob;
}

export function settingsOf(job: string, expected: readonly PipelineSettings[]): PipelineSettings {
  return expected.find((one) => one.job === job) ?? { job };
}

const succeeded = ({ status }: Run): boolean => status === 'succeeded';

/**
 * How long each success was overdue when it came, in seconds: what a job's state at the end of a time range no longer
 * tells of its past. Not known of a first success.
 */
export function latenessOf(runs: readonly Run[], expected: readonly PipelineSettings[]): ReadonlyMap<Run, number> {
  const late = new Map<Run, number>();
  for (const [job, all] of runsByJob(runs, expected)) {
    const successes = all.filter(succeeded);
    const pace = paceOf(settingsOf(job, expected), successes);
    successes.forEach((run, i) => {
      const before = successes[i - 1]?.end;
      const gapS = before === undefined || run.end === undefined ? undefined : (run.end - before) / 1000;
      const by = overdue(gapS, pace);
      if (by !== undefined) {
        late.set(run, by);
      }
    });
  }
  return late;
}

/**
 * How each job stands at `range.to`: by what the settings expect of it, else by how it ran before. `runs` may begin
 * before the range: the usual interval, duration and number of rows need a history.
 */
export function jobStates(
  runs: readonly Run[],
  range: TimeRange,
  expected: readonly PipelineSettings[]
): readonly JobState[] {
  const states = [...runsByJob(runs, expected)].map(([job, all]): JobState => {
    const settings = settingsOf(job, expected);
    const inRange = all.filter((run) => run.status === 'running' || lastHeard(run) > range.from);
    const ended = all.filter(({ status }) => status !== 'running');
    const successes = all.filter(succeeded);
    const last = ended.at(-1);
    const lastSuccess = successes.at(-1);
    const pace = paceOf(settings, successes);
    const sinceSuccessS = lastSuccess?.end === undefined ? undefined : (range.to - lastSuccess.end) / 1000;
    const numbers = {
      job,
      runs: inRange.length,
      succeeded: inRange.filter(succeeded).length,
      failed: inRange.filter(({ status }) => status === 'failed').length,
      running: inRange.filter(({ status }) => status === 'running').length,
      lastSuccess: lastSuccess?.end,
      sinceSuccessS,
      expectedEveryS: pace.expectedEveryS,
      lateS: overdue(sinceSuccessS, pace),
      // The last one is what is looked at; what is usual must not hold it.
      medianDurationS: medianOf(successes.slice(0, -1).map(({ durationS }) => durationS)),
      lastDurationS: last?.durationS,
      medianRows: medianOf(successes.slice(0, -1).map(({ rows }) => rows)),
      lastRows: lastSuccess?.rows,
      lackingRows:
        lastSuccess?.rows === undefined ? undefined : Math.max(0, (settings.minRows ?? 1) - lastSuccess.rows),
    };
    return { ...numbers, ...judge(numbers, last, lastSuccess, settings) };
  });
  return states.sort(
    (a, b) =>
      JOB_VERDICTS.indexOf(a.verdict) - JOB_VERDICTS.indexOf(b.verdict) || (a.job < b.job ? -1 : a.job > b.job ? 1 : 0)
  );
}
