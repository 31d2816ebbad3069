import {
  addDifference,
  mergeMoments,
  noDifferences,
  type DifferenceMoments,
  type PairedOutcomes,
  type RunningMoments,
} from '../../../engine';
import { sameOutcome, type Outcome } from '../../events/outcomes';
import type { EventPair, Side } from '../../events/pairs';
import type { Kept } from './kept';

type Counts<T> = { -readonly [Key in keyof T]: T[Key] };

/** The same number of both sides, and of what lies between, pair by pair. */
export interface PairedNumber {
  live: RunningMoments;
  shadow: RunningMoments;
  difference: RunningMoments;
}

/** One cell of the flip matrix. */
export interface Cell {
  readonly live: string;
  readonly shadow: string;
  count: number;
  labelled: number;
  liveRight: number;
  shadowRight: number;
}

/** Where confidences are cut: the top bin is where a model is sure. */
export const CONFIDENCE_EDGES: readonly number[] = [
  ...Array.from({ length: 19 }, (_, i) => Number((0.05 * (i + 1)).toFixed(2))),
  0.99,
];

/** All that is counted of pairs: of the whole, of a segment, of a slot of time. Tallies add up. */
export interface Tally {
  pairs: number;
  unpairedLive: number;
  unpairedShadow: number;
  /** Who answered without failing: `right` is an answer. */
  answers: Counts<PairedOutcomes>;
  /** Pairs in which both predicted something, and those in which it was the same. */
  compared: number;
  same: number;
  /** The flip matrix. */
  cells: Map<string, Cell>;
  /** Who was right, among the labelled pairs. */
  outcomes: Counts<PairedOutcomes>;
  confident: number;
  confidentDisagreeing: number;
  latencyMs: PairedNumber;
  confidence: PairedNumber;
  confidenceCounts: { readonly [S in Side]: Float64Array };
  /** The predicted numbers themselves, of a regression. */
  value: PairedNumber;
  absoluteError: PairedNumber;
  squaredError: PairedNumber;
}

const noNumber = (): PairedNumber => ({
  live: noDifferences(),
  shadow: noDifferences(),
  difference: noDifferences(),
});
const noOutcomes = (): Counts<PairedOutcomes> => ({ bothRight: 0, onlyLiveRight: 0, onlyShadowRight: 0, bothWrong: 0 });

export function emptyTally(): Tally {
  return {
    pairs: 0,
    unpairedLive: 0,
    unpairedShadow: 0,
    answers: noOutcomes(),
    compared: 0,
    same: 0,
    cells: new Map(),
    outcomes: noOutcomes(),
    confident: 0,
    confidentDisagreeing: 0,
    latencyMs: noNumber(),
    confidence: noNumber(),
    confidenceCounts: {
      live: new Float64Array(CONFIDENCE_EDGES.length + 1),
      shadow: new Float64Array(CONFIDENCE_EDGES.length + 1),
    },
    value: noNumber(),
    absoluteError: noNumber(),
    squaredError: noNumber(),
  };
}

interface ObservedClasses {
  readonly live: string;
  readonly shadow: string;
  readonly same: boolean;
  /** Of the cell of the flip matrix. */
  readonly key: string;
}

/** What one pair tells, worked out once for all the tallies that it goes into. */
export interface Observed {
  readonly live: Kept;
  readonly shadow: Kept;
  /** Both answered without failing. */
  readonly answered: boolean;
  /** Undefined where either predicted nothing. */
  readonly classes: ObservedClasses | undefined;
  /** NaN where either is no number. */
  readonly numbers: { readonly live: number; readonly shadow: number };
  readonly label: Outcome | undefined;
  readonly right: { readonly live: boolean; readonly shadow: boolean } | undefined;
  readonly confident: boolean;
}

/** A prediction or a label as a number; NaN where it is none. */
export function numberOf(outcome: Outcome | undefined): number {
  if (typeof outcome === 'number') {
    return outcome;
  }
  return outcome === undefined || outcome.trim() === '' ? NaN : Number(outcome);
}

function classesOf(one: Outcome, other: Outcome): ObservedClasses {
  const same = sameOutcome(one, other);
  const live = String(one);
  // A text that reads as the other's number is the same class, written in another way.
  const shadow = same ? live : String(other);
  return { live, shadow, same, key: `${live.length} ${live}${shadow}` };
}

export function observe({ live, shadow }: EventPair<Kept>, sure: number): Observed {
  const answered = !live.failed && !shadow.failed;
  const [one, other] = [live.prediction, shadow.prediction];
  const both = answered && one !== undefined && other !== undefined;
  const label = live.label ?? shadow.label;
  return {
    live,
    shadow,
    answered,
    classes: both ? classesOf(one, other) : undefined,
    numbers: both ? { live: numberOf(one), shadow: numberOf(other) } : { live: NaN, shadow: NaN },
    label,
    right:
      both && label !== undefined ? { live: sameOutcome(one, label), shadow: sameOutcome(other, label) } : undefined,
    confident: both && live.confidence >= sure && shadow.confidence >= sure,
  };
}

function addOutcome(outcomes: Counts<PairedOutcomes>, live: boolean, shadow: boolean): void {
  outcomes[live ? (shadow ? 'bothRight' : 'onlyLiveRight') : shadow ? 'onlyShadowRight' : 'bothWrong']++;
}

/** Only pairs with both values count, so that both sides speak of the same requests. */
function addNumber(number: PairedNumber, live: number, shadow: number): void {
  if (Number.isFinite(live) && Number.isFinite(shadow)) {
    addDifference(number.live, live);
    addDifference(number.shadow, shadow);
    addDifference(number.difference, shadow - live);
  }
}

function binOf(confidence: number): number {
  const at = CONFIDENCE_EDGES.findIndex((edge) => confidence <= edge);
  return at < 0 ? CONFIDENCE_EDGES.length : at;
}

function addCell({ cells }: Tally, { live, shadow, key }: ObservedClasses, right: Observed['right']): void {
  const cell = cells.get(key) ?? { live, shadow, count: 0, labelled: 0, liveRight: 0, shadowRight: 0 };
  cell.count++;
  if (right !== undefined) {
    cell.labelled++;
    cell.liveRight += right.live ? 1 : 0;
    cell.shadowRight += right.shadow ? 1 : 0;
  }
  cells.set(key, cell);
}

function addNumbers(tally: Tally, { numbers, label }: Observed): void {
  addNumber(tally.value, numbers.live, numbers.shadow);
  const truth = numberOf(label);
  const [live, shadow] = [numbers.live - truth, numbers.shadow - truth];
  addNumber(tally.absoluteError, Math.abs(live), Math.abs(shadow));
  addNumber(tally.squaredError, live * live, shadow * shadow);
}

/** What predictions are taken as: classes and numbers both, until it is known which. */
export interface TakenAs {
  readonly classes: boolean;
  readonly numbers: boolean;
  /** Whether there are few enough classes for a matrix. */
  readonly matrix: boolean;
}

export function addPair(tally: Tally, observed: Observed, as: TakenAs): void {
  const { live, shadow, answered, classes, right, confident } = observed;
  tally.pairs++;
  addOutcome(tally.answers, !live.failed, !shadow.failed);
  if (!answered) {
    return;
  }
  addNumber(tally.latencyMs, live.latencyMs, shadow.latencyMs);
  if (!Number.isNaN(live.confidence) && !Number.isNaN(shadow.confidence)) {
    addNumber(tally.confidence, live.confidence, shadow.confidence);
    const { confidenceCounts: counts } = tally;
    const [one, other] = [binOf(live.confidence), binOf(shadow.confidence)];
    counts.live[one] = (counts.live[one] ?? 0) + 1;
    counts.shadow[other] = (counts.shadow[other] ?? 0) + 1;
  }
  if (as.classes && classes !== undefined) {
    tally.compared++;
    tally.same += classes.same ? 1 : 0;
    if (as.matrix) {
      addCell(tally, classes, right);
    }
    if (right !== undefined) {
      addOutcome(tally.outcomes, right.live, right.shadow);
    }
    tally.confident += confident ? 1 : 0;
    tally.confidentDisagreeing += confident && !classes.same ? 1 : 0;
  }
  if (as.numbers) {
    addNumbers(tally, observed);
  }
}

export function addUnpaired(tally: Tally, side: Side): void {
  tally[side === 'live' ? 'unpairedLive' : 'unpairedShadow']++;
}

function mergedNumber(one: PairedNumber, other: PairedNumber): PairedNumber {
  const merged = (side: keyof PairedNumber): DifferenceMoments => mergeMoments(one[side], other[side]);
  return { live: merged('live'), shadow: merged('shadow'), difference: merged('difference') };
}

function mergedOutcomes(one: PairedOutcomes, other: PairedOutcomes): PairedOutcomes {
  return {
    bothRight: one.bothRight + other.bothRight,
    onlyLiveRight: one.onlyLiveRight + other.onlyLiveRight,
    onlyShadowRight: one.onlyShadowRight + other.onlyShadowRight,
    bothWrong: one.bothWrong + other.bothWrong,
  };
}

function mergedCells(one: Tally['cells'], other: Tally['cells']): Tally['cells'] {
  const cells = new Map(one);
  for (const [key, cell] of other) {
    const known = cells.get(key);
    cells.set(
      key,
      known === undefined
        ? cell
        : {
            ...known,
            count: known.count + cell.count,
            labelled: known.labelled + cell.labelled,
            liveRight: known.liveRight + cell.liveRight,
            shadowRight: known.shadowRight + cell.shadowRight,
          }
    );
  }
  return cells;
}

/** The two as one. Neither is changed, but the sum shares what only one of them has: it is there to be read. */
export function mergeTallies(one: Tally, other: Tally): Tally {
  const summed = (side: Side): Float64Array =>
    one.confidenceCounts[side].map((count, bin) => count + (other.confidenceCounts[side][bin] ?? 0));
  return {
    pairs: one.pairs + other.pairs,
    unpairedLive: one.unpairedLive + other.unpairedLive,
    unpairedShadow: one.unpairedShadow + other.unpairedShadow,
    answers: mergedOutcomes(one.answers, other.answers),
    compared: one.compared + other.compared,
    same: one.same + other.same,
    cells: mergedCells(one.cells, other.cells),
    outcomes: mergedOutcomes(one.outcomes, other.outcomes),
    confident: one.confident + other.confident,
    confidentDisagreeing: one.confidentDisagreeing + other.confidentDisagreeing,
    latencyMs: mergedNumber(one.latencyMs, other.latencyMs),
    confidence: mergedNumber(one.confidence, other.confidence),
    confidenceCounts: { live: summed('live'), shadow: summed('shadow') },
    value: mergedNumber(one.value, other.value),
    absoluteError: mergedNumber(one.absoluteError, other.absoluteError),
    squaredError: mergedNumber(one.squaredError, other.squaredError),
  };
}
