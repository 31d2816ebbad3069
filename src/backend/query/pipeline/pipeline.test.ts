import { seeded } from '../../../engine/testing/random';
import { querySchema, type DriftQuery, type Settings } from '../../../model';
import type { PipelineEvent } from '../../upstream/events';
import { tableEvents, type GivenEvent } from '../testing/tableEvents';
import { tableUpstream } from '../testing/tableUpstream';
import { jobStates, usualInterval } from './jobs';
import { pipeline } from './pipeline';
import { runsOf } from './runs';

const HOUR = 3_600_000;

const event = (time: number, job: string, runId: string, status: string, more: Partial<PipelineEvent> = {}) =>
  ({
    event: 'pipeline',
    time,
    group: {},
    job,
    runId,
    status,
    durationS: undefined,
    rows: undefined,
    error: undefined,
    ...more,
  }) satisfies PipelineEvent;

describe('runs are made of their events', () => {
  it('last from start to end where the job does not say how long it took', () => {
    expect(
      runsOf([event(1_000, 'ingest', 'a', 'started'), event(61_000, 'ingest', 'a', 'succeeded', { rows: 5 })]).runs
    ).toEqual([
      {
        job: 'ingest',
        runId: 'a',
        status: 'succeeded',
        start: 1_000,
        end: 61_000,
        durationS: 60,
        rows: 5,
        error: undefined,
      },
    ]);
  });

  it('take the duration that the job tells, and reckon the start from it where none was told', () => {
    const [run] = runsOf([event(100_000, 'ingest', 'a', 'failed', { durationS: 40, error: 'disk full' })]).runs;
    expect(run).toMatchObject({ status: 'failed', start: 60_000, durationS: 40, error: 'disk full' });
  });

  it('are running until their end is told', () => {
    expect(runsOf([event(5, 'ingest', 'a', 'started')]).runs).toMatchObject([{ status: 'running', start: 5 }]);
  });

  it('end as their last try did, and run again once they were started again', () => {
    const tries = [
      event(1, 'ingest', 'a', 'started'),
      event(2, 'ingest', 'a', 'failed', { error: 'x' }),
      event(3, 'ingest', 'a', 'started'),
    ];
    expect(runsOf(tries).runs).toMatchObject([{ status: 'running', end: undefined }]);
    expect(runsOf([...tries, event(9, 'ingest', 'a', 'succeeded')]).runs).toMatchObject([
      { status: 'succeeded', start: 1, end: 9 },
    ]);
  });

  it('are the same in whatever order, and however often, their events come', () => {
    const events = Array.from({ length: 40 }, (_, i) => [
      event(i * 100, `job${i % 3}`, `r${i}`, 'started'),
      event(i * 100 + 50, `job${i % 3}`, `r${i}`, i % 5 === 0 ? 'failed' : 'succeeded', { rows: i }),
    ]).flat();
    const expected = runsOf(events).runs;
    for (let seed = 0; seed < 200; seed++) {
      const random = seeded(seed);
      const again = [...events, ...events.filter(() => random() < 0.3)]
        .map((one) => ({ one, place: random() }))
        .sort((a, b) => a.place - b.place)
        .map(({ one }) => one);
      expect(runsOf(again).runs).toEqual(expected);
    }
  });

  it('count what names no run, and what status is not known, and leave both out', () => {
    const { runs, unnamed, unknownStatus } = runsOf([
      event(1, '', 'a', 'started'),
      { ...event(1, 'ingest', 'a', 'started'), runId: undefined },
      event(1, 'ingest', 'a', 'done'),
      event(2, 'ingest', 'b', 'done'),
    ]);
    expect(runs).toEqual([]);
    expect(unnamed).toBe(2);
    expect([...unknownStatus]).toEqual([['done', 2]]);
  });
});

/** A success at each hour from `first` to `last`. */
const hourly = (job: string, first: number, last: number, rows = 1000): PipelineEvent[] =>
  Array.from({ length: last - first + 1 }, (_, i) =>
    event((first + i) * HOUR, job, `${job}-${first + i}`, 'succeeded', { durationS: 120, rows })
  );

const stateOf = (events: readonly PipelineEvent[], atHour: number, expected: Settings['models'] = []) =>
  jobStates(runsOf(events).runs, { from: (atHour - 6) * HOUR, to: atHour * HOUR }, expected[0]?.pipelines ?? [])[0];

describe('how a job stands', () => {
  it('is ok while it succeeds as often as it did', () => {
    expect(stateOf(hourly('ingest', 0, 24), 24.5)).toMatchObject({
      verdict: 'ok',
      runs: 6,
      succeeded: 6,
      sinceSuccessS: 1800,
      expectedEveryS: 3600,
      lateS: 0,
      medianDurationS: 120,
      medianRows: 1000,
    });
  });

  it('is late once no success came for one and a half times the usual interval, and says by how much', () => {
    expect(stateOf(hourly('ingest', 0, 24), 25.4)).toMatchObject({ verdict: 'ok' });
    expect(stateOf(hourly('ingest', 0, 24), 29)).toMatchObject({
      verdict: 'late',
      lateS: 3.5 * 3600,
      reason: 'No success for 5h, where one every 1h is usual',
    });
  });

  it('is measured by the settings where they say how often it should succeed', () => {
    const settings = [{ id: 'm', pipelines: [{ job: 'ingest', every: '1d', lateAfter: '30h' }] }];
    expect(stateOf(hourly('ingest', 0, 24), 50, settings)).toMatchObject({ verdict: 'ok' });
    expect(stateOf(hourly('ingest', 0, 24), 55, settings)).toMatchObject({
      verdict: 'late',
      lateS: 3600,
      reason: 'No success for 1d7h, where one every 1d is expected',
    });
  });

  it('has failed where its last run did, with the error in the reason, until one succeeds', () => {
    const failed = event(25 * HOUR, 'ingest', 'x', 'failed', { error: 'schema 3 is unknown' });
    expect(stateOf([...hourly('ingest', 0, 24), failed], 25.5)).toMatchObject({
      verdict: 'failed',
      failed: 1,
      reason: 'Its last run (x) failed: schema 3 is unknown',
    });
    expect(stateOf([...hourly('ingest', 0, 24), failed, ...hourly('ingest', 26, 26)], 26.5)).toMatchObject({
      verdict: 'ok',
      failed: 1,
    });
  });

  it('is empty where its last success brought no rows, or fewer than the settings ask for', () => {
    const few = [...hourly('ingest', 0, 23), ...hourly('ingest', 24, 24, 40)];
    expect(stateOf(few, 24.5)).toMatchObject({ verdict: 'ok', lastRows: 40, medianRows: 1000 });
    const settings = [{ id: 'm', pipelines: [{ job: 'ingest', minRows: 500 }] }];
    expect(stateOf(few, 24.5, settings)).toMatchObject({
      verdict: 'empty',
      reason: 'Its last success brought 40 rows, and 500 are the least',
    });
    expect(stateOf([...hourly('ingest', 0, 23), ...hourly('ingest', 24, 24, 0)], 24.5)).toMatchObject({
      verdict: 'empty',
    });
  });

  it('cannot be told without a success, and an expected job that never ran is not left out', () => {
    expect(stateOf([event(HOUR, 'ingest', 'a', 'started')], 2)).toMatchObject({ verdict: 'insufficient', running: 1 });
    expect(stateOf([], 2, [{ id: 'm', pipelines: [{ job: 'export' }] }])).toMatchObject({
      job: 'export',
      verdict: 'insufficient',
      lateS: undefined,
    });
  });

  it('has no usual interval after fewer than four successes', () => {
    expect(usualInterval(runsOf(hourly('ingest', 0, 2)).runs)).toBeUndefined();
    expect(usualInterval(runsOf(hourly('ingest', 0, 3)).runs)).toBe(3600);
  });
});

const ask = (
  table: readonly GivenEvent[],
  { query = {}, settings = {}, fromAlert = false }: { query?: object; settings?: Settings; fromAlert?: boolean } = {}
) => {
  const events = tableEvents(table);
  const parsed: DriftQuery = querySchema.parse({ queryType: 'pipeline', model: 'fraud', ...query });
  return pipeline(
    { query: parsed, range: { from: 20 * HOUR, to: 26 * HOUR }, intervalMs: 60_000, fromAlert },
    {
      instance: { settings, upstream: tableUpstream([]), events },
      signal: new AbortController().signal,
      now: () => 26 * HOUR,
    }
  );
};

const TOLD: readonly GivenEvent[] = [
  ...hourly('ingest', 0, 25),
  ...hourly('features', 0, 21),
  event(25.5 * HOUR, 'ingest', 'late', 'failed', { error: 'disk full' }),
].map(({ group: _group, ...rest }) => rest);

describe('a query of the kind pipeline', () => {
  it('answers how each job stands, what needs care first', async () => {
    const [summary] = await ask(TOLD, { query: { frames: ['summary'] } });
    const column = (name: string) => summary?.fields.find((field) => field.name === name)?.values;
    expect(column('job')).toEqual(['ingest', 'features']);
    expect(column('verdict')).toEqual(['failed', 'late']);
    expect(column('late_s')).toEqual([0, 3.5 * 3600]);
  });

  it('answers the runs of the time range, the latest first', async () => {
    const [runs] = await ask(TOLD, { query: { frames: ['runs'] } });
    const column = (name: string) => runs?.fields.find((field) => field.name === name)?.values;
    expect(column('run_id')).toEqual([
      'late',
      'ingest-25',
      'ingest-24',
      'ingest-23',
      'ingest-22',
      'ingest-21',
      'features-21',
    ]);
    expect(column('error')?.[0]).toBe('disk full');
  });

  it('answers a series a job, and failures as annotations, with the notices said once', async () => {
    const frames = await ask(
      [...TOLD, { event: 'pipeline', time: 22 * HOUR, job: 'ingest', runId: 'q', status: '?' }],
      {
        query: { frames: ['over_time', 'timeline'] },
      }
    );
    expect(frames.map(({ name }) => name)).toEqual(['over_time', 'over_time', 'timeline']);
    expect(frames[0]?.fields[1]?.labels).toEqual({ model: 'fraud', job: 'features' });
    expect(frames[2]?.fields[1]?.values).toEqual(['ingest failed']);
    expect(frames.flatMap(({ meta }) => meta.notices ?? [])).toHaveLength(1);
  });

  it('tells on the axis of drift how late each success was when it came, though the job is in time by now', async () => {
    // Every hour until 21:00, then one at 24:00, which is an hour and a half later than it should be at the latest.
    const told = [...hourly('ingest', 0, 21), ...hourly('ingest', 24, 26)].map(({ group: _group, ...rest }) => rest);
    const [overTime, timeline] = await ask(told, { query: { frames: ['over_time', 'timeline'] } });
    const column = (of: typeof overTime, name: string) => of?.fields.find((field) => field.name === name)?.values;
    expect(column(overTime, 'late_s')).toEqual([0, 1.5 * 3600, 0, 0]);
    expect(column(timeline, 'title')).toEqual(['ingest was late']);
    expect(column(timeline, 'text')).toEqual(['Run ingest-24, 1000 rows, overdue by 1h30m']);
    expect(column(timeline, 'tags')).toEqual(['pipeline,ingest,succeeded,late']);
    const [summary] = await ask(told, { query: { frames: ['summary'] } });
    expect(column(summary, 'verdict')).toEqual(['ok']);
  });

  it('knows no lateness of a run that failed, of a first success, or where nobody knows how often it should come', async () => {
    const lateness = async (told: readonly GivenEvent[], settings: Settings = {}) => {
      const [overTime] = await ask(told, { query: { frames: ['over_time'] }, settings });
      return overTime?.fields.find(({ name }) => name === 'late_s')?.values;
    };
    const few = hourly('ingest', 23, 25).map(({ group: _group, ...rest }) => rest);
    expect(await lateness(few)).toEqual([null, null, null]);
    const expected: Settings = { models: [{ id: 'fraud', pipelines: [{ job: 'ingest', every: '20m' }] }] };
    expect(await lateness(few, expected)).toEqual([null, 1800, 1800]);
    const { group: _group, ...failed } = event(25.5 * HOUR, 'ingest', 'x', 'failed');
    expect((await lateness([...few, failed], expected))?.at(-1)).toBeNull();
  });

  it('answers a rule one number a job, failed runs and lateness where it names none', async () => {
    const frames = await ask(TOLD, { fromAlert: true });
    expect(frames.map(({ fields: [field] }) => [field?.name, field?.labels?.['job'], field?.values[0]])).toEqual([
      ['failed_runs', 'ingest', 1],
      ['late_s', 'ingest', 0],
      ['failed_runs', 'features', 0],
      ['late_s', 'features', 3.5 * 3600],
    ]);
  });

  it('gives a rule no number for a job that never succeeded, rather than a zero', async () => {
    const settings = { models: [{ id: 'fraud', pipelines: [{ job: 'export' }] }] };
    const [frame] = await ask([], { fromAlert: true, query: { metrics: ['late_s'] }, settings });
    expect(frame?.fields[0]).toMatchObject({ labels: { model: 'fraud', job: 'export' }, values: [null] });
  });

  it('leaves out the expected jobs that its filters leave out, and misses those that they pick', async () => {
    const settings: Settings = {
      models: [{ id: 'fraud', pipelines: [{ job: 'features' }, { job: 'ingest' }, { job: 'labels' }] }],
    };
    const jobs = async (job: string | readonly string[]) => {
      const [summary] = await ask(TOLD, { query: { frames: ['summary'], filters: { job } }, settings });
      return summary?.fields.find(({ name }) => name === 'job')?.values;
    };
    expect(await jobs('ingest')).toEqual(['ingest']);
    expect(await jobs(['labels', 'features'])).toEqual(['features', 'labels']);
    await expect(jobs('none')).rejects.toThrow(/No pipeline event of fraud/);
  });

  it('gives a rule one number for all jobs: how many are broken, of those of which anything is known', async () => {
    const [frame, ...others] = await ask(TOLD, { fromAlert: true, query: { metrics: ['broken_jobs'] } });
    expect(others).toEqual([]);
    expect(frame?.fields[0]).toMatchObject({ labels: { metric: 'broken_jobs', model: 'fraud' }, values: [2] });
    const settings = { models: [{ id: 'fraud', pipelines: [{ job: 'export' }] }] };
    const [unknown] = await ask([], { fromAlert: true, query: { metrics: ['broken_jobs'] }, settings });
    expect(unknown?.fields[0]?.values).toEqual([0]);
  });

  it('counts a job as broken for as long as the range still shows what it did, and not for a failure that was soon mended', async () => {
    const brokenJobs = async (told: readonly GivenEvent[]) => {
      const [frame] = await ask(told, { fromAlert: true, query: { metrics: ['broken_jobs'] } });
      return frame?.fields[0]?.values[0];
    };
    const plain = (events: ReturnType<typeof hourly>) => events.map(({ group: _group, ...rest }) => rest);
    const failed = (at: number) => plain([event(at, 'ingest', `failed-${at}`, 'failed', { error: 'disk full' })]);
    // The range is from 20:00 to 26:00. It was late until 24:00, an hour and a half of six.
    expect(await brokenJobs(plain([...hourly('ingest', 0, 21), ...hourly('ingest', 24, 26)]))).toBe(1);
    // It failed at 22:30 and succeeded half an hour later.
    expect(await brokenJobs([...plain(hourly('ingest', 0, 26)), ...failed(22.5 * HOUR)])).toBe(0);
    expect(
      await brokenJobs([...plain([...hourly('ingest', 0, 22), ...hourly('ingest', 24, 26)]), ...failed(22.9 * HOUR)])
    ).toBe(1);
    // Long before the range, it explains nothing.
    expect(await brokenJobs(plain([...hourly('ingest', 0, 5), ...hourly('ingest', 12, 26)]))).toBe(0);
  });

  it('gives a rule the rows that each job lacks of its own least', async () => {
    const settings: Settings = {
      models: [{ id: 'fraud', pipelines: [{ job: 'ingest', minRows: 1500 }, { job: 'features' }] }],
    };
    const frames = await ask(TOLD, { fromAlert: true, query: { metrics: ['lacking_rows'] }, settings });
    const byJob = Object.fromEntries(frames.map(({ fields: [field] }) => [field?.labels?.['job'], field?.values[0]]));
    expect(byJob).toEqual({ ingest: 500, features: 0 });
  });

  it('says what to log where nothing came', async () => {
    await expect(ask([])).rejects.toThrow(
      /No pipeline event of fraud .* Log one JSON object a line with job, run_id and status, in the stream {model="fraud",event="pipeline"}/
    );
  });

  it('is refused for a frame or a number that it does not know', async () => {
    await expect(ask(TOLD, { query: { frames: ['rows'] } })).rejects.toThrow(/no frame "rows"; there is summary, runs/);
    await expect(ask(TOLD, { query: { metrics: ['psi'] } })).rejects.toThrow(/no number "psi"/);
  });
});
