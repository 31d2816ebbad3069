import { cpSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { ROOT } from '../../scripts/lib/build';

export interface Wanted {
  /** Where alerts go. */
  readonly webhook: string;
  /** A Prometheus to read, where the machine has one. */
  readonly prometheus: string | undefined;
}

/**
 * The repository's own provisioning, as it is, and beside it what only a test wants: JSON, which is YAML, and needs no
 * escaping.
 */
export function writeProvisioning(folder: string, { webhook, prometheus }: Wanted): void {
  cpSync(join(ROOT, 'provisioning'), folder, { recursive: true });
  if (prometheus !== undefined) {
    writeFileSync(
      join(folder, 'datasources', 'prometheus.yaml'),
      JSON.stringify({
        apiVersion: 1,
        datasources: [
          { name: 'Prometheus', uid: 'prometheus', type: 'prometheus', access: 'proxy', url: prometheus },
          {
            name: 'Tidemark on Prometheus',
            uid: 'tidemark-prometheus',
            type: 'tidemark-drift-datasource',
            access: 'proxy',
            jsonData: { prometheus: { url: prometheus }, models: [{ id: 'fraud' }] },
          },
        ],
      })
    );
  }
  writeFileSync(
    join(folder, 'alerting', 'test.yaml'),
    JSON.stringify({
      apiVersion: 1,
      contactPoints: [
        {
          orgId: 1,
          name: 'team',
          receivers: [{ uid: 'team', type: 'webhook', settings: { url: webhook } }],
        },
      ],
      groups: [
        {
          orgId: 1,
          name: 'soon',
          folder: 'Test',
          interval: '10s',
          rules: [
            {
              uid: 'soon',
              title: 'Drift, at once',
              condition: 'drifts',
              for: '0s',
              execErrState: 'Error',
              noDataState: 'NoData',
              labels: { owner: 'risk' },
              annotations: { summary: '{{ $labels.feature }} of {{ $labels.model }} drifts' },
              notification_settings: {
                receiver: 'team',
                group_by: ['grafana_folder', 'alertname'],
                group_wait: '1s',
                group_interval: '1s',
              },
              data: [
                {
                  refId: 'psi',
                  relativeTimeRange: { from: 21_600, to: 0 },
                  datasourceUid: 'tidemark',
                  // No format: what an alert rule asks is answered for alerts.
                  model: { refId: 'psi', queryType: 'drift', model: 'fraud', scores: ['psi'] },
                },
                {
                  refId: 'drifts',
                  datasourceUid: '__expr__',
                  model: {
                    refId: 'drifts',
                    type: 'threshold',
                    expression: 'psi',
                    conditions: [{ evaluator: { type: 'gt', params: [0.25] } }],
                  },
                },
              ],
            },
          ],
        },
      ],
    })
  );
}
