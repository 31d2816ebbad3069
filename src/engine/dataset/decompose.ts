import { type Answer, type NoAnswer, answered, noAnswer } from '../answer';
import type { AlignedPair, Bin } from '../distribution/pair';
import type { Repair } from '../repair';
import type { ScoreOptions } from '../score/definition';
import { sharesOf } from '../score/shares';
import { sampleSizes } from '../score/sampleSizes';
import { INFINITE_DETAIL, smooth } from '../score/smoothing';
import { featureWeights, type Weighed } from './weights';
import type { PartCounts } from './splitPair';

/** A feature of the model, with the parts of its traffic where they are known (`splitPair`). */
export interface DecomposedItem<Key = string> extends Weighed {
  readonly key: Key;
  readonly pair: Answer<AlignedPair>;
  readonly parts?: readonly PartCounts[];
}

/** A part of the whole number; it may be negative (see `decompose`). */
export interface Part {
  /** What it adds to the model's number. */
  readonly value: number;
  /** Of the model's number; 0 where that is 0. */
  readonly share: number;
}

/** What a segment or version adds: because its own values changed, and because it became a larger or smaller part. */
export interface SourcePart extends Part {
  readonly within: number;
  readonly mix: number;
}

export interface VersionPart extends SourcePart {
  /** Null for what no version accounts for. */
  readonly version: string | null;
}

export interface SegmentPart extends SourcePart {
  /** Null for what no segment accounts for. */
  readonly segment: string | null;
  readonly versions: readonly VersionPart[];
}

export interface BinPart extends Part {
  readonly bin: Bin;
  /** Empty where the feature came without parts. */
  readonly segments: readonly SegmentPart[];
}

export interface FeaturePart<Key = string> extends Part {
  readonly key: Key;
  /** Of those features that have an answer; these add up to 1. */
  readonly weight: number;
  /** The feature's own PSI, not weighed. */
  readonly psi: number;
  /** The PSI that chance alone gives on average. */
  readonly noiseFloor: number;
  readonly bins: readonly BinPart[];
  readonly repairs: readonly Repair[];
}

/** The drift of a whole model as one number, and where it comes from. */
export interface Decomposition<Key = string> {
  /** The mean of the features' PSI, weighed by importance. */
  readonly value: number;
  /** What chance alone gives on average with so much data. */
  readonly noiseFloor: number;
  /** The value without its noise floor, never below 0. */
  readonly effect: number;
  /** In the order of the input. */
  readonly features: ReadonlyArray<FeaturePart<Key>>;
  /** Features that take no part, each with the reason. */
  readonly unanswered: ReadonlyArray<{ readonly key: Key; readonly answer: NoAnswer }>;
}

/** Counts that differ by less than this part of the bin's own are the same counts, added in another order. */
const ROUNDING = 1e-12;

/** A part that exceeds its whole is a fault of counting, and told; by so much it is nonsense. */
const MOST_OF_WHOLE = 1e6;

/** A side of one bin for each part, as shares of the whole. */
interface PartShares {
  readonly segment: string | null;
  readonly version: string | null;
  /** It is what no part accounts for: a difference, with shares below 0 where the parts exceed the whole. */
  readonly rest: boolean;
  /** Of the part in the whole. */
  readonly size: { readonly reference: number; readonly current: number };
  /** Of part and bin in the whole, before smoothing. */
  readonly p: readonly number[];
  readonly q: readonly number[];
}

interface Sides {
  readonly p: readonly number[];
  readonly q: readonly number[];
}

function total(values: readonly number[]): number {
  return values.reduce((all, one) => all + one, 0);
}

/** What no part accounts for, or null where the parts account for everything. */
function restOf(known: readonly PartShares[], raw: Sides): PartShares | null {
  const left = (whole: readonly number[], side: 'p' | 'q'): number[] =>
    whole.map((share, i) => {
      const rest = share - total(known.map((part) => part[side][i] as number));
      return Math.abs(rest) <= ROUNDING * share ? 0 : rest;
    });
  const p = left(raw.p, 'p');
  const q = left(raw.q, 'q');
  return p.every((one) => one === 0) && q.every((one) => one === 0)
    ? null
    : { segment: null, version: null, rest: true, size: { reference: total(p), current: total(q) }, p, q };
}

function partShares(parts: readonly PartCounts[], raw: Sides, n: number, m: number): Answer<readonly PartShares[]> {
  const split = parts.some(({ reference }) => reference !== undefined);
  const shares: PartShares[] = [];
  for (const { segment, version, current, reference } of parts) {
    const counts = reference ?? [];
    if (current.length !== raw.q.length || (reference !== undefined && counts.length !== raw.p.length)) {
      throw new RangeError(`a part of ${current.length} bins in a whole of ${raw.q.length}`);
    }
    if (![...current, ...counts].every((count) => count >= 0 && count < Infinity)) {
      return noAnswer('invalid_count', 'A part of the traffic has a count that is none: split it with splitPair.');
    }
    const q = current.map((count) => count / m);
    const size = total(q);
    if (!(size <= MOST_OF_WHOLE && total(counts) / n <= MOST_OF_WHOLE)) {
      return noAnswer('overflow', 'A part of the traffic is far larger than the whole: split it with splitPair.');
    }
    // Where the reference is one whole, it is expected of each part in proportion to the part.
    const p = split ? raw.p.map((_, i) => (counts[i] ?? 0) / n) : raw.p.map((share) => share * size);
    shares.push({
      segment: segment ?? null,
      version: version ?? null,
      rest: false,
      size: { reference: split ? total(p) : size, current: size },
      p,
      q,
    });
  }
  const rest = restOf(shares, raw);
  return answered(rest === null ? shares : [...shares, rest]);
}

/** The two reasons for which a part of (q - p) ln(q/p) moves; they add up to its part of q - p. */
function moves(part: PartShares, p: number, q: number): { within: number; mix: number } {
  const { reference: before, current: now } = part.size;
  // A part that one side does not have cannot have changed inside.
  if (part.rest || !(before > 0 && now > 0)) {
    return { within: 0, mix: q - p };
  }
  return {
    within: ((before + now) / 2) * (q / now - p / before),
    mix: ((now - before) / 2) * (q / now + p / before),
  };
}

/** Numbers of the parts by segment, in the order first met: found once a feature, not once a bin. */
function groupsOf(parts: readonly PartShares[]): ReadonlyArray<readonly number[]> {
  const groups = new Map<string | null, number[]>();
  parts.forEach(({ segment }, i) => {
    const known = groups.get(segment);
    if (known === undefined) {
      groups.set(segment, [i]);
    } else {
      known.push(i);
    }
  });
  return [...groups.values()];
}

/** A feature before its weight and the whole are known. */
interface Measured<Key> {
  readonly item: DecomposedItem<Key>;
  readonly pair: AlignedPair;
  readonly smoothed: Sides;
  readonly logRatios: readonly number[];
  readonly raw: Sides;
  readonly parts: readonly PartShares[];
  readonly noiseFloor: number;
  readonly repairs: readonly Repair[];
}

function measure<Key>(item: DecomposedItem<Key>, options: ScoreOptions): Answer<Measured<Key>> {
  if (!item.pair.ok) {
    return item.pair;
  }
  const pair = item.pair.value;
  const raw = sharesOf(pair);
  if (!raw.ok) {
    return raw;
  }
  const smoothed = smooth(raw.value, options.smoothing);
  if (!smoothed.ok) {
    return smoothed;
  }
  const { p, q } = smoothed.value;
  const logRatios = p.map((before, i) => (before === q[i] ? 0 : Math.log((q[i] as number) / before)));
  // What one side alone fills makes the sum infinite where smoothing is off.
  if (!logRatios.every(Number.isFinite)) {
    return noAnswer('infinite', INFINITE_DETAIL);
  }
  const { n, m } = raw.value;
  const parts = item.parts === undefined ? answered([]) : partShares(item.parts, raw.value, n, m);
  if (!parts.ok) {
    return parts;
  }
  const { reference, current, bins } = sampleSizes(smoothed.value, options);
  return answered({
    item,
    pair,
    smoothed: { p, q },
    logRatios,
    raw: raw.value,
    parts: parts.value,
    noiseFloor: Math.max(1, bins - 1) * (1 / reference + 1 / current),
    repairs: [...item.pair.repairs, ...smoothed.repairs],
  });
}

/** One bin's parts, before the whole that they are shares of is known. */
interface WeighedBin {
  readonly value: number;
  /** One a part. */
  readonly within: Float64Array;
  readonly mix: Float64Array;
}

interface WeighedFeature<Key> {
  readonly measured: Measured<Key>;
  readonly weight: number;
  readonly psi: number;
  readonly value: number;
  readonly bins: readonly WeighedBin[];
  readonly groups: ReadonlyArray<readonly number[]>;
}

const NO_PARTS = new Float64Array(0);

/** Each level is the sum of the one below, added in order: versions to segments, segments to bins, bins to features. */
function weigh<Key>(measured: Measured<Key>, weight: number): WeighedFeature<Key> {
  const { item, pair, smoothed, logRatios, raw, parts } = measured;
  const groups = groupsOf(parts);
  const psi: number[] = [];
  const bins = pair.bins.map((_, i): WeighedBin => {
    const before = smoothed.p[i] as number;
    const now = smoothed.q[i] as number;
    const logRatio = logRatios[i] as number;
    const term = (now - before) * logRatio;
    psi.push(term);
    if (item.parts === undefined) {
      return { value: weight * term, within: NO_PARTS, mix: NO_PARTS };
    }
    // What smoothing gave the bin, or took, falls on the parts by their size.
    const givenP = before - (raw.p[i] as number);
    const givenQ = now - (raw.q[i] as number);
    const within = new Float64Array(parts.length);
    const mix = new Float64Array(parts.length);
    parts.forEach((part, k) => {
      const moved = moves(
        part,
        (part.p[i] as number) + givenP * part.size.reference,
        (part.q[i] as number) + givenQ * part.size.current
      );
      within[k] = weight * (moved.within * logRatio);
      mix[k] = weight * (moved.mix * logRatio);
    });
    let value = 0;
    for (const group of groups) {
      let segment = 0;
      for (const k of group) {
        segment += (within[k] as number) + (mix[k] as number);
      }
      value += segment;
    }
    return { value, within, mix };
  });
  return { measured, weight, psi: total(psi), value: total(bins.map(({ value }) => value)), bins, groups };
}

function segmentPart(
  parts: readonly PartShares[],
  group: readonly number[],
  { within, mix }: WeighedBin,
  shareOf: (value: number) => number
): SegmentPart {
  let value = 0;
  let inside = 0;
  let between = 0;
  const versions = group.map((k): VersionPart => {
    const own = { within: within[k] as number, mix: mix[k] as number };
    const sum = own.within + own.mix;
    value += sum;
    inside += own.within;
    between += own.mix;
    const { version } = parts[k] as PartShares;
    return { version, value: sum, share: shareOf(sum), within: own.within, mix: own.mix };
  });
  const { segment } = parts[group[0] as number] as PartShares;
  return { segment, value, share: shareOf(value), within: inside, mix: between, versions };
}

function featurePart<Key>(feature: WeighedFeature<Key>, whole: number): FeaturePart<Key> {
  const { measured, weight, psi, value, groups } = feature;
  const { item, pair, parts, noiseFloor, repairs } = measured;
  const shareOf = (own: number): number => (whole > 0 ? own / whole : 0);
  const bins = feature.bins.map((own, i): BinPart => ({
    bin: pair.bins[i] as Bin,
    value: own.value,
    share: shareOf(own.value),
    segments: groups.map((group) => segmentPart(parts, group, own, shareOf)),
  }));
  return { key: item.key, weight, psi, value, share: shareOf(value), noiseFloor, bins, repairs };
}

/**
 * One number for the drift of the whole model, and what it is made of: feature -> bin -> segment -> version.
 *
 * The number is the mean of the features' PSI, weighed by importance (`featureWeights`); features without an answer
 * take no part, and are named. It splits without a rest, and each level is the sum of the one below, added in order:
 *
 * - a feature adds weight x PSI, never below 0
 * - a bin adds weight x (q - p) ln(q/p), never below 0, for PSI is a sum over bins
 * - a part of the traffic (segment s, version v) adds its part of q - p: the whole is the mixture q = sum v_s q_s of its
 *   parts, p = sum w_s p_s alike, so (q - p) ln(q/p) = sum (v_s q_s - w_s p_s) ln(q/p). Such a share is negative where
 *   the part moved against the whole: without it the bin would have drifted more.
 *
 * A part's share comes from two reasons that add up to it: `within`, its own values changed, (v + w)/2 (q_s - p_s)
 * ln(q/p); and `mix`, it became a larger or smaller part, (v - w) (q_s + p_s)/2 ln(q/p). A part that one side lacks is
 * all mix. Where the reference is not split by part, the whole reference is expected of each: all is then `within`.
 * What no part accounts for is told under the name null, and is all mix. To compare a version with an earlier one, leave the reference
 * unsplit: split, the old and the new version only tell that one took the other's place.
 *
 * Empty bins are smoothed as for PSI; what that adds falls on the parts by their size. The number has no p-value: its
 * law depends on how the features hang together. Hold `effect` against PSI's thresholds, and take the evidence from the
 * features' own verdicts. No features, or none with an answer, give no answer. O(features x bins x parts).
 *
 * @example
 * decompose([
 *   { key: 'amount', pair: answered(pair([50, 50], [75, 25])) },
 *   { key: 'age', pair: answered(pair([50, 50], [5, 5])) },
 * ]).value.features.map((one) => one.share) // => [1, 0]
 */
export function decompose<Key>(
  items: ReadonlyArray<DecomposedItem<Key>>,
  options: ScoreOptions = {}
): Answer<Decomposition<Key>> {
  const measured: Array<Measured<Key>> = [];
  const unanswered: Array<{ key: Key; answer: NoAnswer }> = [];
  for (const item of items) {
    const answer = measure(item, options);
    if (answer.ok) {
      measured.push(answer.value);
    } else {
      unanswered.push({ key: item.key, answer });
    }
  }
  const first = unanswered[0];
  if (measured.length === 0 && first !== undefined) {
    return first.answer;
  }
  const weights = featureWeights(measured.map(({ item }) => item));
  if (!weights.ok) {
    return weights;
  }
  const weighed = measured.map((one, i) => weigh(one, weights.value[i] as number));
  const value = total(weighed.map((one) => one.value));
  const features = weighed.map((one) => featurePart(one, value));
  const noiseFloor = total(features.map((feature) => feature.weight * feature.noiseFloor));
  if (!Number.isFinite(value) || !Number.isFinite(noiseFloor)) {
    return noAnswer(
      'overflow',
      'The numbers are too large to compute with: look for a wrong unit or a broken exporter.'
    );
  }
  return answered({ value, noiseFloor, effect: Math.max(0, value - noiseFloor), features, unanswered });
}

/** What a level of the decomposition adds to the model's number, over all features and bins. */
export interface Cause extends Part {
  /** Of the segment or version; null for what none accounts for. */
  readonly name: string | null;
}

/**
 * Which segments, or which versions, does the model's drift come from, over all features and bins? The largest first.
 *
 * The values add up to the model's number up to rounding, for they are added in another order. What came without parts,
 * or was accounted for by none, stands under the name null. O(leaves).
 *
 * @example
 * causesBy(decompose([{
 *   key: 'amount',
 *   pair: answered(pair([50, 50], [75, 25])),
 *   parts: [{ segment: 'DE', current: [50, 0] }, { segment: 'FR', current: [25, 25] }],
 * }]).value, 'segment').map((one) => one.name) // => ['DE', 'FR']
 */
export function causesBy<Key>(whole: Decomposition<Key>, level: 'segment' | 'version'): readonly Cause[] {
  const values = new Map<string | null, number>();
  const add = (name: string | null, value: number): void => {
    values.set(name, (values.get(name) ?? 0) + value);
  };
  for (const { bins } of whole.features) {
    for (const { value, segments } of bins) {
      if (segments.length === 0) {
        add(null, value);
      }
      for (const segment of segments) {
        if (level === 'segment') {
          add(segment.segment, segment.value);
        } else {
          segment.versions.forEach((version) => add(version.version, version.value));
        }
      }
    }
  }
  return [...values]
    .map(([name, value]) => ({ name, value, share: whole.value > 0 ? value / whole.value : 0 }))
    .sort((a, b) => b.value - a.value);
}
