import { cpSync, mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { ROOT } from '../../scripts/lib/build';
import { startGrafana, type RunningGrafana } from '../../scripts/lib/grafana';
import { freePort } from '../../scripts/lib/server';
import { parseSettings } from '../../src/model';
import { alertingFile, compilePack, yamlText } from '../../src/pack';
import type { Chat } from './chat';
import { installedGrafana } from './installed';
import type { MailServer } from './mail';
import type { Webhook } from './webhook';

/** Who is told in a test. */
export interface Receivers {
  readonly chat: Chat;
  readonly mail: MailServer;
  readonly webhook: Webhook;
}

/** The contact points of the three teams of the sample, which lead to them. */
export const contactPoints = (chat: 'slack' | 'mattermost') =>
  [
    { name: 'Risk ML', type: chat, url: { env: 'TEST_RISK_URL' } },
    { name: 'Logistics ML', type: 'webhook', url: { env: 'TEST_LOGISTICS_URL' } },
    { name: 'Data platform', type: 'email', addresses: ['data@example.com'] },
  ] as const;

/**
 * A Grafana with the built plugin and the alert pack of a data source, which is provisioned beside what `provisioning`
 * holds already.
 *
 * @param folder goes with the test; data, plugins and `provisioning` lie below it.
 * @param everyGroup how often all rules are evaluated, where those that read days of a log shall not wait for a quarter of an hour.
 */
export async function startPackedGrafana(
  folder: string,
  source: Readonly<Record<string, unknown>> & { readonly jsonData: unknown },
  { chat, mail, webhook }: Receivers,
  everyGroup?: string
): Promise<RunningGrafana> {
  const plugins = join(folder, 'plugins');
  mkdirSync(plugins);
  cpSync(join(ROOT, 'dist'), join(plugins, 'tidemark-drift-app'), { recursive: true });
  const provisioning = join(folder, 'provisioning');
  const settings = parseSettings(source.jsonData);
  const packed = settings.ok ? compilePack(settings.value, 'tidemark') : settings;
  if (!packed.ok) {
    throw new Error(JSON.stringify(packed.problems));
  }
  writeFileSync(
    join(provisioning, 'datasources/tidemark.yaml'),
    JSON.stringify({ apiVersion: 1, datasources: [source] })
  );
  const file = alertingFile(packed.pack);
  const groups = file.groups.map((group) => ({ ...group, interval: everyGroup ?? group.interval }));
  writeFileSync(join(provisioning, 'alerting/tidemark.yaml'), yamlText({ ...file, groups }));
  return startGrafana({
    grafana: installedGrafana(),
    folder,
    plugins,
    provisioning,
    port: await freePort(),
    settings: {
      GF_UNIFIED_ALERTING_MIN_INTERVAL: '10s',
      GF_SMTP_ENABLED: 'true',
      GF_SMTP_HOST: mail.address,
      GF_SMTP_STARTTLS_POLICY: 'NoStartTLS',
      TEST_RISK_URL: chat.url,
      TEST_LOGISTICS_URL: webhook.url,
    },
  });
}
