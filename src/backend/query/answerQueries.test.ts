import { createBackend } from '../backend';
import type { RpcCall } from '../rpc/call';
import { TidemarkError } from '../errors';
import { PATIENT, pluginContext, recordingLog } from '../testing/requests';
import { answerQueries, type QueryAnswer } from './answerQueries';

const NOW = Date.parse('2026-11-23T12:00:00Z');
const HOUR = 3_600_000;

function backend() {
  const log = recordingLog();
  return { log, backend: createBackend({ log, now: () => NOW }) };
}

function ask(
  queries: Record<string, unknown>,
  {
    jsonData = {},
    headers = {},
    call = PATIENT,
    from = NOW - HOUR,
    at = backend().backend,
  }: {
    jsonData?: unknown;
    headers?: Record<string, string>;
    call?: RpcCall;
    from?: number;
    at?: ReturnType<typeof createBackend>;
  } = {}
) {
  return answerQueries(
    at,
    {
      pluginContext: pluginContext({ jsonData }),
      headers,
      queries: Object.entries(queries).map(([refId, json]) => ({
        refId,
        maxDataPoints: 100,
        intervalMS: 60_000,
        timeRange: { fromEpochMS: from, toEpochMS: NOW },
        json: Buffer.from(typeof json === 'string' ? json : JSON.stringify(json)),
        queryType: '',
      })),
    },
    call
  );
}

const error = (answer: QueryAnswer | undefined) => (answer?.ok === false ? answer.error : undefined);
const frames = (answer: QueryAnswer | undefined) => (answer?.ok === true ? answer.frames : []);

describe('answerQueries', () => {
  it('answers each query on its own: one that fails leaves the others whole', async () => {
    const answers = await ask({
      A: { queryType: 'drift', model: 'fraud' },
      B: '{ not json',
      C: { queryType: 'distribution', model: 'fraud', features: ['amount'] },
      D: { queryType: 'drift', model: 'fraud', features: ['amuont'] },
    });
    expect([...answers].map(([refId, answer]) => [refId, answer.ok])).toEqual([
      ['A', true],
      ['B', false],
      ['C', true],
      ['D', false],
    ]);
  });

  it.each([
    ['malformed JSON', '{"queryType":', 'The query is not JSON'],
    ['JSON that is no object', '[1]', 'object'],
    ['an unknown kind', { queryType: 'drft', model: 'fraud' }, 'unknown query kind "drft": use distribution, drift'],
    ['an unknown score', { queryType: 'drift', model: 'fraud', scores: ['psy'] }, 'unknown score "psy": use psi, kl'],
    ['neither model nor source', { queryType: 'drift' }, 'name a model of the data source'],
    ['a broken duration', { queryType: 'drift', model: 'fraud', window: 'an hour' }, 'window: write a duration'],
    [
      'a broken expression',
      { queryType: 'drift', model: 'fraud', features: ['/[/'] },
      '/[/ is not a regular expression',
    ],
    [
      'a broken selector',
      { queryType: 'drift', source: { upstream: 'prometheus', kind: 'histogram', metric: 'm', selector: '{a=' } },
      'source.selector',
    ],
  ])('refuses %s with 400 and what to change', async (_what, query, words) => {
    const refused = error((await ask({ A: query })).get('A'));
    expect(refused).toMatchObject({ code: 'bad_query', status: 400, source: 'plugin' });
    expect(refused?.message).toContain(words);
  });

  it('refuses a time range that is empty', async () => {
    const answers = await ask({ A: { queryType: 'drift', model: 'fraud' } }, { from: NOW });
    expect(error(answers.get('A'))?.message).toContain('time range is empty');
  });

  it('answers alert frames to an alert rule, and a table to anybody else', async () => {
    const query = { A: { queryType: 'drift', model: 'fraud', scores: ['psi'] } };
    const types = async (headers: Record<string, string>) =>
      frames((await ask(query, { headers })).get('A')).map(({ meta }) => meta.type);
    expect(new Set(await types({ FromAlert: 'true' }))).toEqual(new Set(['numeric-multi']));
    expect(await types({})).toEqual(['table']);
    expect(await types({ FromAlert: 'false' })).toEqual(['table']);
  });

  it('gives an alert rule no instance of a score that the kind of a feature can never have, unless nothing is left', async () => {
    const named = async (features: string[]) => {
      const query = { queryType: 'drift', model: 'fraud', format: 'alert', scores: ['psi', 'ks'], features };
      return frames((await ask({ A: query })).get('A')).map(({ name }) => name);
    };
    expect(await named(['amount', 'channel'])).toEqual(['amount psi', 'amount ks', 'channel psi']);
    const ksAlone = { queryType: 'drift', model: 'fraud', format: 'alert', scores: ['ks'], features: ['channel'] };
    const [only] = frames((await ask({ A: ksAlone })).get('A'));
    expect([only?.name, only?.fields[0]?.values]).toEqual(['channel ks', [null]]);
  });

  it('answers the format that a query asks for, whoever asks', async () => {
    const answers = await ask({ A: { queryType: 'drift', model: 'fraud', format: 'alert', scores: ['psi'] } });
    expect(frames(answers.get('A'))[0]?.meta.type).toBe('numeric-multi');
  });

  it('refuses every query with what is wrong in the settings, but a query that is wrong itself says so first', async () => {
    const answers = await ask({ A: { queryType: 'drift', model: 'x' }, B: '{' }, { jsonData: { models: 3 } });
    expect([error(answers.get('A'))?.code, error(answers.get('B'))?.code]).toEqual(['bad_settings', 'bad_query']);
  });

  it('ends with its call, in a word that says why', async () => {
    const gone = { signal: AbortSignal.abort(new TidemarkError('cancelled', 'gone')), deadline: Infinity };
    const answers = await ask(
      { A: { queryType: 'drift', model: 'fraud' } },
      { call: gone, jsonData: { prometheus: { url: 'http://127.0.0.1:1' } } }
    );
    expect(error(answers.get('A'))?.code).toBe('cancelled');
  });

  it('counts queries and errors, and logs a refusal without the query', async () => {
    const { log, backend: at } = backend();
    await ask({ A: { queryType: 'drift', model: 'fraud' }, B: { queryType: 'drift', model: 'frod' } }, { at });
    const text = await at.metrics.text();
    expect(text).toContain('tidemark_queries_total{kind="drift",status="ok"} 1');
    expect(text).toContain('tidemark_query_errors_total{code="unknown_model"} 1');
    expect(log.lines).toEqual([
      expect.objectContaining({
        level: 'info',
        fields: expect.objectContaining({ refId: 'B', code: 'unknown_model' }),
      }),
    ]);
  });
});
