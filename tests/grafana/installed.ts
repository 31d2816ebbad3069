import { findGrafana, HOW_TO_GET_GRAFANA, type InstalledGrafana } from '../../scripts/lib/grafana';
import type { Requirement } from '../lib/skip';

const found = findGrafana();

/** The oldest that the plugin is written for, as its plugin.json says. */
const OLDEST = [12, 4] as const;

function isNewEnough(version: string): boolean {
  const [major = 0, minor = 0] = version.split('.').map(Number);
  return major > OLDEST[0] || (major === OLDEST[0] && minor >= OLDEST[1]);
}

export const GRAFANA: Requirement = {
  name: found === undefined ? 'Grafana' : `Grafana ${OLDEST.join('.')} or later (there is ${found.version})`,
  present: found !== undefined && isNewEnough(found.version),
  howToGet: HOW_TO_GET_GRAFANA,
};

/** Only for suites that have asked for the requirement. */
export function installedGrafana(): InstalledGrafana {
  if (found === undefined) {
    throw new Error('There is no Grafana; the suite should have been skipped.');
  }
  return found;
}
