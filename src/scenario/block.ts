import type { Answers, Block, Draft, Role, ScenarioModel } from './model';
import { chance, pick, seedAt, seedOf } from './random';
import { normal, quantile } from './shape';
import type { Scene } from './story';
import { DAY, HOUR, SLOT_MS } from './time';

// Taken out once: in the sandbox that tests run in, looking up a global costs ten times what the arithmetic does.
const { ceil, cos, log, max, min, PI, round, sin, sqrt } = Math;

/** What can go wrong with a request. */
export const ERRORS = ['feature store timed out', 'model server is overloaded'] as const;

const VOLUME = normal(0, 1);

/**
 * How many requests a slot is expected to hold. Nights and weekends are quiet, in all countries alike: the volume of a
 * window moves, and its shape does not.
 */
export function expectedRows(slot: number, rate: number): number {
  const middle = slot * SLOT_MS + SLOT_MS / 2;
  const hour = (((middle % DAY) + DAY) % DAY) / HOUR;
  const weekday = new Date(middle).getUTCDay();
  const daily = 1 + 0.58 * sin(((hour - 9) / 24) * 2 * PI) - 0.12 * cos((hour / 12) * 2 * PI);
  const weekly = weekday === 0 || weekday === 6 ? 0.85 : 1.06;
  return ((rate * SLOT_MS) / 1000) * daily * weekly;
}

/** The seed of one purpose in one slot. */
function seeds(base: string, model: ScenarioModel, slot: number): Draft['seed'] {
  return (...purpose) => seedAt(seedOf(base, model.id, ...purpose), slot);
}

function drawColumn(draft: Omit<Draft, 'columns' | 'truth' | 'scene'>, place: number): Float64Array {
  const { model, rows, country, seed } = draft;
  const feature = model.features[place];
  const column = new Float64Array(rows);
  if (feature === undefined) {
    return column;
  }
  const own = seed('feature', feature.name);
  if (feature.kind === 'categorical') {
    for (let row = 0; row < rows; row += 1) {
      column[row] = pick(feature.shares[country[row] ?? 0] ?? [], chance(own, row));
    }
    return column;
  }
  const unit = 10 ** feature.decimals;
  for (let row = 0; row < rows; row += 1) {
    const shape = feature.shapes[country[row] ?? 0] as Float64Array;
    column[row] = round(quantile(shape, chance(own, row)) * unit) / unit;
  }
  return column;
}

function drawRequests(base: string, model: ScenarioModel, slot: number, scene: Scene): Draft {
  const seed = seeds(base, model, slot);
  const expected = expectedRows(slot, model.rate);
  const deviate = quantile(VOLUME, chance(seed('volume'), 0));
  const rows = max(0, round(expected + sqrt(expected) * deviate));
  const ofCountry = seed('country');
  const country = Uint8Array.from({ length: rows }, (_, row) => pick(model.countryShares, chance(ofCountry, row)));
  const drawn = { model, slot, firstId: 0, rows, country, seed };
  const columns = model.features.map((_, place) => drawColumn(drawn, place));
  return { ...drawn, scene, columns, truth: new Float64Array(rows) };
}

/** When each request was answered: spread over the slot, one in each of its equal parts. */
function timesOf({ rows, slot, seed }: Draft): Float64Array {
  const own = seed('time');
  const times = new Float64Array(rows);
  for (let row = 0; row < rows; row += 1) {
    times[row] = ceil(slot * SLOT_MS + ((row + 1 - chance(own, row)) / rows) * SLOT_MS);
  }
  return times;
}

/** How long after the live answer that of the shadow is logged, in milliseconds: mostly at once, rarely seconds. */
function delayOf(at: number): number {
  return 3 - 400 * log(1 - at);
}

/** Scores and latencies are rounded as a service would log them, so that metrics and lines tell the same number. */
const SCORE_UNIT = 10_000;
const LATENCY_UNIT = 100;

function answersOf(draft: Draft, role: Role, version: string, share: number, lived: Float64Array): Answers {
  const { model, columns, rows, seed, slot } = draft;
  const known = model.versions[version];
  if (known === undefined) {
    throw new Error(`${model.id} has no version ${version}`);
  }
  const mirrored = seed('mirrored');
  const picked: number[] = [];
  for (let row = 0; row < rows; row += 1) {
    if (chance(mirrored, row) < share) {
      picked.push(row);
    }
  }
  const row = Uint16Array.from(picked);
  const { length } = row;
  const [time, score, latency] = [new Float64Array(length), new Float64Array(length), new Float64Array(length)];
  const error = new Uint8Array(length);
  const [ofDelay, ofLatency, ofError] = [seed('delay'), seed('latency', version), seed('error', version)];
  const end = (slot + 1) * SLOT_MS;
  for (let i = 0; i < length; i += 1) {
    const request = picked[i] ?? 0;
    const at = lived[request] ?? end;
    // What would be logged in the next slot counts in this one: a slot is all that is known of a request.
    time[i] = role === 'live' ? at : min(end, ceil(at + delayOf(chance(ofDelay, request))));
    const fails = chance(ofError, request);
    const slow = fails < known.errorRate ? 8 : 1;
    error[i] = fails < known.errorRate ? 1 + (fails < known.errorRate * 0.6 ? 0 : 1) : 0;
    score[i] = error[i] === 0 ? round(model.score(version, columns, request) * SCORE_UNIT) / SCORE_UNIT : NaN;
    latency[i] = round(slow * quantile(known.latency, chance(ofLatency, request)) * LATENCY_UNIT) / LATENCY_UNIT;
  }
  return { role, version, row, time, score, latency, error };
}

/** Draws all requests of a slot and what became of them: always the same for the same seed, slot and scene. */
export function drawBlock(base: string, model: ScenarioModel, slot: number, scene: Scene): Block {
  const draft = drawRequests(base, model, slot, scene);
  model.happen(draft);
  const times = timesOf(draft);
  const { columns, rows, country, truth } = draft;
  const answers = [answersOf(draft, 'live', scene.live, 1, times)];
  if (scene.shadow !== undefined) {
    answers.push(answersOf(draft, 'shadow', scene.shadow.version, scene.shadow.share, times));
  }
  return { model, slot, scene, firstId: 0, rows, columns, country, truth, answers };
}
