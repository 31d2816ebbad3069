import { gate, LIMITS, type Gate } from './limits';
import { incidents, quietMonth, type Found, type Incidents, type QuietMonth } from './noise/month';

const MODELS = 20;
const FEATURES = 50;
const DAYS = 30;
const SEED = 1;

export interface NoiseReport {
  readonly quiet: QuietMonth;
  readonly incidents: Incidents;
  readonly gates: readonly Gate[];
}

const plainOf = (found: Found, threshold: number): Found['plain'][number] | undefined =>
  found.plain.find((one) => one.threshold === threshold);

const hours = (value: number | null | undefined): string =>
  value === null || value === undefined ? 'never' : `${value.toFixed(1)} h`;

function printed({ quiet, incidents: { found, medianDelayHours, windowHours } }: Omit<NoiseReport, 'gates'>): string {
  const without = quiet.plain.map(({ threshold, pages }) => `PSI > ${threshold} on every feature: ${pages}`).join('; ');
  const lines = found.map((one) => {
    const plain = one.plain.map(
      ({ threshold, delayHours, pages }) => `> ${threshold}: ${hours(delayHours)}, ${pages} pages`
    );
    return `  ${one.title.padEnd(42)} ${hours(one.delayHours)}, ${one.pages} pages, to ${one.receivers.join(' and ') || 'nobody'} | PSI ${plain.join(' | PSI ')}`;
  });
  return [
    `${quiet.days} days without drift, ${quiet.models} models of ${quiet.features} features: ${quiet.pages.length} pages. ${without}.`,
    `Ten incidents: ${found.filter(({ delayHours }) => delayHours !== null).length} found, median delay ${hours(medianDelayHours)} (a window is ${windowHours} h).`,
    ...lines,
  ].join('\n');
}

/**
 * What the pack's defaults cost in pages, and what they find: the handlers of the data source over simulated counters, the
 * pack's rules, and what Grafana would do with them. The same for the same seed.
 */
export async function benchNoise(say: (line: string) => void): Promise<NoiseReport> {
  say(`Simulating ${DAYS} days of ${MODELS} models; some minutes ...`);
  const quiet = await quietMonth({ models: MODELS, features: FEATURES, days: DAYS, seed: SEED, say });
  say('Ten incidents ...');
  const told = await incidents({ models: MODELS, features: FEATURES, seed: SEED, say });
  const missed = told.found.filter(({ delayHours }) => delayHours === null).length;
  const toSeveral = told.found.filter(({ receivers }) => receivers.length > 1).length;
  const wholeModels = told.found.filter(({ kind }) => kind === 'whole_model').map(({ pages }) => pages);
  say(printed({ quiet, incidents: told }));
  return {
    quiet,
    incidents: told,
    gates: [
      gate('pages of a month without drift', quiet.pages.length, LIMITS.falsePages),
      gate('incidents that nobody was told of', missed, 0),
      gate('incidents that several teams were told of', toSeveral, 0),
      gate('messages of one incident', Math.max(...told.found.map(({ pages }) => pages)), LIMITS.incidentMessages),
      gate('messages of a model that moves as a whole', Math.max(...wholeModels), LIMITS.wholeModelMessages),
      gate('median delay, in windows', (told.medianDelayHours ?? Infinity) / told.windowHours, LIMITS.delayWindows),
      gate('questions that were not answered', quiet.errors.length + told.errors.length, 0),
    ],
  };
}
