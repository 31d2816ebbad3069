import { multinomial, normalDeviate, randomFrom, seedAt } from './random';
import {
  expectedRows,
  scenarioSeed,
  SLOT_MS,
  type Country,
  type Phase,
  type ScenarioFeature,
  type Stream,
} from './scenario';
import { bucketShares } from './shape';

/** Slots that are drawn and kept together: a day's. */
const BLOCK_SLOTS = 48;
const BLOCK_MS = BLOCK_SLOTS * SLOT_MS;

/** Days kept of each counter: all of history, with a day that begins and one that ends it. */
const MAX_BLOCKS = 10;

const BUCKET_NAMES = new WeakMap<ScenarioFeature, readonly string[]>();

/** The classes of a feature as labels tell them: its buckets up to `+Inf`, or its categories. */
export function classNames(feature: ScenarioFeature): readonly string[] {
  if (feature.kind === 'categorical') {
    return feature.categories;
  }
  const names = BUCKET_NAMES.get(feature) ?? [...feature.bounds.map(String), '+Inf'];
  BUCKET_NAMES.set(feature, names);
  return names;
}

/** How many counts a counter of the feature keeps: its classes and, after them, the rows without a value. */
export function countsKept(feature: ScenarioFeature): number {
  return classNames(feature).length + (feature.missing === undefined ? 0 : 1);
}

/** Of what a counter keeps, the rows without a value. */
export function missingOf(feature: ScenarioFeature, counts: Float64Array): number {
  return feature.missing === undefined ? 0 : (counts[classNames(feature).length] ?? 0);
}

function sharesOf(feature: ScenarioFeature, phase: Phase, country: Country): readonly number[] {
  const shares =
    feature.kind === 'numeric'
      ? bucketShares(feature.shape(phase, country), feature.bounds)
      : feature.shares(phase, country);
  const missing = feature.missing?.(phase);
  return missing === undefined ? shares : [...shares.map((share) => share * (1 - missing)), missing];
}

/**
 * The counters of one feature, country, stream and phase, as they would have counted since for ever: how much they
 * grew in a stretch of time is read off at its two ends, however long it is. Drawn a day at a time, and kept.
 */
export class Counter {
  private readonly blocks = new Map<number, Float32Array>();

  constructor(
    private readonly feature: ScenarioFeature,
    private readonly country: Country,
    private readonly stream: Stream,
    private readonly phase: Phase
  ) {}

  /** Adds what came in `(from, to]` to `into`, class by class. Inside a slot, rows come evenly. */
  add(into: Float64Array, from: number, to: number): void {
    for (let day = Math.floor(from / BLOCK_MS); from < to && day * BLOCK_MS < to; day += 1) {
      const start = day * BLOCK_MS;
      const block = this.block(day);
      addCounts(into, block, Math.min(to - start, BLOCK_MS), 1);
      addCounts(into, block, Math.max(from - start, 0), -1);
    }
  }

  private block(day: number): Float32Array {
    let block = this.blocks.get(day);
    if (block === undefined) {
      block = this.draw(day);
      this.blocks.set(day, block);
      if (this.blocks.size > MAX_BLOCKS) {
        this.blocks.delete(Math.min(...this.blocks.keys()));
      }
    }
    return block;
  }

  private draw(day: number): Float32Array {
    const { feature, country, stream, phase } = this;
    const shares = sharesOf(feature, phase, country);
    const classes = shares.length;
    const rowSeed = scenarioSeed('rows', country, stream.role);
    const classSeed = scenarioSeed('classes', feature.name, country, stream.role);
    const counts = new Float64Array(classes);
    const block = new Float32Array((BLOCK_SLOTS + 1) * classes);
    for (let i = 0; i < BLOCK_SLOTS; i += 1) {
      const slot = day * BLOCK_SLOTS + i;
      // The same number of rows for every feature, for each row has them all.
      const expected = expectedRows(slot, country, stream);
      const deviate = normalDeviate(randomFrom(seedAt(rowSeed, slot)));
      const rows = Math.max(0, Math.round(expected + Math.sqrt(expected) * deviate));
      multinomial(randomFrom(seedAt(classSeed, slot)), rows, shares, counts);
      for (let c = 0; c < classes; c += 1) {
        block[(i + 1) * classes + c] = (block[i * classes + c] ?? 0) + (counts[c] ?? 0);
      }
    }
    return block;
  }
}

/** All counters of the sample, made when they are first asked for. */
export class Counters {
  private readonly counters = new Map<string, Readonly<Record<Phase, Counter>>>();

  of(feature: ScenarioFeature, country: Country, stream: Stream): Readonly<Record<Phase, Counter>> {
    const key = `${feature.name}/${country}/${stream.role}`;
    let both = this.counters.get(key);
    if (both === undefined) {
      const make = (phase: Phase): Counter => new Counter(feature, country, stream, phase);
      both = { calm: make('calm'), changed: make('changed') };
      this.counters.set(key, both);
    }
    return both;
  }
}

function addCounts(into: Float64Array, block: Float32Array, offsetMs: number, sign: 1 | -1): void {
  const classes = into.length;
  const slot = Math.min(Math.floor(offsetMs / SLOT_MS), BLOCK_SLOTS - 1);
  const part = offsetMs / SLOT_MS - slot;
  const at = slot * classes;
  for (let i = 0; i < classes; i += 1) {
    const before = block[at + i] ?? 0;
    const after = block[at + classes + i] ?? 0;
    into[i] = (into[i] ?? 0) + sign * (before + (after - before) * part);
  }
}
