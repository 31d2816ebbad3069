import type { Draft, Job, ScenarioModel, Version } from '../model';
import { chance, pick } from '../random';
import { logNormal, normal, quantile } from '../shape';
import { OFFSETS } from '../story';
import { DAY, HOUR, MINUTE } from '../time';
import { AT, FEATURES } from './features';

/** Minutes from the depot to the door, as a law of the inputs; one is the truth, the others are what versions learnt. */
interface Law {
  readonly start: number;
  /** Minutes a kilometre, by vehicle. */
  readonly pace: readonly number[];
  readonly stop: number;
  readonly kilo: number;
  /** What rain and snow do to the pace. */
  readonly weather: readonly number[];
}

const TRUTH: Law = { start: 6, pace: [4.2, 2.6, 2.9], stop: 3.1, kilo: 0.25, weather: [1, 1.35, 1.9] };

const LAWS: Readonly<Record<string, Law>> = {
  // Learnt in a dry summer.
  '2': { ...TRUTH, start: 8.5, stop: 2.7, kilo: 0, weather: [1.02, 1.08, 1.1] },
  '3': { ...TRUTH, start: 6.3, stop: 3, weather: [1, 1.3, 1.7] },
};

/** The weather since the change. */
const RAINY = [0.36, 0.58, 0.06];

const NOISE = normal(0, 0.14);

function minutes({ start, pace, stop, kilo, weather }: Law, columns: readonly Float64Array[], row: number): number {
  const at = (place: number, usual: number): number => {
    const value = columns[place]?.[row];
    return value === undefined || isNaN(value) ? usual : value;
  };
  const slower = weather[at(AT.weather, 0)] ?? 1;
  return (
    start +
    at(AT.route, 4) * (pace[at(AT.vehicle, 0)] ?? 3) * slower * at(AT.traffic, 1) +
    at(AT.stops, 4) * stop +
    at(AT.weight, 2) * kilo
  );
}

// Taken out once: in the sandbox that tests run in, looking up a global costs ten times what the arithmetic does.
const { max, round } = Math;
const { isNaN } = Number;

const tenths = (value: number): number => round(value * 10) / 10;

/** It begins to rain when the story changes: the inputs drift, and what was learnt of dry days is wrong more often. */
function happen({ columns, rows, scene, seed, truth }: Draft): void {
  const weather = columns[AT.weather];
  const [ofWeather, ofNoise] = [seed('changed weather'), seed('truth')];
  for (let row = 0; row < rows; row += 1) {
    if (scene.changed && weather !== undefined) {
      weather[row] = pick(RAINY, chance(ofWeather, row));
    }
    const noise = 1 + quantile(NOISE, chance(ofNoise, row));
    truth[row] = tenths(max(2, minutes(TRUTH, columns, row) * noise));
  }
}

function version(name: string, trained: string, latency: number, known: Version['hyperparameters']): Version {
  return {
    version: name,
    latency: logNormal(latency, 0.35),
    errorRate: 0.0008,
    hyperparameters: known,
    trainingData: `s3://example-training/parcel-eta/${trained}`,
    runUrl: `https://mlflow.example.com/#/experiments/31/runs/parcel-eta-${name}`,
  };
}

const JOBS: readonly Job[] = [
  { name: 'routes_sync', everyMs: HOUR, offsetMs: 10 * MINUTE, durationS: 95, rowsPerRequest: 1, run: () => ({}) },
];

/** Says how many minutes a parcel takes to the door. */
export const PARCEL_ETA: ScenarioModel = {
  id: 'parcel_eta',
  rate: 0.3,
  countryShares: [0.3, 0.3, 0.2, 0.2],
  features: FEATURES,
  classes: undefined,
  script: [
    { from: -Infinity, live: '2', shadow: undefined },
    { from: OFFSETS.newShadow, live: '2', shadow: { version: '3', share: 0.5 } },
  ],
  versions: {
    '2': version('2', 'to-july', 4, { algorithm: 'linear', epochs: 40, l2: 0.1 }),
    '3': version('3', 'to-october', 5, { algorithm: 'linear', epochs: 40, l2: 0.01 }),
  },
  releases: [
    { at: -41 * DAY, version: '2', role: 'live', stage: 'deployed' },
    { at: OFFSETS.newShadow, version: '3', role: 'shadow', stage: 'deployed' },
  ],
  jobs: JOBS,
  // Known when the parcel is there, and lost of a few.
  labels: { atOnce: 0, never: 0.01, wait: logNormal(40 * MINUTE, 0.6) },
  happen,
  score: (name, columns, row) => {
    const law = LAWS[name];
    return law === undefined ? NaN : tenths(minutes(law, columns, row));
  },
};
