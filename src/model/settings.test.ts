import { describeProblems } from './parse';
import { parseSettings } from './settings';

const problems = (input: unknown) => {
  const parsed = parseSettings(input);
  return parsed.ok ? [] : parsed.problems;
};

/** The example of the contract, less what only logs need. */
const example = {
  prometheus: { url: 'http://prometheus:9090' },
  models: [
    {
      id: 'fraud',
      title: 'Card fraud',
      owner: 'risk',
      task: 'binary',
      selector: { model: 'fraud' },
      metrics: { feature: 'model_feature' },
      features: [
        { name: 'amount', kind: 'numeric', importance: 0.4, range: [0, 10000], thresholds: { psi: 0.2 } },
        { name: 'country', kind: 'categorical', categories: ['DE', 'FR', 'IN', 'US'] },
      ],
      reference: { kind: 'profile', name: 'train-7' },
      segments: ['country'],
      shadow: { margin: 0.01, latencyMarginMs: 20, confidence: 0.95, minLabels: 200, partnerWithin: '10m' },
      absurd: { confidence: 0.95, rules: [{ name: 'negative price', when: 'prediction < 0' }] },
    },
  ],
  profiles: [
    {
      name: 'train-7',
      model: 'fraud',
      rows: 50000,
      features: [
        { name: 'amount', edges: [10, 20, 50, 100], counts: [812, 2210, 30100, 15012, 1866], missing: 0 },
        { name: 'country', categories: { DE: 20000, FR: 18000, IN: 7000, US: 5000 }, missing: 0 },
      ],
    },
  ],
  teams: [
    { id: 'risk', title: 'Risk ML', contactPoint: 'risk-slack', concerns: ['model', 'output'] },
    { id: 'data', title: 'Data platform', contactPoint: 'data-mattermost', concerns: ['data', 'pipeline'] },
  ],
};

describe('parseSettings', () => {
  it('takes the settings of the contract unchanged', () => {
    expect(parseSettings(example)).toEqual({ ok: true, value: example });
  });

  it.each([undefined, null, {}])('takes %j for a data source that nobody has set up yet', (input) => {
    expect(parseSettings(input)).toEqual({ ok: true, value: {} });
  });

  it.each([1, true, '1'])('takes the positive class %j as text, as predictions and labels are', (positive) => {
    const parsed = parseSettings({ models: [{ id: 'fraud', positive }] });
    expect(parsed).toMatchObject({ ok: true, value: { models: [{ positive: String(positive) }] } });
  });

  it.each([{ sample: true }, { url: 'https://mimir/prometheus' }, { datasourceUid: 'prom' }])(
    'takes the upstream %j',
    (prometheus) => {
      expect(problems({ prometheus })).toEqual([]);
    }
  );

  it.each<[string, unknown, string, RegExp]>([
    ['a URL without http', { prometheus: { url: 'prometheus:9090' } }, 'prometheus.url', /http:\/\//],
    ['no upstream at all', { prometheus: {} }, 'prometheus', /give a url/],
    ['a model without an id', { models: [{ id: '' }] }, 'models[0].id', /give the model an id/],
    ['the same model twice', { models: [{ id: 'a' }, { id: 'a' }] }, 'models[1].id', /"a" stands twice/],
    ['the same team twice', { teams: [{ id: 'a' }, { id: 'a' }] }, 'teams[1].id', /stands twice/],
    [
      'the same feature twice in a model',
      { models: [{ id: 'a', features: ['numeric', 'categorical'].map((kind) => ({ name: 'x', kind })) }] },
      'models[0].features[1].name',
      /"x" stands twice/,
    ],
    [
      'the same feature twice in a profile',
      {
        profiles: [
          {
            name: 'p',
            features: [
              { name: 'x', categories: {} },
              { name: 'x', edges: [1], counts: [1, 2] },
            ],
          },
        ],
      },
      'profiles[0].features[1].name',
      /"x" stands twice/,
    ],
    [
      'an unknown concern',
      { teams: [{ id: 'a', concerns: ['money'] }] },
      'teams[0].concerns[0]',
      /must be one of data/,
    ],
    [
      'a profile whose counts do not fit its edges',
      { profiles: [{ name: 'p', features: [{ name: 'x', edges: [1, 2], counts: [1, 2] }] }] },
      'profiles[0].features[0].counts',
      /one more than "edges"/,
    ],
    [
      'a label delay that is no duration',
      { models: [{ id: 'a', labels: { delay: 'a week' } }] },
      'models[0].labels.delay',
      /write a duration such as 15m, 1h or 7d/,
    ],
    [
      'labels that say nothing of a delay',
      { models: [{ id: 'a', labels: '7d' }] },
      'models[0].labels',
      /write how long labels take/,
    ],
    ['a positive class that is a list', { models: [{ id: 'a', positive: ['x'] }] }, 'models[0].positive', /as text/],
    [
      'a worth that is no number',
      { models: [{ id: 'a', costs: { fraud: { legit: 'much' } } }] },
      'models[0].costs.fraud.legit',
      /as a number, below 0 where it costs/,
    ],
    [
      'worths without labels',
      { models: [{ id: 'a', costs: [1] }] },
      'models[0].costs',
      /give each label its predictions/,
    ],
    [
      'worths without predictions',
      { models: [{ id: 'a', costs: { fraud: 5 } }] },
      'models[0].costs.fraud',
      /give each prediction a number/,
    ],
    [
      'a margin of a shadow that is in percent',
      { models: [{ id: 'a', shadow: { margin: 5 } }] },
      'models[0].shadow.margin',
      /must be below 1/,
    ],
    [
      'a shadow that decides on a single label',
      { models: [{ id: 'a', shadow: { minLabels: 1 } }] },
      'models[0].shadow.minLabels',
      /at least 2 labelled pairs/,
    ],
    [
      'a wait for partners that is no duration',
      { models: [{ id: 'a', shadow: { partnerWithin: 'soon' } }] },
      'models[0].shadow.partnerWithin',
      /write a duration/,
    ],
    [
      'a warning above the drift threshold',
      { models: [{ id: 'a', thresholds: { psi: { warning: 0.3, drift: 0.2 } } }] },
      'models[0].thresholds.psi.warning',
      /must not be above "drift"/,
    ],
  ])('says where %s stands', (_, input, path, message) => {
    const found = problems(input);
    expect(describeProblems(found)).toMatch(message);
    expect(found.some((problem) => problem.path.startsWith(path))).toBe(true);
  });
});
