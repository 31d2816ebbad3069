import type { ReplayRoute, ReplayRule, RuleNode } from '../../model';

export const MINUTE = 60_000;

export const ROUTE: ReplayRoute = {
  key: 'risk chat',
  receiver: 'risk chat',
  groupBy: ['grafana_folder', 'alertname', 'model'],
  groupWait: 60,
  groupInterval: 300,
  repeatInterval: 43_200,
};

const query = (refId: string): RuleNode => ({ refId, datasourceUid: 'tidemark', model: { refId, format: 'alert' } });

/** Fires above 10, and is quiet again below 5. */
export const RULE: ReplayRule = {
  uid: 'rule',
  title: 'Card fraud',
  interval: 60,
  for: 0,
  keepFiring: 0,
  noData: 'KeepLast',
  onError: 'KeepLast',
  labels: { model: 'fraud' },
  condition: 'fires',
  nodes: [
    query('value'),
    {
      refId: 'fires',
      datasourceUid: '__expr__',
      model: {
        type: 'threshold',
        expression: 'value',
        conditions: [{ evaluator: { type: 'gt', params: [10] }, unloadEvaluator: { type: 'lt', params: [5] } }],
      },
    },
  ],
  route: ROUTE,
};
