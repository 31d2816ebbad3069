import type { Answer } from '../answer';
import type { SampleSizes, ScoreDefinition, UsualThresholds } from '../score/definition';
import type { Random } from './random';
import type { SampleScore } from './result';
import type { Rows } from './rows';
import type { Samples } from './sides';

/**
 * Every score on raw values, in the order in which the documentation tells of them. Those that buckets can bound, too,
 * are named apart: a query may ask for both.
 */
export const SAMPLE_SCORE_IDS = [
  'ks_exact',
  'cramer_von_mises_exact',
  'anderson_darling_exact',
  'mann_whitney',
  'welch',
  'wasserstein_exact',
  'energy_exact',
  'mmd',
  'domain_classifier',
] as const;

export type SampleScoreId = (typeof SAMPLE_SCORE_IDS)[number];

/** What is drawn, folds and permutations, is drawn from here; a fixed seed gives the same answer to the same question. */
export interface SampleScoreOptions {
  readonly random: Random;
}

interface Description<Id extends SampleScoreId> extends Pick<
  ScoreDefinition,
  'label' | 'explanation' | 'direction' | 'formula' | 'notWhen' | 'citation'
> {
  readonly id: Id;
  readonly range: { readonly min: number | null; readonly max: number | null };
  /** What a value is counted in; null for a plain number. */
  readonly unit: string | null;
  /** Null where nobody has published any that hold across features. */
  readonly thresholds: UsualThresholds | null;
  /** Where the p-value comes from. */
  readonly significance: string;
  readonly needs: string;
  /**
   * The smallest value that so many can tell from chance at level alpha. Absent where that hangs on the values
   * themselves, or is the same for any number of them.
   */
  readonly smallestDetectable?: (sizes: Pick<SampleSizes, 'reference' | 'current'>, alpha: number) => number;
}

/** What an editor, the documentation and the dispatch need to know of a score on raw values. It never throws on data. */
export type SampleScoreDefinition<Id extends SampleScoreId = SampleScoreId> = Description<Id> &
  (Id extends 'mmd' | 'domain_classifier'
    ? {
        /** Of several features together. */
        readonly takes: 'rows';
        /** Of each side it looks at so many rows at most, drawn at random. */
        readonly mostRows: number;
        readonly compute: (reference: Rows, current: Rows, options: SampleScoreOptions) => Answer<SampleScore>;
      }
    : {
        /** Of one feature. */
        readonly takes: 'values';
        readonly compute: (reference: Samples, current: Samples, options: SampleScoreOptions) => Answer<SampleScore>;
      });
