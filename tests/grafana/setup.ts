import { cpSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ROOT } from '../../scripts/lib/build';
import { startGrafana, type InstalledGrafana, type RunningGrafana } from '../../scripts/lib/grafana';
import { startPrometheus, type RunningPrometheus } from '../../scripts/lib/prometheus';
import { freePort } from '../../scripts/lib/server';
import { PROMETHEUS } from '../lib/requirements';
import { knownHistory } from './history';
import { writeProvisioning } from './provisioning';
import { startWebhook, type Webhook } from './webhook';

/** Grafana with the built plugin, and what it talks to. */
export interface Stage {
  readonly grafana: RunningGrafana;
  readonly webhook: Webhook;
  readonly prometheus: RunningPrometheus | undefined;
  readonly close: () => Promise<void>;
}

/** @param path below which that Grafana is served, where it is not the root */
export async function setStage(installed: InstalledGrafana, path = ''): Promise<Stage> {
  const folder = mkdtempSync(join(tmpdir(), 'tidemark-grafana-'));
  // A copy: a build that runs meanwhile must not change what is tested.
  const plugins = join(folder, 'plugins');
  mkdirSync(plugins);
  cpSync(join(ROOT, 'dist'), join(plugins, 'tidemark-drift-app'), { recursive: true });

  const webhook = await startWebhook();
  const prometheus = PROMETHEUS.present ? await startPrometheus({ history: knownHistory(Date.now()) }) : undefined;
  const provisioning = join(folder, 'provisioning');
  writeProvisioning(provisioning, { webhook: webhook.url, prometheus: prometheus?.url });
  const clear = async (): Promise<void> => {
    await prometheus?.stop();
    await webhook.close();
    rmSync(folder, { recursive: true, force: true });
  };
  try {
    const grafana = await startGrafana({
      grafana: installed,
      folder,
      plugins,
      provisioning,
      port: await freePort(),
      path,
      settings: { GF_UNIFIED_ALERTING_MIN_INTERVAL: '10s' },
    });
    return {
      grafana,
      webhook,
      prometheus,
      close: async () => {
        await grafana.stop();
        await clear();
      },
    };
  } catch (error) {
    await clear();
    throw error;
  }
}

/** The process ids of the plugin's executables that a process has started. On Linux alone. */
export function backendsOf(parent: number): readonly number[] {
  const processes = readdirSync('/proc').filter((name) => /^\d+$/.test(name));
  return processes.flatMap((name) => {
    try {
      const stat = readFileSync(`/proc/${name}/stat`, 'utf8');
      // The name of the program stands in brackets, and may hold anything.
      const parentId = Number(stat.slice(stat.lastIndexOf(')') + 2).split(' ')[1]);
      const program = readFileSync(`/proc/${name}/cmdline`, 'utf8').split('\0')[0] ?? '';
      return parentId === parent && program.includes('gpx_tidemark') ? [Number(name)] : [];
    } catch {
      // It ended while we looked.
      return [];
    }
  });
}
