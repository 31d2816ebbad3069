import type { ScenarioModel, Version } from '../model';
import { logNormal } from '../shape';
import { OFFSETS } from '../story';
import { HOUR } from '../time';
import { AT, FEATURES } from './features';
import { happen } from './happen';
import { JOBS } from './jobs';
import { chanceOf, LAWS, logOdds } from './laws';
import { RELEASES } from './releases';

function version(
  name: string,
  trained: string,
  { latency, errorRate }: { readonly latency: number; readonly errorRate: number },
  hyperparameters: Version['hyperparameters']
): Version {
  return {
    version: name,
    latency: logNormal(latency, 0.45),
    errorRate,
    hyperparameters,
    trainingData: `s3://example-training/fraud/${trained}`,
    runUrl: `https://mlflow.example.com/#/experiments/12/runs/fraud-${name}`,
  };
}

const MIRRORED = 0.4;

/** Scores card payments: is it fraud? */
export const FRAUD: ScenarioModel = {
  id: 'fraud',
  rate: 1,
  countryShares: [0.38, 0.26, 0.21, 0.15],
  features: FEATURES,
  classes: ['legit', 'fraud'],
  schemas: { calm: 'payments-3', changed: 'payments-4' },
  script: [
    { from: -Infinity, live: '6', shadow: { version: '7', share: MIRRORED } },
    { from: OFFSETS.badVersion, live: '6.1', shadow: { version: '7', share: MIRRORED } },
    { from: OFFSETS.rolledBack, live: '6', shadow: { version: '7', share: MIRRORED } },
    { from: OFFSETS.deployed, live: '7', shadow: { version: '6', share: MIRRORED } },
    { from: OFFSETS.newShadow, live: '7', shadow: { version: '8', share: 0.6 } },
  ],
  versions: {
    '5': version('5', 'to-march', { latency: 14, errorRate: 0.001 }, { algorithm: 'logistic', l2: 0.1, epochs: 20 }),
    '6': version(
      '6',
      'to-june',
      { latency: 12, errorRate: 0.001 },
      { algorithm: 'logistic', l2: 0.1, epochs: 30, amount: 'log, capped', device_score: false }
    ),
    '6.1': version(
      '6.1',
      'to-june-with-backfill',
      { latency: 38, errorRate: 0.03 },
      { algorithm: 'logistic', l2: 0.001, epochs: 30, amount: 'log, capped', device_score: false }
    ),
    '7': version(
      '7',
      'to-september',
      { latency: 13, errorRate: 0.001 },
      { algorithm: 'logistic', l2: 0.02, epochs: 60, amount: 'raw', device_score: true }
    ),
    '8': version(
      '8',
      'to-october',
      { latency: 10, errorRate: 0.0015 },
      { algorithm: 'logistic', l2: 0.02, epochs: 80, amount: 'log, capped', device_score: true }
    ),
  },
  releases: RELEASES,
  jobs: JOBS,
  // The customer is asked on the spot, or it shows with the delivery, or with a complaint.
  labels: { atOnce: 0.12, never: 0.02, wait: logNormal(4 * HOUR, 0.85) },
  happen,
  score: (name, columns, row) => {
    const law = LAWS[name];
    return law === undefined ? NaN : chanceOf(law, logOdds(law, columns, row, columns[AT.amount]?.[row] ?? NaN));
  },
};
