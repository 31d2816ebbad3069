import type { Settings } from '../../model';

/** Two models of two teams, a platform team, and a log. */
export const SETTINGS: Settings = {
  prometheus: { url: 'http://prometheus:9090' },
  loki: { url: 'http://loki:3100' },
  models: [
    {
      id: 'fraud',
      title: 'Card fraud',
      owner: 'risk',
      task: 'binary',
      reference: { kind: 'offset', offset: '3d' },
      labels: { delay: '2d' },
      pipelines: [{ job: 'enrich', every: '30m' }],
      features: [
        { name: 'amount', kind: 'numeric' },
        { name: 'country', kind: 'categorical' },
      ],
      absurd: { rules: [{ name: 'negative', when: 'prediction < 0' }] },
    },
    { id: 'eta', owner: 'logistics', task: 'regression' },
  ],
  teams: [
    { id: 'risk', contactPoint: 'risk chat', concerns: ['model', 'output'] },
    { id: 'logistics', contactPoint: 'logistics mail' },
    { id: 'data', contactPoint: 'data pager', concerns: ['data', 'pipeline'] },
  ],
  alerting: {
    contactPoints: [
      { name: 'risk chat', type: 'slack', url: { env: 'RISK_URL' } },
      { name: 'logistics mail', type: 'email', addresses: ['eta@example.com', 'duty@example.com'] },
      { name: 'data pager', type: 'pagerduty', integrationKey: { env: 'DATA_KEY' } },
    ],
  },
};

/** The same with other members of `alerting`. */
export function withAlerting(alerting: NonNullable<Settings['alerting']>): Settings {
  return { ...SETTINGS, alerting: { ...SETTINGS.alerting, ...alerting } };
}
