import type { Answer } from '../answer';
import type { AlignedPair } from '../distribution/pair';
import type { Smoothing } from './smoothing';

/** Every score there is, in the order in which an editor offers them. */
export const SCORE_IDS = [
  'psi',
  'kl',
  'js',
  'hellinger',
  'total_variation',
  'l_infinity',
  'ks',
  'wasserstein',
  'chi_square',
] as const;

export type ScoreId = (typeof SCORE_IDS)[number];

/** A computed score. Every number in it is finite. */
export interface ScoreValue {
  readonly value: number;
  /** The true value is not below this. Absent where the value is exact. */
  readonly lower?: number;
  /** The true value is not above this. Absent where the value is exact, and where there is no such bound. */
  readonly upper?: number;
  /** Chance of a value as large without any drift. Only where the score is itself the statistic of a test. */
  readonly pValue?: number;
  readonly degreesOfFreedom?: number;
}

export interface ScoreOptions {
  /** What to do about empty bins; by default `{ kind: 'jeffreys', when: 'empty' }`. */
  readonly smoothing?: Smoothing;
  /** The reference is the truth, not a sample: tests then take its size as infinite. By default false. */
  readonly fixedReference?: boolean;
}

/** Above `warning` a person should look; above `drift` somebody should act. `warning <= drift`. */
export interface Thresholds {
  readonly warning: number;
  readonly drift: number;
}

/** Thresholds that others use, with where they stand. A source that names one level gives both the same. */
export interface UsualThresholds extends Thresholds {
  readonly source: string;
}

/** How much data a comparison has. */
export interface SampleSizes {
  /** Observations in the reference; `Infinity` for a fixed one. */
  readonly reference: number;
  readonly current: number;
  /** Bins that either side fills. */
  readonly bins: number;
}

/** One signature for every score. It never throws on data. */
export type Score = (pair: AlignedPair, options?: ScoreOptions) => Answer<ScoreValue>;

/** What an editor, a legend, the documentation and the dispatch need to know of a score. */
export interface ScoreDefinition<Id extends ScoreId = ScoreId> {
  readonly id: Id;
  /** A few words, for a legend or a menu. */
  readonly label: string;
  /** One sentence for a tired person on call: what a high value means. */
  readonly explanation: string;
  /** All scores so far grow with drift; the verdict reads it here. */
  readonly direction: 'higher_is_more_drift';
  /** Smallest and largest value; `max` is null where there is none. */
  readonly range: { readonly min: number; readonly max: number | null };
  /** What a value is counted in; null for a plain number. */
  readonly unit: 'nats' | 'reference standard deviations' | null;
  readonly kinds: ReadonlyArray<AlignedPair['kind']>;
  /** Null where nobody has published any that hold across features. */
  readonly thresholds: UsualThresholds | null;
  /** In text: p reference, q current proportions, F and G their cumulative sums, n and m the counts. */
  readonly formula: string;
  readonly citation: string;
  readonly compute: Score;
  /**
   * The smallest value that so much data can tell from noise at level alpha. Absent where it is not known; the verdict
   * then asks PSI's.
   */
  readonly smallestDetectable?: (sizes: SampleSizes, alpha: number) => number;
}
