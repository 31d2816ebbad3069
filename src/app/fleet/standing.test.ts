import { createDataFrame, FieldType, type DataFrame } from '@grafana/data';
import type { Answer } from '../ask/ask';
import {
  dataLight,
  daysOf,
  gravest,
  isBlind,
  isSilent,
  outputLight,
  pipelineLight,
  sinceOf,
  trafficOf,
  troubleOf,
  versionsNow,
  WAITING,
  type Standing,
} from './standing';
import type { Light, LightId } from './light';

type Column = readonly [name: string, values: readonly unknown[]];
const frame = (name: string, ...columns: Column[]): DataFrame =>
  createDataFrame({
    name,
    fields: columns.map(([field, values]) => ({ name: field, type: FieldType.other, values: [...values] })),
  });
const answer = (...frames: DataFrame[]): Answer => ({ state: 'done', frames });
const failed = (why: string): Answer => ({ state: 'failed', why });

const standing = (lights: Partial<Record<LightId, Light>>, more: Partial<Standing> = {}): Standing => ({
  ...WAITING,
  ...more,
  lights: { ...WAITING.lights, ...lights },
});
const judged = (verdict: 'ok' | 'warning' | 'drift' | 'insufficient', why = ''): Light => ({
  state: 'judged',
  verdict,
  why,
});

describe('how a model stands', () => {
  it('says of the data the verdict of the whole model, and what moved most', () => {
    const summary = frame(
      'summary',
      ['features', [13]],
      ['verdict', ['warning']],
      ['reason', ['2 of 13']],
      ['worst', ['amount (71 %)']]
    );
    expect(dataLight(answer(summary))).toEqual({ light: judged('warning', '2 of 13'), cause: 'amount (71 %)' });
  });

  it('is not known where something could not be asked, which is said after all that is wrong', () => {
    const down: Light = { state: 'failed', why: 'Loki refuses the connection' };
    expect(isBlind(standing({ data: judged('ok'), model: down }))).toBe(true);
    expect(isBlind(standing({ data: judged('drift') }))).toBe(false);
    expect(gravest(standing({ data: judged('ok'), model: down }))).toEqual({ id: 'model', why: down.why });
    expect(gravest(standing({ pipeline: down, output: judged('warning', 'twice') }))?.id).toBe('output');
  });

  it('never reads a verdict that it does not know as fine', () => {
    const summary = frame('summary', ['features', [1]], ['verdict', ['splendid']]);
    expect(dataLight(answer(summary)).light).toMatchObject({ verdict: 'insufficient' });
  });

  it('tells "nothing was seen" from "fine", and from a failure', () => {
    const none = frame('summary', ['features', [0]], ['verdict', ['insufficient']]);
    expect(dataLight(answer(none)).light.state).toBe('none');
    expect(pipelineLight(answer(frame('summary', ['job', []]))).state).toBe('none');
    const why = 'Set loki.url in the settings.';
    expect(outputLight({ state: 'failed', why, because: 'no_log' })).toEqual({ state: 'none', why });
    expect(outputLight(failed('This needs a log, and Loki gives no answer')).state).toBe('failed');
  });

  it('takes a question about a time without traffic for what it is, and not for a failure', () => {
    const why = 'Nothing was observed from 2026-11-25T11:25:18Z to 2026-11-26T11:25:18Z by model_feature.';
    const empty: Answer = { state: 'failed', why, because: 'nothing' };
    expect(dataLight(failed(why)).light.state).toBe('failed');
    // A model that no job feeds has none.
    expect(pipelineLight(empty).state).toBe('none');
    expect(dataLight(empty).light).toEqual(judged('insufficient', 'No feature of this model was seen in this time.'));
    const none = { state: 'none', why: '' } as const;
    const silent = standing({ data: dataLight(empty).light, pipeline: none, model: none, output: none });
    expect(isSilent(silent)).toBe(true);
    expect(isBlind(silent)).toBe(false);
    expect(isSilent(standing({ data: judged('ok'), pipeline: none, model: none, output: none }))).toBe(false);
    expect(isSilent(WAITING)).toBe(false);
  });

  it('takes of the jobs the one that needs care first, whatever their order', () => {
    const jobs = frame('summary', ['job', ['a', 'b']], ['verdict', ['ok', 'failed']], ['reason', ['', 'it broke']]);
    expect(pipelineLight(answer(jobs))).toEqual(judged('drift', 'b: it broke'));
  });

  it('names the version that serves now, and not one that did', () => {
    const versions = frame(
      'versions',
      ['version', ['8', '7', '6']],
      ['role', ['shadow', 'live', 'live']],
      ['until', [null, null, 5]]
    );
    expect(versionsNow(answer(versions))).toEqual({ version: '7', shadow: '8' });
    expect(versionsNow(failed('no log'))).toEqual({ version: null });
  });

  it('counts a prediction once, though every feature saw it', () => {
    expect(trafficOf(answer(frame('drift', ['current_count', [2400, 2399, null]])), 24)).toBe(100);
    expect(trafficOf(answer(frame('drift', ['current_count', []])), 24)).toBeNull();
  });

  it('leaves a day without an answer empty', () => {
    const day = 86_400_000;
    const days = daysOf(
      answer(frame('over_time', ['time', [2 * day]], ['weighted_share', [0.6]], ['verdict', ['drift']])),
      [day, 2 * day]
    );
    expect(days).toEqual([
      { start: 0, share: null, verdict: null },
      { start: day, share: 0.6, verdict: 'drift' },
    ]);
  });

  it('dates trouble back to the day after the last fine one, and only while it lasts', () => {
    const days = (['drift', 'ok', 'warning', 'drift'] as const).map((verdict, start) => ({
      start,
      verdict,
      share: null,
    }));
    expect(sinceOf(standing({ data: judged('drift') }, { days }))).toBe(2);
    expect(sinceOf(standing({ data: judged('ok') }, { days }))).toBeUndefined();
    expect(sinceOf(standing({ data: judged('drift') }, { days: days.slice(0, 2) }))).toBeUndefined();
  });

  it('sorts one that drifts before any number of warnings, and one that failed before one that is fine', () => {
    const drifting = troubleOf(standing({ data: judged('drift') }));
    const warned = troubleOf(
      standing({
        data: judged('warning'),
        model: judged('warning'),
        output: judged('warning'),
        pipeline: judged('warning'),
      })
    );
    const unknown = troubleOf(standing({ data: { state: 'failed', why: '' } }));
    expect([drifting, warned, unknown, troubleOf(WAITING)]).toEqual(
      [drifting, warned, unknown, 0].sort((a, b) => b - a)
    );
    expect(unknown).toBeGreaterThan(0);
  });

  it('names the cause before its effect', () => {
    expect(
      gravest(standing({ output: judged('drift', 'wrong'), pipeline: judged('drift', 'job'), data: judged('warning') }))
    ).toEqual({ id: 'pipeline', why: 'job' });
    expect(gravest(standing({ data: judged('ok') }))).toBeUndefined();
  });
});
