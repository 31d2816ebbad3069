import {
  PIPELINE_FRAMES,
  PIPELINE_METRICS,
  PIPELINE_USUAL_METRICS,
  type PipelineMetric,
  type PipelineSettings,
} from '../../../model';
import { TidemarkError } from '../../errors';
import { readTogether } from '../../events/readTogether';
import { warnings } from '../../frames/notices';
import { jobsFrame, runsFrame, runsOverTimeFrames, runsTimelineFrame } from '../../frames/pipelineFrames';
import type { Frame } from '../../frames/frame';
import { numericFrames, wantedFrames, wantedMetrics } from '../../frames/named';
import { compileMatcher } from '../../upstream/matching';
import { seriesSelector } from '../../upstream/promql';
import type { TimeRange } from '../../upstream/upstream';
import { executedText } from '../compare';
import { describeRange } from '../noData';
import { withReason } from '../noEvents';
import type { Handler } from '../request';
import { eventQuestion, requireEvents, requireModel } from '../resolveEvents';
import { brokenShare } from './broken';
import { jobStates, latenessOf, runsByJob, settingsOf, type JobState } from './jobs';
import { lastHeard, runsOf, type Run, type Runs } from './runs';

/** The name by which a query filters jobs. */
const JOB = 'job';
const DAY_MS = 86_400_000;
/** How far back a job's usual interval, duration and rows are looked for, where the time range is shorter. */
const HISTORY_MS = 14 * DAY_MS;
/** A job that ran every minute for two weeks told of 40,000 starts and ends. */
const MOST_EVENTS = 200_000;

type JobMetric = Exclude<PipelineMetric, 'broken_jobs'>;

/** A job that was broken for no longer than this part of the range explains nothing of what the range as a whole shows. */
const EXPLAINS = 0.1;

const BROKEN: ReadonlySet<JobState['verdict']> = new Set(['failed', 'late', 'empty']);

function numberOf(state: JobState, metric: JobMetric): number | undefined {
  switch (metric) {
    case 'failed_runs':
      return state.failed;
    case 'late_s':
      return state.lateS;
    case 'since_success_s':
      return state.sinceSuccessS;
    case 'last_rows':
      return state.lastRows;
    case 'lacking_rows':
      return state.lackingRows;
    case 'last_duration_s':
      return state.lastDurationS;
  }
}

/**
 * Those that are broken, and those that were for so long that the range still shows it: what they did to the data is over
 * only once the range has passed.
 */
function brokenJobs(
  states: readonly JobState[],
  runs: readonly Run[],
  range: TimeRange,
  expected: readonly PipelineSettings[]
): number {
  const byJob = runsByJob(runs, expected);
  return states.filter(
    ({ job, verdict }) =>
      BROKEN.has(verdict) || brokenShare(byJob.get(job) ?? [], settingsOf(job, expected), range) > EXPLAINS
  ).length;
}

function saidOf({ unnamed, unknownStatus }: Runs): readonly string[] {
  const statuses = [...unknownStatus].map(([status, count]) => `${JSON.stringify(status)} (${count})`);
  return [
    ...(unnamed === 0 ? [] : [`${unnamed} pipeline events name no job or no run_id, and were left out.`]),
    ...(statuses.length === 0
      ? []
      : [
          `Pipeline events with a status other than started, succeeded or failed were left out: ${statuses.join(', ')}.`,
        ]),
  ];
}

/** Runs, durations, failures, rows and lateness of the jobs that feed a model. */
export const pipeline: Handler = async ({ query, range, fromAlert }, { instance, signal }) => {
  const asksForNumbers = (query.format ?? (fromAlert ? 'alert' : 'table')) === 'alert';
  const wanted = wantedFrames(query.frames, PIPELINE_FRAMES);
  const metrics = wantedMetrics(query.metrics, PIPELINE_METRICS, PIPELINE_USUAL_METRICS);
  const events = requireEvents(instance);
  const model = requireModel(query, instance.settings);
  const question = eventQuestion('pipeline', { query, settings: instance.settings });
  const history: TimeRange = {
    from: range.from - Math.max(HISTORY_MS, range.to - range.from),
    to: range.to,
  };
  const { events: told, report } = await readTogether(events, question, history, { signal }, { limit: MOST_EVENTS });
  const runs = runsOf(told);
  // A job that the filters leave out is not missing.
  const ofJobs = question.filters.filter(({ label }) => label === JOB).map(compileMatcher);
  const expected = (model.pipelines ?? []).filter(({ job }) => ofJobs.every((passes) => passes(job)));
  if (told.length === 0 && expected.length === 0 && !asksForNumbers) {
    const nothing = new TidemarkError(
      'no_current_data',
      `No pipeline event of ${model.id} from ${describeRange(history)}. Log one JSON object a line with job, run_id and status, in the stream ${seriesSelector(undefined, question.source.matchers)}.`
    );
    throw await withReason(nothing, events, question, history, { signal });
  }
  const notices = warnings([...report.notices, ...saidOf(runs)]);
  const executed = executedText([{ title: `pipeline: ${describeRange(history)}`, executed: report.executed }]);
  const states = jobStates(runs.runs, range, expected);
  if (asksForNumbers) {
    return numericFrames(
      [
        ...states.flatMap((state) =>
          metrics
            .filter((name) => name !== 'broken_jobs')
            .map((name) => ({
              name,
              value: numberOf(state, name) ?? null,
              labels: { model: model.id, job: state.job },
            }))
        ),
        ...metrics
          .filter((name) => name === 'broken_jobs')
          .map((name) => ({
            name,
            // Of what is known; where nothing is, nothing is known to be broken.
            value: brokenJobs(states, runs.runs, range, expected),
            labels: { model: model.id },
          })),
      ],
      notices,
      executed
    );
  }
  const inRange = runs.runs.filter((run) => run.status === 'running' || lastHeard(run) > range.from);
  const late = latenessOf(runs.runs, expected);
  const frames: Frame[] = [];
  // Said once: with the first of the frames.
  const once = () => (frames.length === 0 ? ([notices, executed] as const) : ([[], ''] as const));
  if (wanted.has('summary')) {
    frames.push(jobsFrame(states, ...once()));
  }
  if (wanted.has('runs')) {
    frames.push(runsFrame(inRange, ...once()));
  }
  if (wanted.has('over_time')) {
    frames.push(...runsOverTimeFrames(inRange, late, model.id, ...once()));
  }
  if (wanted.has('timeline')) {
    frames.push(runsTimelineFrame(inRange, late, ...once()));
  }
  return frames;
};
