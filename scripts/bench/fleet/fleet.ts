import { mkdirSync, mkdtempSync, rmSync, cpSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Browser } from 'playwright-core';
import { startPreview } from '../../../tests/browser/preview';
import { GRAFANA, installedGrafana } from '../../../tests/grafana/installed';
import { PROMETHEUS } from '../../../tests/lib/requirements';
import { ROOT } from '../../lib/build';
import { startGrafana } from '../../lib/grafana';
import { freePort } from '../../lib/server';
import { gate, LIMITS, type Gate } from '../limits';
import { openFleet, type FleetTimes } from './measure';
import { stageFleet } from './stage';

const MODELS = 200;
const ROUNDS = 3;

interface Measured {
  readonly where: string;
  readonly rounds: readonly FleetTimes[];
}

export interface FleetBench {
  readonly what: string;
  readonly models: number;
  readonly hosts: readonly Measured[];
  readonly gates: readonly Gate[];
}

async function rounds(browser: Browser, where: string, url: string, say: (line: string) => void): Promise<Measured> {
  const all: FleetTimes[] = [];
  for (let round = 0; round < ROUNDS; round++) {
    all.push(await openFleet(browser, url, MODELS));
  }
  say(`fleet of ${MODELS} on ${where}: ${JSON.stringify(all)}`);
  return { where, rounds: all };
}

async function onGrafana(browser: Browser, provisioned: string, say: (line: string) => void): Promise<Measured> {
  const folder = mkdtempSync(join(tmpdir(), 'tidemark-fleet-grafana-'));
  const provisioning = join(folder, 'provisioning');
  const plugins = join(folder, 'plugins');
  mkdirSync(plugins);
  cpSync(provisioned, provisioning, { recursive: true });
  cpSync(join(ROOT, 'provisioning', 'plugins'), join(provisioning, 'plugins'), { recursive: true });
  cpSync(join(ROOT, 'dist'), join(plugins, 'tidemark-drift-app'), { recursive: true });
  const options = { grafana: installedGrafana(), folder, plugins, provisioning, settings: {} };
  const grafana = await startGrafana({ ...options, port: await freePort() });
  try {
    return await rounds(browser, `Grafana ${options.grafana.version}`, grafana.url, say);
  } finally {
    await grafana.stop();
    rmSync(folder, { recursive: true, force: true });
  }
}

/** The best of the rounds: other work of the machine only adds. */
const best = ({ rounds: all }: Measured, time: Exclude<keyof FleetTimes, 'all'>): number =>
  Math.min(...all.map((one) => one[time]));

/** How soon the fleet page shows what of two hundred models on a real Prometheus. */
export async function benchFleet(browser: Browser, say: (line: string) => void): Promise<FleetBench | undefined> {
  if (!PROMETHEUS.present) {
    say(`SKIPPED: a fleet on a real Prometheus: ${PROMETHEUS.name} is absent. ${PROMETHEUS.howToGet}`);
    return undefined;
  }
  say(`Writing the history of ${MODELS} models into a Prometheus ...`);
  const stage = await stageFleet(MODELS);
  try {
    const preview = await startPreview(['--provisioning', stage.provisioning]);
    const hosts = [await rounds(browser, 'the preview', preview.url, say).finally(() => preview.stop())];
    if (GRAFANA.present) {
      hosts.push(await onGrafana(browser, stage.provisioning, say));
    } else {
      say(`SKIPPED: a fleet in a Grafana: ${GRAFANA.name} is absent. ${GRAFANA.howToGet}`);
    }
    return {
      what: 'milliseconds from the beginning of the navigation, with nothing stored in the browser: until all models are listed, the data of those in sight are judged, all of those in sight is, the data of all models are, and all of all models is',
      models: MODELS,
      hosts,
      gates: hosts.flatMap((host) => [
        gate(`all of ${MODELS} models are listed on ${host.where}, ms`, best(host, 'listed'), LIMITS.fleetListedMs),
        gate(`the data of those in sight are judged on ${host.where}, ms`, best(host, 'data'), LIMITS.fleetDataMs),
        gate(`all of those in sight is judged on ${host.where}, ms`, best(host, 'inSight'), LIMITS.fleetInSightMs),
        gate(`all models stand in their order on ${host.where}, ms`, best(host, 'sorted'), LIMITS.fleetSortedMs),
      ]),
    };
  } finally {
    await stage.stop();
  }
}
