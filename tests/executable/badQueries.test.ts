/** What a person can get wrong in a query, end to end: each mistake with its own words, its status and its source. */
import { NO_LOG_STATUS } from '../../src/model';
import { startPlugin, type PluginProcess, type QueryResult } from '../../scripts/lib/pluginProcess';

const NOW = Date.now();
const HOUR = 3_600_000;
const sample = { jsonData: { prometheus: { sample: true } } };
const drift = { queryType: 'drift', model: 'fraud' };
const adHoc = (metric: string, more: object = {}) => ({
  queryType: 'drift',
  source: { upstream: 'prometheus', kind: 'histogram', metric, ...more },
});

interface Mistake {
  readonly what: string;
  readonly json: unknown;
  /** The time range in hours from now, where it is the mistake. */
  readonly hours?: readonly [from: number, to: number];
  readonly status: number;
  readonly source: 'plugin' | 'downstream';
  readonly says: readonly string[];
}

const MISTAKES: readonly Mistake[] = [
  {
    what: 'malformed JSON',
    json: '{"queryType":',
    status: 400,
    source: 'plugin',
    says: ['The query is not JSON'],
  },
  {
    what: 'an unknown query kind',
    json: { ...drift, queryType: 'drfit' },
    status: 400,
    source: 'plugin',
    says: ['unknown query kind "drfit"', 'drift_over_time'],
  },
  {
    what: 'an unknown score',
    json: { ...drift, scores: ['psy'] },
    status: 400,
    source: 'plugin',
    says: ['scores[0]: unknown score "psy"', 'wasserstein'],
  },
  {
    what: 'no such model',
    json: { ...drift, model: 'frod' },
    status: 404,
    source: 'plugin',
    says: ['No model "frod"', '"fraud"'],
  },
  {
    what: 'no such feature',
    json: { ...drift, features: ['amuont'] },
    status: 404,
    source: 'downstream',
    says: ['No feature "amuont": there is "amount"'],
  },
  {
    what: 'no feature that matches',
    json: { ...drift, features: ['/^zz/'] },
    status: 404,
    source: 'downstream',
    says: ['No feature matches: there is "account_age_days"'],
  },
  {
    what: 'no such profile',
    json: { ...drift, reference: { kind: 'profile', name: 'train-8' } },
    status: 404,
    source: 'plugin',
    says: ['No profile "train-8"'],
  },
  {
    what: 'a reference outside retention',
    json: { ...drift, reference: { kind: 'offset', offset: '30d' } },
    status: 404,
    source: 'downstream',
    says: ['outside retention', 'the oldest data of the upstream is of', 'Choose a later reference'],
  },
  {
    what: 'an empty reference',
    json: { ...drift, reference: { kind: 'labels', labels: { version: '99' } } },
    status: 404,
    source: 'downstream',
    says: ['The reference (', 'version', 'holds no observation', 'choose another reference'],
  },
  {
    what: 'an empty current window',
    json: drift,
    hours: [2, 3],
    status: 416,
    source: 'downstream',
    says: ['Nothing was observed from', 'widen the time range'],
  },
  {
    what: 'a time range that ends before it begins',
    json: drift,
    hours: [0, -1],
    status: 400,
    source: 'plugin',
    says: ['The time range is empty'],
  },
  {
    what: 'a metric that is not a histogram',
    json: adHoc('model_predictions_total'),
    status: 422,
    source: 'downstream',
    says: ['"model_predictions_total" is not a histogram', 'Choose the kind "category"'],
  },
  {
    what: 'a line break in a selector, which PromQL does not allow',
    json: adHoc('model_feature', { selector: '{country="a\nb"}' }),
    status: 400,
    source: 'plugin',
    says: ['source.selector', 'a line break inside a value is written \\n'],
  },
  {
    what: 'a selector that smuggles in another query',
    json: adHoc('model_feature', { selector: '{a="b"}) or up{c="d"' }),
    status: 400,
    source: 'plugin',
    says: ['source.selector', 'only label matchers may stand in it'],
  },
];

describe('a query that is wrong', () => {
  let plugin: PluginProcess;
  const answers = new Map<string, QueryResult | undefined>();
  beforeAll(async () => {
    plugin = await startPlugin();
    const queries = MISTAKES.map(({ json, hours: [from, to] = [-1, 0] }, i) => ({
      refId: `M${i}`,
      json,
      from: NOW + from * HOUR,
      to: NOW + to * HOUR,
    }));
    // All in one request, beside one that is right.
    const right = { refId: 'right', json: drift, from: NOW - HOUR, to: NOW };
    for (const [refId, answer] of Object.entries(await plugin.queryData(sample, [...queries, right]))) {
      answers.set(MISTAKES[Number(refId.slice(1))]?.what ?? refId, answer);
    }
  });
  afterAll(async () => {
    await plugin.stop();
  });

  it.each(MISTAKES)('$what: is told what to change', ({ what, status, source, says }) => {
    const answer = answers.get(what);
    expect(answer).toMatchObject({ status, errorSource: source, frames: [] });
    for (const words of says) {
      expect(answer?.error).toContain(words);
    }
  });

  it('is told it in words that no other mistake gets, without a stack trace, NaN or undefined', () => {
    const errors = MISTAKES.map(({ what }) => answers.get(what)?.error ?? '');
    expect(new Set(errors).size).toBe(MISTAKES.length);
    expect(errors.filter((error) => /NaN|undefined|\[object|^\s+at /m.test(error))).toEqual([]);
  });

  it.each(['pipeline', 'absurd', 'performance'])(
    'of the kind %s, of a data source without a log, has a status of its own, by which a page tells it from a failure',
    async (queryType) => {
      const models = [{ id: 'eta', task: 'regression' }];
      // Nobody answers there, and nobody is asked.
      const source = { jsonData: { prometheus: { url: 'http://127.0.0.1:9' }, models } };
      const { A } = await plugin.queryData(source, [
        { refId: 'A', json: { queryType, model: 'eta' }, from: NOW - HOUR, to: NOW },
      ]);
      expect(A).toMatchObject({ status: NO_LOG_STATUS, errorSource: 'plugin', frames: [] });
      expect(A?.error).toContain('loki.url');
    }
  );

  it('leaves the right one beside it whole', () => {
    expect(answers.get('right')).toMatchObject({ status: 200, error: '' });
    expect(answers.get('right')?.frames).toHaveLength(1);
  });
});
