import { displayText } from './displayText';
import type { TidemarkQuery } from './types';

const cases: ReadonlyArray<[string, Omit<TidemarkQuery, 'refId'>]> = [
  [
    'Drift of all features of fraud against 1d earlier (psi, js)',
    { queryType: 'drift', model: 'fraud', reference: { kind: 'offset', offset: '1d' }, scores: ['psi', 'js'] },
  ],
  [
    'Drift of amount, /^age/ of fraud where country=DE or FR, version=7 against version=6, by device',
    {
      queryType: 'drift',
      model: 'fraud',
      features: ['amount', '/^age/'],
      filters: { country: ['DE', 'FR'], version: '7' },
      reference: { kind: 'labels', labels: { version: '6' } },
      groupBy: ['device'],
    },
  ],
  [
    'Drift over time of all features of fraud against the profile train-7, in windows of 1h',
    {
      queryType: 'drift_over_time',
      model: 'fraud',
      reference: { kind: 'profile', name: 'train-7' },
      window: '1h',
    },
  ],
  [
    'Drift of features.amount, features.country in {app="scoring"} against 1d earlier (psi)',
    {
      queryType: 'drift',
      source: {
        upstream: 'loki',
        selector: '{app="scoring"}',
        fields: ['features.amount'],
        categoryFields: ['features.country'],
      },
      reference: { kind: 'offset', offset: '1d' },
      scores: ['psi'],
    },
  ],
  [
    'Distribution of http_request_duration_seconds{job="api"} against 2026-11-01T00:00:00Z to 2026-11-02T00:00:00Z',
    {
      queryType: 'distribution',
      source: {
        upstream: 'prometheus',
        kind: 'histogram',
        metric: 'http_request_duration_seconds',
        selector: '{job="api"}',
      },
      reference: { kind: 'range', from: '2026-11-01T00:00:00Z', to: '2026-11-02T00:00:00Z' },
    },
  ],
  [
    'Distribution of all features of latency_seconds against the usual reference',
    {
      queryType: 'distribution',
      source: { upstream: 'prometheus', kind: 'histogram', metric: 'latency_seconds', featureLabel: 'handler' },
    },
  ],
  [
    'Performance of fraud where role=live, by version',
    { queryType: 'performance', model: 'fraud', filters: { role: 'live' }, groupBy: ['version'] },
  ],
  [
    "Drift of all features of fraud against the model's own reference (psi, js, ks, kl and 2 more)",
    { queryType: 'drift', model: 'fraud', scores: ['psi', 'js', 'ks', 'kl', 'overlap', 'prs'] },
  ],
  [
    'Whole-model drift of fraud against 1d earlier, by country: summary, over time',
    {
      queryType: 'dataset',
      model: 'fraud',
      reference: { kind: 'offset', offset: '1d' },
      groupBy: ['country'],
      frames: ['summary', 'over_time'],
    },
  ],
  [
    "Whole-model drift of amount, age of fraud against the model's own reference: model psi",
    { queryType: 'dataset', model: 'fraud', features: ['amount', 'age'], format: 'alert', metrics: ['model_psi'] },
  ],
  ['Versions of fraud where role=live', { queryType: 'models', model: 'fraud', filters: { role: 'live' } }],
  ['Pipeline jobs of no model yet', { queryType: 'pipeline' }],
  ['someday of fraud', { queryType: 'someday', model: 'fraud' }],
  ["Drift of all features of no model yet against the model's own reference", {}],
];

describe('displayText', () => {
  it.each(cases)('says "%s"', (text, query) => {
    expect(displayText({ refId: 'A', ...query })).toBe(text);
  });
});
