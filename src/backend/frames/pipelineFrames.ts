import {
  PIPELINE_OVER_TIME_FIELDS,
  PIPELINE_SUMMARY_FIELDS,
  RUNS_FIELDS,
  TIMELINE_FIELDS,
  type JobVerdict,
} from '../../model';
import { VERDICT_LOOK } from '../../model/verdicts';
import { inWords, type JobState } from '../query/pipeline/jobs';
import { lastHeard, type Run } from '../query/pipeline/runs';
import { COUNT_CONFIG, REASON_CONFIG } from './fieldConfig';
import type { Field, FieldConfig, Frame, Notice } from './frame';
import { metaOf } from './meta';
import { wordsConfig, type Word } from './words';

const VERDICT_WORDS: Record<JobVerdict, Word> = {
  failed: { text: 'Failed', tone: 'red' },
  late: { text: 'Late', tone: 'red' },
  empty: { text: 'Empty', tone: 'orange' },
  insufficient: { text: VERDICT_LOOK.insufficient.word, tone: 'gray' },
  ok: { text: VERDICT_LOOK.ok.word, tone: 'green' },
};

const STATUS_WORDS: Record<Run['status'], Word> = {
  failed: { text: 'Failed', tone: 'red' },
  running: { text: 'Running', tone: 'blue' },
  succeeded: { text: 'Succeeded', tone: 'green' },
};

function worded(title: string, description: string, words: Readonly<Record<string, Word>>): FieldConfig {
  return { displayNameFromDS: title, description, ...wordsConfig(words) };
}

function seconds(title: string, description: string): FieldConfig {
  return { displayNameFromDS: title, description, unit: 's', decimals: 0, min: 0 };
}

function numbers(name: string, values: ReadonlyArray<number | undefined>, config: FieldConfig): Field {
  return { name, type: 'number', values: values.map((value) => value ?? null), config };
}

function times(name: string, values: ReadonlyArray<number | undefined>, title: string): Field {
  return { name, type: 'time', values: values.map((value) => value ?? null), config: { displayNameFromDS: title } };
}

function texts(name: string, values: ReadonlyArray<string | undefined>, config: FieldConfig): Field {
  return { name, type: 'string', values: values.map((value) => value ?? null), config };
}

export function jobsFrame(states: readonly JobState[], notices: readonly Notice[], executed: string): Frame {
  const F = PIPELINE_SUMMARY_FIELDS;
  const of = <K extends keyof JobState>(key: K): ReadonlyArray<JobState[K]> => states.map((state) => state[key]);
  return {
    name: 'summary',
    fields: [
      texts(F.job, of('job'), { displayNameFromDS: 'Job' }),
      texts(
        F.verdict,
        of('verdict'),
        worded(
          'Verdict',
          'Failed: its last run did. Late: no success for longer than it should take. Empty: its last success brought too few rows. Not enough data: no success is known.',
          VERDICT_WORDS
        )
      ),
      texts(F.reason, of('reason'), REASON_CONFIG),
      numbers(F.runs, of('runs'), COUNT_CONFIG('Runs', 'Under way or ended in the time range.')),
      numbers(F.succeeded, of('succeeded'), COUNT_CONFIG('Succeeded', 'In the time range.')),
      numbers(F.failed, of('failed'), COUNT_CONFIG('Failed', 'In the time range.')),
      numbers(F.running, of('running'), COUNT_CONFIG('Running', 'Started, and not ended yet.')),
      times(F.lastSuccess, of('lastSuccess'), 'Last success'),
      numbers(F.sinceSuccessS, of('sinceSuccessS'), seconds('Since success', 'At the end of the time range.')),
      numbers(
        F.expectedEveryS,
        of('expectedEveryS'),
        seconds('Expected every', 'What the settings say, else the usual distance between two successes.')
      ),
      numbers(F.lateS, of('lateS'), seconds('Overdue by', 'How long a success is overdue; 0 where it is not.')),
      numbers(F.medianDurationS, of('medianDurationS'), seconds('Usual duration', 'The median of earlier successes.')),
      numbers(F.lastDurationS, of('lastDurationS'), seconds('Last duration', 'Of the last run that ended.')),
      numbers(F.medianRows, of('medianRows'), COUNT_CONFIG('Usual rows', 'The median of earlier successes.')),
      numbers(F.lastRows, of('lastRows'), COUNT_CONFIG('Last rows', 'What the last success brought.')),
    ],
    meta: metaOf(notices, executed, { type: 'table', preferredVisualisationType: 'table' }),
  };
}

/** The latest first, because the last run is the one that a person asks about. */
export function runsFrame(runs: readonly Run[], notices: readonly Notice[], executed: string): Frame {
  const F = RUNS_FIELDS;
  const rows = [...runs].sort((a, b) => lastHeard(b) - lastHeard(a));
  const of = <K extends keyof Run>(key: K): ReadonlyArray<Run[K]> => rows.map((run) => run[key]);
  return {
    name: 'runs',
    fields: [
      texts(F.job, of('job'), { displayNameFromDS: 'Job' }),
      texts(F.runId, of('runId'), { displayNameFromDS: 'Run', custom: { minWidth: 260 } }),
      texts(
        F.status,
        of('status'),
        worded('Status', 'Running: started, and not ended yet in the time range.', STATUS_WORDS)
      ),
      times(F.start, of('start'), 'Start'),
      numbers(F.durationS, of('durationS'), seconds('Duration', 'As the job told it, else from its start to its end.')),
      numbers(F.rows, of('rows'), COUNT_CONFIG('Rows', 'What the run brought, as it told.')),
      times(F.end, of('end'), 'End'),
      texts(F.error, of('error'), { displayNameFromDS: 'Error', custom: { minWidth: 320 } }),
    ],
    meta: metaOf(notices, executed, { type: 'table', preferredVisualisationType: 'table' }),
  };
}

/** A frame a job, so that each is a series of its own: a point where each run ended, on the axis of drift. */
export function runsOverTimeFrames(
  runs: readonly Run[],
  late: ReadonlyMap<Run, number>,
  model: string,
  notices: readonly Notice[],
  executed: string
): readonly Frame[] {
  const F = PIPELINE_OVER_TIME_FIELDS;
  const jobs = [...new Set(runs.map(({ job }) => job))].sort();
  return (jobs.length === 0 ? [undefined] : jobs).map((job, i) => {
    const ended = runs.filter((run) => run.job === job && run.end !== undefined);
    const labels: Readonly<Record<string, string>> = job === undefined ? {} : { model, job };
    const titled = (what: string): string => (job === undefined ? what : `${job}: ${what}`);
    const field = (name: string, values: ReadonlyArray<number | undefined>, config: FieldConfig): Field => ({
      ...numbers(name, values, config),
      labels,
    });
    return {
      name: 'over_time',
      fields: [
        times(F.time, ended.map(lastHeard), 'Time'),
        field(
          F.durationS,
          ended.map(({ durationS }) => durationS),
          seconds(titled('duration'), 'Of the run that ended here.')
        ),
        field(
          F.rows,
          ended.map(({ rows }) => rows),
          COUNT_CONFIG(titled('rows'), 'What the run that ended here brought.')
        ),
        field(
          F.failed,
          ended.map(({ status }) => (status === 'failed' ? 1 : 0)),
          {
            displayNameFromDS: titled('failed'),
            description: '1 where the run failed.',
            min: 0,
            max: 1,
            decimals: 0,
            // A failure is an event: a line from one to the next would draw what never was.
            custom: { drawStyle: 'points', pointSize: 7, axisPlacement: 'hidden' },
          }
        ),
        field(
          F.lateS,
          ended.map((run) => late.get(run)),
          seconds(titled('overdue by'), 'How long a success was overdue when it came; 0 where it was not.')
        ),
      ],
      meta: metaOf(i === 0 ? notices : [], i === 0 ? executed : '', {
        type: 'timeseries-multi',
        typeVersion: [0, 1],
        preferredVisualisationType: 'graph',
      }),
    };
  });
}

/** How a run ended that is worth a mark: `again` is the success that ended a row of failures. */
type Mark = 'failed' | 'again' | 'late';

const MARK_WORDS: Record<Mark, string> = { failed: 'failed', again: 'succeeds again', late: 'was late' };

/**
 * What happened to the jobs, named as annotations are: each run that failed, the success that ended a row of failures,
 * and each that came late. A mark for every success of a job that runs each minute would hide all others.
 */
export function runsTimelineFrame(
  runs: readonly Run[],
  late: ReadonlyMap<Run, number>,
  notices: readonly Notice[],
  executed: string
): Frame {
  const F = TIMELINE_FIELDS;
  const failing = new Set<string>();
  const markOf = (run: Run): Mark | undefined => {
    if (run.status === 'failed') {
      failing.add(run.job);
      return 'failed';
    }
    return run.status !== 'succeeded'
      ? undefined
      : failing.delete(run.job)
        ? 'again'
        : (late.get(run) ?? 0) > 0
          ? 'late'
          : undefined;
  };
  const marked = runs.flatMap((run) => {
    const mark = markOf(run);
    return mark === undefined ? [] : [{ run, mark }];
  });
  return {
    name: 'timeline',
    fields: [
      times(
        F.time,
        marked.map(({ run }) => lastHeard(run)),
        'Time'
      ),
      texts(
        F.title,
        marked.map(({ run, mark }) => `${run.job} ${MARK_WORDS[mark]}`),
        { displayNameFromDS: 'Title', custom: { minWidth: 260 } }
      ),
      texts(
        F.text,
        marked.map(({ run }) => {
          const { runId, rows, error } = run;
          const overdueS = late.get(run) ?? 0;
          return [
            `Run ${runId}`,
            ...(rows === undefined ? [] : [`${rows} rows`]),
            ...(overdueS > 0 ? [`overdue by ${inWords(overdueS)}`] : []),
            ...(error === undefined ? [] : [error]),
          ].join(', ');
        }),
        { displayNameFromDS: 'Text', custom: { minWidth: 420 } }
      ),
      // A comma-separated list is what Grafana reads as tags.
      texts(
        F.tags,
        marked.map(({ run: { job, status }, mark }) =>
          ['pipeline', job, status, ...(mark === 'late' ? [mark] : [])].join(',')
        ),
        { displayNameFromDS: 'Tags' }
      ),
    ],
    meta: metaOf(notices, executed, { type: 'table', preferredVisualisationType: 'table' }),
  };
}
