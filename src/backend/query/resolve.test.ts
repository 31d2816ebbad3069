import type { DriftQuery, Settings } from '../../model';
import { TidemarkError } from '../errors';
import { currentQuestions, referenceQuestions, resolveQuery, sharedGroupBy } from './resolve';

const settings: Settings = {
  models: [
    {
      id: 'fraud',
      selector: { model: 'fraud', env: 'prod' },
      metrics: { feature: 'ml_feature', featureLabel: 'name' },
      thresholds: { psi: 0.3 },
      features: [
        { name: 'amount', kind: 'numeric', thresholds: { psi: { warning: 0.05, drift: 0.2 } } },
        { name: 'country', kind: 'categorical' },
      ],
      reference: { kind: 'profile', name: 'train-7' },
    },
    { id: 'churn' },
  ],
  profiles: [
    { name: 'train-7', model: 'fraud', features: [] },
    { name: 'any', features: [] },
  ],
};

const ask = (query: Partial<DriftQuery>, given: Settings = settings) =>
  resolveQuery({ queryType: 'drift', ...query } as DriftQuery, given);

function codeOf(run: () => unknown): { code: string; message: string } {
  try {
    run();
  } catch (thrown) {
    if (thrown instanceof TidemarkError) {
      return { code: thrown.code, message: thrown.message };
    }
    throw thrown;
  }
  throw new Error('nothing was refused');
}

describe('resolveQuery, for a model', () => {
  it('reads its histogram and its counter, under the names that the settings map', () => {
    const questions = currentQuestions(ask({ model: 'fraud', filters: { version: '7' } }));
    const matchers = [
      { label: 'model', op: '=', value: 'fraud' },
      { label: 'env', op: '=', value: 'prod' },
      { label: 'version', op: '=', value: '7' },
    ];
    expect(questions.map(({ source }) => source)).toEqual([
      { kind: 'histogram', metric: 'ml_feature', matchers, featureLabel: 'name', orNative: true },
      {
        kind: 'category',
        metric: 'model_feature_category_total',
        matchers,
        featureLabel: 'name',
        categoryLabel: 'category',
      },
    ]);
  });

  it('asks only the counter where the settings know that all features asked for are categorical', () => {
    expect(ask({ model: 'fraud', features: ['country'] }).sources.map(({ kind }) => kind)).toEqual(['category']);
    expect(ask({ model: 'fraud', features: ['amount', 'country'] }).sources).toHaveLength(2);
    expect(ask({ model: 'fraud', features: ['country', 'unheard_of'] }).sources).toHaveLength(2);
    expect(ask({ model: 'fraud', features: ['country', '/^a/'] }).sources).toHaveLength(2);
  });

  it('takes the thresholds of the feature before those of its model', () => {
    const { thresholds } = ask({ model: 'fraud' });
    expect(thresholds('amount')).toEqual({ psi: { warning: 0.05, drift: 0.2 } });
    expect(thresholds('country')).toEqual({ psi: { drift: 0.3 } });
  });

  it('lists the models that there are where the one asked for is none of them', () => {
    expect(codeOf(() => ask({ model: 'frod' }))).toEqual({
      code: 'unknown_model',
      message: 'No model "frod": the data source defines "fraud", "churn".',
    });
  });

  it('takes any id for the label "model" where the settings define no models', () => {
    expect(ask({ model: 'x"}' }, {}).sources[0]?.matchers).toEqual([{ label: 'model', op: '=', value: 'x"}' }]);
  });
});

describe('resolveQuery, for an ad-hoc source', () => {
  it('reads the selector as data, and adds the filters', () => {
    const resolved = ask({
      source: {
        upstream: 'prometheus',
        kind: 'gauge',
        metric: 'temp',
        selector: '{room="a\\"}"}',
        featureLabel: 'sensor',
      },
      filters: { floor: ['1', '2'] },
    });
    expect(currentQuestions(resolved)).toEqual([
      {
        source: {
          kind: 'gauge',
          metric: 'temp',
          featureLabel: 'sensor',
          matchers: [
            { label: 'room', op: '=', value: 'a"}' },
            { label: 'floor', op: '=~', value: '1|2' },
          ],
        },
        features: [],
        groupBy: [],
      },
    ]);
    expect(resolved.model).toBeUndefined();
  });
});

describe('resolveQuery, for an ad-hoc source without a label of features', () => {
  const source = { upstream: 'prometheus', kind: 'histogram', metric: 'latency' } as const;

  it('has one feature, the metric', () => {
    expect(ask({ source, features: ['latency'] }).patterns).toHaveLength(1);
    expect(ask({ source, features: ['/^lat/'] }).patterns).toHaveLength(1);
  });

  it('says so where another one is asked for', () => {
    expect(codeOf(() => ask({ source, features: ['amount'] }))).toMatchObject({
      code: 'unknown_feature',
      message: expect.stringContaining('the source has one feature, "latency"'),
    });
  });
});

describe('resolveQuery, features', () => {
  it('reads exact names and expressions between slashes, each once', () => {
    expect(ask({ model: 'churn', features: ['a', '/^b/', 'a'] }).patterns).toEqual([
      { kind: 'exact', name: 'a' },
      { kind: 'regex', regex: '^b' },
    ]);
  });

  it('refuses an expression that is none, and says which', () => {
    expect(codeOf(() => ask({ model: 'churn', features: ['/(/'] }))).toMatchObject({
      code: 'bad_query',
      message: expect.stringContaining('/(/ is not a regular expression (missing closing )'),
    });
  });

  it('refuses to group by the name of a column of the answer', () => {
    expect(codeOf(() => ask({ model: 'churn', groupBy: ['verdict'] })).message).toContain('groupBy: "verdict"');
    expect(codeOf(() => ask({ model: 'churn', groupBy: ['psi'] })).message).toContain('groupBy: "psi"');
    expect(ask({ model: 'churn', groupBy: ['country', 'country'] }).groupBy).toEqual(['country']);
    expect(ask({ model: 'churn', groupBy: ['energy', 'bin'] }).groupBy).toEqual(['energy', 'bin']);
    const bins = (): unknown => ask({ model: 'churn', queryType: 'distribution', groupBy: ['bin'] });
    expect(codeOf(bins).message).toContain('groupBy: "bin"');
  });
});

describe('resolveQuery, the reference', () => {
  it('is the query’s, else the model’s, else a day earlier', () => {
    expect(ask({ model: 'fraud', reference: { kind: 'offset', offset: '7d' } }).reference).toMatchObject({
      kind: 'offset',
      offsetMs: 604_800_000,
      text: 'the same time 7d earlier',
    });
    expect(ask({ model: 'fraud' }).reference).toMatchObject({ kind: 'profile', text: 'profile train-7' });
    expect(ask({ model: 'churn' }).reference).toMatchObject({ kind: 'offset', offsetMs: 86_400_000 });
  });

  it('says which profiles there are for the model where the one asked for is not', () => {
    const profile = (name: string): Partial<DriftQuery> => ({ reference: { kind: 'profile', name } });
    expect(codeOf(() => ask({ model: 'fraud', ...profile('train-8') }))).toEqual({
      code: 'unknown_profile',
      message: 'No profile "train-8": there is "train-7", "any".',
    });
    expect(codeOf(() => ask({ model: 'churn', ...profile('train-7') })).message).toBe(
      'Profile "train-7" belongs to model "fraud": there is "any".'
    );
    expect(codeOf(() => ask({ model: 'x', ...profile('p') }, {})).message).toContain('hold none for it');
  });

  it('by labels replaces the matchers of the same label, and keeps the others', () => {
    const resolved = ask({
      model: 'churn',
      filters: { version: '7', country: 'DE' },
      reference: { kind: 'labels', labels: { version: '6' } },
    });
    expect(referenceQuestions(resolved)[0]?.source.matchers).toEqual([
      { label: 'model', op: '=', value: 'churn' },
      { label: 'country', op: '=', value: 'DE' },
      { label: 'version', op: '=', value: '6' },
    ]);
  });

  it('by labels is not grouped by what it replaces: each version is compared with the one', () => {
    const resolved = ask({
      model: 'churn',
      groupBy: ['version', 'country'],
      reference: { kind: 'labels', labels: { version: '6' } },
    });
    expect(sharedGroupBy(resolved)).toEqual(['country']);
    expect(referenceQuestions(resolved)[0]?.groupBy).toEqual(['country']);
    expect(currentQuestions(resolved)[0]?.groupBy).toEqual(['version', 'country']);
  });
});
