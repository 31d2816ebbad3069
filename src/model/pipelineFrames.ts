/** Frames of the query kind `pipeline`, by name. */
export const PIPELINE_FRAMES = ['summary', 'runs', 'over_time', 'timeline'] as const;
export type PipelineFrame = (typeof PIPELINE_FRAMES)[number];

/** How a job stands. `late`: no success for longer than it should take; `empty`: the last success brought no rows. */
export const JOB_VERDICTS = ['failed', 'late', 'empty', 'insufficient', 'ok'] as const;
export type JobVerdict = (typeof JOB_VERDICTS)[number];

/** `runs`: a row a run, the latest first. `start` and `duration_s` are null where neither was told. */
export const RUNS_FIELDS = {
  job: 'job',
  runId: 'run_id',
  status: 'status',
  start: 'start',
  durationS: 'duration_s',
  rows: 'rows',
  end: 'end',
  error: 'error',
} as const;

/** `summary`: a row a job, what needs care first. */
export const PIPELINE_SUMMARY_FIELDS = {
  job: 'job',
  verdict: 'verdict',
  reason: 'reason',
  runs: 'runs',
  succeeded: 'succeeded',
  failed: 'failed',
  running: 'running',
  lastSuccess: 'last_success',
  sinceSuccessS: 'since_success_s',
  expectedEveryS: 'expected_every_s',
  lateS: 'late_s',
  medianDurationS: 'median_duration_s',
  lastDurationS: 'last_duration_s',
  medianRows: 'median_rows',
  lastRows: 'last_rows',
} as const;

/**
 * `over_time`: a frame a job, a point where each run ended. `late_s` is how long a success was overdue when it came, null
 * for a run that failed and where nobody knows how often the job should succeed.
 */
export const PIPELINE_OVER_TIME_FIELDS = {
  time: 'time',
  durationS: 'duration_s',
  rows: 'rows',
  failed: 'failed',
  lateS: 'late_s',
} as const;

/**
 * What an alert rule can ask: of each job, and of all of them together how many are known to be failed, late or empty, or
 * have been for more than a tenth of the time range: the range still shows what they did. In a rule, that one number can
 * keep quiet what follows from it: there, many labelled values cannot be made one. `lacking_rows` is how many rows the last
 * success lacks of the job's `minRows`.
 */
export const PIPELINE_METRICS = [
  'failed_runs',
  'late_s',
  'since_success_s',
  'last_rows',
  'lacking_rows',
  'last_duration_s',
  'broken_jobs',
] as const;
export type PipelineMetric = (typeof PIPELINE_METRICS)[number];
/** What a rule is told where it names no number: whether something failed, and whether something is late. */
export const PIPELINE_USUAL_METRICS: readonly PipelineMetric[] = ['failed_runs', 'late_s'];
