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
  'symmetric_kl',
  'overlap',
  'prs',
  'g_test',
  'cramers_v',
  'cramer_von_mises',
  'anderson_darling',
  'energy',
  'mean_shift',
  'std_shift',
  'quantile_shift',
  'missing_rate',
  'out_of_range',
  'new_categories',
  'vanished_categories',
  'rare_categories',
  'cardinality',
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
  /** The change with its sign, where `value` is its size. */
  readonly signed?: number;
}

export interface ScoreOptions {
  /** What to do about empty bins; by default `{ kind: 'jeffreys', when: 'empty' }`. */
  readonly smoothing?: Smoothing;
  /** The reference is the truth, not a sample: tests then take its size as infinite. By default false. */
  readonly fixedReference?: boolean;
  /** Smallest and largest value that the feature should have, both allowed: for the share outside the range. */
  readonly range?: readonly [min: number, max: number];
}

/**
 * Beyond `warning` a person should look; beyond `drift` somebody should act. Beyond is above for a score that grows with
 * drift (`warning <= drift`), and below for one that falls with it (`warning >= drift`).
 */
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
  /** Nearly all scores grow with drift; the verdict, the colours and the sorting read it here. */
  readonly direction: 'higher_is_more_drift' | 'lower_is_more_drift';
  /** Smallest and largest value; `max` is null where there is none. */
  readonly range: { readonly min: number; readonly max: number | null };
  /** What a value is counted in; null for a plain number. */
  readonly unit: 'nats' | 'reference standard deviations' | null;
  readonly kinds: ReadonlyArray<AlignedPair['kind']>;
  /** What it needs beyond the counts of the bins. */
  readonly needs?: 'missing_counts' | 'range';
  /** Null where nobody has published any that hold across features. */
  readonly thresholds: UsualThresholds | null;
  /** In text: p reference, q current proportions, F and G their cumulative sums, n and m the counts. */
  readonly formula: string;
  /** When another score is the better choice, and which. */
  readonly notWhen: string;
  readonly citation: string;
  readonly compute: Score;
  /**
   * The smallest value that so much data can tell from noise at level alpha. Absent where it is not known; the verdict
   * then asks PSI's.
   */
  readonly smallestDetectable?: (sizes: SampleSizes, alpha: number) => number;
  /**
   * The chance without drift that a verdict on it rests on, where that is another than its own `pValue`: a law that
   * holds for few observations and few bins, too. Absent: its own, and where it has none, that of homogeneity.
   */
  readonly verdictP?: (pair: AlignedPair, options: ScoreOptions) => Answer<number>;
  /** How much data it rests on, where that is not what lies in the bins. */
  readonly sizes?: (pair: AlignedPair, options: ScoreOptions) => Answer<SampleSizes>;
}
