import { multinomialDraw } from '../../../src/engine/special/binomialDraw';
import { normalCdf } from '../../../src/engine/special/normal';
import { seeded } from '../../../src/engine/testing/random';

const HOUR_MS = 3_600_000;
const DAY_MS = 24 * HOUR_MS;

/** Counts of one feature, summed up from the beginning: what lies between two slots is a difference. */
export interface Counted {
  readonly name: string;
  /** Bounds of the buckets of a number; categories of what has no order. */
  readonly edges: readonly number[] | undefined;
  readonly categories: readonly string[] | undefined;
  /** Row by row a slot, column by column a bin. */
  readonly bins: number;
  readonly sums: Float64Array;
  readonly missing: Float64Array;
}

/** What a model saw, slot by slot. */
export interface Traffic {
  readonly model: string;
  /** Where the first slot begins, in ms since 1970. */
  readonly start: number;
  readonly slotMs: number;
  readonly slots: number;
  readonly features: readonly Counted[];
  /** Summed up as well. */
  readonly predictions: Float64Array;
}

/** What goes wrong with one feature, or with the whole model; times as in the traffic. */
export interface Incident {
  readonly kind:
    | 'unit'
    | 'shift'
    | 'creep'
    | 'default_peak'
    | 'missing'
    | 'new_category'
    | 'other_mix'
    | 'clipped'
    | 'whole_model'
    | 'volume';
  readonly from: number;
  readonly to: number;
  /** Which feature, by its place; all of them where the model as a whole moves. */
  readonly feature: number;
  readonly size: number;
}

export interface TrafficOptions {
  readonly model: string;
  readonly seed: number;
  readonly start: number;
  readonly days: number;
  readonly slotMs: number;
  readonly features: number;
  readonly incident?: Incident;
}

/** Every third is a category; so is that which an incident gives a new one. */
export const isCategory = (feature: number): boolean => feature % 3 === 2;

const NEW = 'new_one';
/** Every fourth feature sees each value twice: users come back, and rows are no independent draws. */
const COMES_BACK = 4;

/** What is wander of a day or so, from one slot to the next: an autoregression of the first order. */
class Wander {
  private value = 0;

  constructor(
    private readonly random: () => number,
    private readonly deviation: number,
    private readonly memory: number
  ) {}

  next(): number {
    this.value = this.memory * this.value + Math.sqrt(1 - this.memory ** 2) * this.deviation * gaussian(this.random);
    return this.value;
  }
}

function gaussian(random: () => number): number {
  return Math.sqrt(-2 * Math.log(1 - random())) * Math.cos(2 * Math.PI * random());
}

function between(random: () => number, low: number, high: number): number {
  return low + (high - low) * random();
}

/** A number of arrivals at a mean rate: of very many tries with a small chance each. */
function arrivals(mean: number, random: () => number): number {
  const tries = Math.max(1000, Math.ceil(mean * 50));
  return multinomialDraw(tries, [mean / tries, 1 - mean / tries], random)[0] ?? 0;
}

/** People are awake by day, and at weekends do other things: this much of the mean rate, by the hour and the day. */
function rhythm(time: number, night: number, weekend: number, busiestHour: number): number {
  const hour = (time % DAY_MS) / HOUR_MS;
  const day = Math.floor(time / DAY_MS + 4) % 7;
  const daily = 1 + (1 - night) * Math.cos((2 * Math.PI * (hour - busiestHour)) / 24);
  return daily * (day === 0 || day === 6 ? weekend : 1);
}

/** A numeric feature: log-normal, in buckets as services have them, with a mean that follows the day and wanders. */
class NumericFeature {
  readonly edges: readonly number[];
  private readonly spread: number;
  private readonly daily: number;
  private readonly phase: number;
  private readonly wander: Wander;

  constructor(random: () => number) {
    // Deviations of the logarithm: from how long a session takes to what a basket costs.
    this.spread = between(random, 0.3, 0.45);
    const bins = 10 + Math.floor(8 * random());
    this.edges = Array.from({ length: bins - 1 }, (_, i) =>
      Number((100 * Math.exp(this.spread * ((6 * (i + 1)) / bins - 3))).toPrecision(2))
    );
    this.daily = between(random, 0, 0.15);
    this.phase = between(random, 0, 24);
    // A whole day of it is seen as drift of a twentieth of a deviation, on and off.
    this.wander = new Wander(random, 0.05, 0.99);
  }

  shares(time: number, wrong: Incident | undefined): readonly number[] {
    const hour = (time % DAY_MS) / HOUR_MS;
    const mean = this.daily * Math.cos((2 * Math.PI * (hour - this.phase)) / 24) + this.wander.next();
    let factor = 1;
    if (wrong?.kind === 'unit' || wrong?.kind === 'shift' || wrong?.kind === 'whole_model') {
      factor = wrong.size;
    } else if (wrong?.kind === 'creep') {
      factor = 1 + (wrong.size * (time - wrong.from)) / DAY_MS;
    }
    const centre = Math.log(100) + Math.log(factor) + mean * this.spread;
    const below = [0, ...this.edges.map((edge) => normalCdf((Math.log(edge) - centre) / this.spread)), 1];
    const shares = below.slice(1).map((end, i) => end - (below[i] ?? 0));
    if (wrong?.kind === 'default_peak') {
      return shares.map((share, i) => share * (1 - wrong.size) + (i === 0 ? wrong.size : 0));
    }
    if (wrong?.kind === 'clipped') {
      const half = Math.floor(shares.length / 2);
      const above = shares.slice(half + 1).reduce((all, share) => all + share, 0);
      return shares.map((share, i) => (i > half ? 0 : i === half ? share + above : share));
    }
    return shares;
  }
}

/** A category: a few that are frequent, and many that are not, each of which wanders. */
class CategoryFeature {
  readonly categories: readonly string[];
  private readonly weights: readonly number[];
  private readonly wanders: readonly Wander[];

  constructor(random: () => number) {
    const count = 3 + Math.floor(10 * random());
    this.weights = Array.from({ length: count }, (_, i) => 1 / (i + 1) ** 1.2);
    this.categories = [...this.weights.map((_, i) => `c${i}`), NEW];
    this.wanders = this.weights.map(() => new Wander(random, 0.1, 0.99));
  }

  shares(_time: number, wrong: Incident | undefined): readonly number[] {
    const own = this.weights.map((weight, i) => weight * Math.exp(this.wanders[i]?.next() ?? 0));
    const swapped = wrong?.kind === 'other_mix' ? [...own].reverse() : own;
    const all = swapped.reduce((sum, weight) => sum + weight, 0);
    const fresh = wrong?.kind === 'new_category' ? wrong.size : 0;
    return [...swapped.map((weight) => ((1 - fresh) * weight) / all), fresh];
  }
}

/**
 * What a model of fifty features sees in a month: traffic that follows day and week, and beyond that is half or twice as
 * much for hours on end; features that wander, that come with the hour, or twice from the same user.
 */
export function simulate(options: TrafficOptions): Traffic {
  const { model, seed, start, days, slotMs, incident } = options;
  const random = seeded(seed);
  const slots = Math.round((days * DAY_MS) / slotMs);
  // From a model that a shop asks now and then to one that is in the way of each payment: rows an hour.
  const rate = Math.exp(between(random, Math.log(100), Math.log(20_000)));
  const night = between(random, 0.1, 0.5);
  const weekend = between(random, 0.6, 1.1);
  const busiest = between(random, 10, 20);
  const swings = new Wander(random, 0.3, 0.98);
  const predictions = new Float64Array(slots + 1);
  const rows: number[] = [];
  for (let slot = 0; slot < slots; slot++) {
    const time = start + slot * slotMs;
    const swing = Math.exp(swings.next());
    const lost = incident?.kind === 'volume' && time >= incident.from && time < incident.to ? 1 - incident.size : 1;
    const mean = rate * (slotMs / HOUR_MS) * rhythm(time, night, weekend, busiest) * swing * lost;
    const count = arrivals(mean, random);
    rows.push(count);
    predictions[slot + 1] = (predictions[slot] ?? 0) + count;
  }
  const features = Array.from({ length: options.features }, (_, place): Counted => {
    const own = seeded(seed * 1009 + place + 1);
    const feature = isCategory(place) ? new CategoryFeature(own) : new NumericFeature(own);
    const bins = 'edges' in feature ? feature.edges.length + 1 : feature.categories.length;
    const sums = new Float64Array((slots + 1) * bins);
    const missing = new Float64Array(slots + 1);
    const usuallyMissing = own() < 0.5 ? 0 : between(own, 0, 0.04);
    const losing = new Wander(own, 0.3, 0.98);
    const repeats = place % COMES_BACK === 0 ? 2 : 1;
    for (let slot = 0; slot < slots; slot++) {
      const time = start + slot * slotMs;
      const concerns = incident !== undefined && (incident.kind === 'whole_model' || incident.feature === place);
      const wrong = concerns && time >= incident.from && time < incident.to ? incident : undefined;
      const lost = usuallyMissing * Math.exp(losing.next()) + (wrong?.kind === 'missing' ? wrong.size : 0);
      const all = rows[slot] ?? 0;
      const [absent = 0] = multinomialDraw(all, [Math.min(1, lost), Math.max(0, 1 - lost)], own);
      const drawn = multinomialDraw(Math.round((all - absent) / repeats), [...feature.shares(time, wrong)], own);
      missing[slot + 1] = (missing[slot] ?? 0) + absent;
      for (let bin = 0; bin < bins; bin++) {
        sums[(slot + 1) * bins + bin] = (sums[slot * bins + bin] ?? 0) + (drawn[bin] ?? 0) * repeats;
      }
    }
    return {
      name: `f${String(place).padStart(2, '0')}`,
      edges: 'edges' in feature ? feature.edges : undefined,
      categories: 'categories' in feature ? feature.categories : undefined,
      bins,
      sums,
      missing,
    };
  });
  return { model, start, slotMs, slots, features, predictions };
}
