import type { Job, Run } from '../model';
import { OFFSETS } from '../story';
import { DAY, HOUR, MINUTE } from '../time';

const HALF_HOUR = 30 * MINUTE;
const TWO_HOURS = 2 * HOUR;
const OLD = { jobVersion: '3.4.1', schema: 'payments-3' };
const NEW = { jobVersion: '4.0.0', schema: 'payments-4' };

/**
 * The job that makes features of payments. Its version 4 changes the unit of the amount: a run fails on the new schema,
 * the next is late while the job is deployed anew, and what comes after its end is in the new unit.
 */
function enrich(offset: number): Run {
  if (offset === OFFSETS.changed - 2 * HALF_HOUR) {
    return { ...OLD, durationS: 41, error: 'schema payments-4 is not known: column amount_minor has no mapping' };
  }
  if (offset === OFFSETS.changed - HALF_HOUR) {
    return { ...NEW, late: 16 * MINUTE, durationS: 812 };
  }
  return offset < OFFSETS.changed ? OLD : NEW;
}

/** Since the new schema, two of three runs end early: scores go stale, and ever more payments come without one. */
function deviceScores(offset: number, planned: number): Run {
  return offset < OFFSETS.changed || Math.floor(planned / TWO_HOURS) % 3 === 0
    ? {}
    : { durationS: 95, error: 'device feed: identifiers of schema payments-4 are not known' };
}

export const JOBS: readonly Job[] = [
  { name: 'payments_enrich', everyMs: HALF_HOUR, offsetMs: 0, durationS: 170, rowsPerRequest: 1, run: enrich },
  {
    name: 'device_scores',
    everyMs: TWO_HOURS,
    offsetMs: 5 * MINUTE,
    durationS: 420,
    rowsPerRequest: 0.98,
    run: deviceScores,
  },
  {
    name: 'label_backfill',
    everyMs: 6 * HOUR,
    offsetMs: 20 * MINUTE,
    durationS: 1_260,
    rowsPerRequest: 0.8,
    run: () => ({}),
  },
  { name: 'reference_profile', everyMs: DAY, offsetMs: 2 * HOUR, durationS: 640, rowsPerRequest: 1, run: () => ({}) },
];
