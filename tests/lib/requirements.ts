import { existsSync } from 'node:fs';
import { findOnPath, program, type Requirement } from './skip';

/** What the suites from outside need, each named once. */
export const PROMETHEUS: Requirement = {
  name: 'Prometheus',
  present: findOnPath('prometheus') !== undefined && findOnPath('promtool') !== undefined,
  howToGet: 'Install it with: apt-get install prometheus.',
};

/** Debian's name for the program, and everybody else's. */
export const ALERTMANAGER_PROGRAM = findOnPath('prometheus-alertmanager') ?? findOnPath('alertmanager');
export const ALERTMANAGER: Requirement = {
  name: 'Alertmanager',
  present: ALERTMANAGER_PROGRAM !== undefined && findOnPath('amtool') !== undefined,
  howToGet: 'Install it with: apt-get install prometheus-alertmanager.',
};

export const LOKI: Requirement = program(
  'Loki',
  'loki',
  'Take the program of your system from https://github.com/grafana/loki/releases and put it on the PATH.'
);

/** Chromium or Chrome, wherever the machine keeps it; `CHROMIUM` names another one. */
export function findChromium(): string | undefined {
  const named = process.env['CHROMIUM'];
  if (named !== undefined && existsSync(named)) {
    return named;
  }
  for (const name of ['chromium', 'chromium-browser', 'google-chrome', 'google-chrome-stable']) {
    const found = findOnPath(name);
    if (found !== undefined) {
      return found;
    }
  }
  return undefined;
}

export const CHROMIUM: Requirement = {
  name: 'Chromium',
  present: findChromium() !== undefined,
  howToGet: 'Install it with: apt-get install chromium (or name one in the variable CHROMIUM).',
};

export const GO: Requirement = program('Go', 'go', 'Install it from your distribution or go.dev.');
