import { cpSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { backendsOf } from '../../../tests/grafana/setup';
import { alertingFile, yamlText, type Pack } from '../../../src/pack';
import { ROOT } from '../../lib/build';
import { startGrafana, type InstalledGrafana } from '../../lib/grafana';
import type { DataSource } from '../../lib/pluginProcess';
import { freePort } from '../../lib/server';
import { mostResidentMb, processorSeconds } from '../process';

const STARTS_WITHIN_MS = 60_000;
const MINUTE_MS = 60_000;

/** What Grafana counts of its rules, over the minutes that were watched. */
export interface Watched {
  readonly version: string;
  readonly minutes: number;
  readonly evaluations: number;
  readonly failures: number;
  /** Evaluations that were due and left out. */
  readonly missed: number;
  /** How far the scheduler was behind its clock at most. */
  readonly behindSeconds: number;
  /** From the begin of an evaluation to its end; of those over the minutes. */
  readonly meanSeconds: number;
  readonly cores: number;
  readonly grafanaCores: number;
  readonly residentMbAtMost: number;
}

const wait = (ms: number): Promise<void> => new Promise((done) => setTimeout(done, ms));

/** The sum of all series of a metric. */
function sumOf(text: string, name: string): number {
  return text
    .split('\n')
    .filter((line) => line.startsWith(`${name}{`) || line.startsWith(`${name} `))
    .reduce((sum, line) => sum + Number(line.slice(line.lastIndexOf(' ') + 1)), 0);
}

async function metricsOf(url: string): Promise<string> {
  return await (await fetch(`${url}/metrics`)).text();
}

/** Lets a real Grafana evaluate the rules of a pack, and watches it and our process at that for some minutes. */
export async function watchInGrafana(
  grafana: InstalledGrafana,
  source: DataSource,
  pack: Pack,
  { warmUp, minutes, say }: { readonly warmUp: number; readonly minutes: number; readonly say: (line: string) => void }
): Promise<Watched> {
  const folder = mkdtempSync(join(tmpdir(), 'tidemark-rules-'));
  const provisioning = join(folder, 'provisioning');
  const plugins = join(folder, 'plugins');
  cpSync(join(ROOT, 'provisioning', 'plugins'), join(provisioning, 'plugins'), { recursive: true });
  cpSync(join(ROOT, 'dist'), join(plugins, 'tidemark-drift-app'), { recursive: true });
  for (const kind of ['datasources', 'alerting']) {
    mkdirSync(join(provisioning, kind));
  }
  writeFileSync(
    join(provisioning, 'datasources', 'tidemark.yaml'),
    JSON.stringify({
      apiVersion: 1,
      datasources: [
        { name: 'Tidemark', uid: source.uid, type: 'tidemark-drift-datasource', jsonData: source.jsonData },
      ],
    })
  );
  writeFileSync(join(provisioning, 'alerting', 'tidemark.yaml'), yamlText(alertingFile(pack)));
  const running = await startGrafana({
    grafana,
    folder,
    plugins,
    provisioning,
    port: await freePort(),
    settings: { GF_LOG_LEVEL: 'warn' },
  });
  try {
    const until = Date.now() + STARTS_WITHIN_MS;
    let [pid] = backendsOf(running.pid);
    while (pid === undefined && Date.now() < until) {
      await wait(250);
      [pid] = backendsOf(running.pid);
    }
    if (pid === undefined) {
      throw new Error(`Grafana did not start the data source's program.\n${running.log().slice(-4_000)}`);
    }
    await wait(warmUp * MINUTE_MS);
    say(`Grafana ${grafana.version} evaluates ${pack.rules.length} rules; watching for ${minutes} minutes ...`);
    const before = await metricsOf(running.url);
    const [began, used, ofGrafana] = [Date.now(), processorSeconds(pid), processorSeconds(running.pid)];
    let behind = 0;
    while (Date.now() - began < minutes * MINUTE_MS) {
      await wait(5_000);
      behind = Math.max(behind, sumOf(await metricsOf(running.url), 'grafana_alerting_scheduler_behind_seconds'));
    }
    const seconds = (Date.now() - began) / 1000;
    const cores = (processorSeconds(pid) - used) / seconds;
    const grafanaCores = (processorSeconds(running.pid) - ofGrafana) / seconds;
    const after = await metricsOf(running.url);
    const grown = (name: string): number => sumOf(after, name) - sumOf(before, name);
    const evaluations = grown('grafana_alerting_rule_evaluations_total');
    return {
      version: grafana.version,
      minutes: seconds / 60,
      evaluations,
      failures: grown('grafana_alerting_rule_evaluation_failures_total'),
      missed: grown('grafana_alerting_schedule_rule_evaluations_missed_total'),
      behindSeconds: behind,
      meanSeconds: grown('grafana_alerting_rule_evaluation_duration_seconds_sum') / evaluations,
      cores,
      grafanaCores,
      residentMbAtMost: mostResidentMb(pid),
    };
  } finally {
    await running.stop();
    rmSync(folder, { recursive: true, force: true });
  }
}
