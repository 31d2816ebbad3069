import type { Answer } from './answer';

/** A number estimated from data, with the interval in which the truth lies with the confidence asked for. */
export interface Estimate {
  readonly value: number;
  /** Absent where no interval is known. */
  readonly lower?: number;
  readonly upper?: number;
  /** How many observations it rests on. */
  readonly n: number;
}

export interface EstimateOptions {
  /** Of the interval, between 0 and 1; by default 0.95. */
  readonly confidence?: number;
}

/** What an editor, a legend, the documentation and the dispatch need to know of a metric. */
export interface MetricDefinition<Id extends string, Input, Options extends EstimateOptions = EstimateOptions> {
  readonly id: Id;
  /** A few words, for a legend or a menu. */
  readonly label: string;
  /** One sentence for a tired person on call. */
  readonly explanation: string;
  readonly direction: 'higher_is_better' | 'lower_is_better' | 'neither';
  /** Smallest and largest value; null where there is none. */
  readonly range: { readonly min: number | null; readonly max: number | null };
  /** What a value is counted in; null for a plain number. */
  readonly unit: string | null;
  readonly formula: string;
  readonly citation: string;
  /** What it needs to be computed from. */
  readonly needs: string;
  /** When not to use it. */
  readonly limits: string;
  readonly compute: (input: Input, options?: Options) => Answer<Estimate>;
}

export const DEFAULT_CONFIDENCE = 0.95;

/** The confidence asked for. Throws on one that is no chance: that is a programmer's error. */
export function confidenceOf(options: EstimateOptions | undefined): number {
  const confidence = options?.confidence ?? DEFAULT_CONFIDENCE;
  if (!(confidence > 0 && confidence < 1)) {
    throw new RangeError(`a confidence of ${confidence}: it must lie between 0 and 1`);
  }
  return confidence;
}
