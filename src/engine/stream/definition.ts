import type { Answer } from '../answer';

/** Every change detector, in the order in which an editor offers them. */
export const DETECTOR_IDS = ['cusum', 'ewma', 'page_hinkley', 'adwin', 'kswin'] as const;

export type DetectorId = (typeof DETECTOR_IDS)[number];

/** A change that a detector has called. All places are indices into the values that were handed over. */
export interface Alarm {
  /** Where it was called. */
  readonly at: number;
  /** Where it most likely began: the first value after the change. */
  readonly onset: number;
  readonly direction: 'up' | 'down';
  readonly statistic: number;
  readonly threshold: number;
}

export interface Detection {
  /** In the order of time; after each the detector starts afresh. */
  readonly alarms: readonly Alarm[];
  /** Values that were not finite; the detector has not seen them. */
  readonly skipped: number;
}

/** How many values pass on average between two false alarms, while nothing changes. */
export interface RunLength {
  readonly value: number;
  /**
   * - `exact`: for independent normal values of known mean and deviation, to the precision of the quadrature
   * - `lower_bound`: it is at least this
   * - `approximation`: of its order of magnitude; simulate where it matters (`simulatedRunLength`)
   */
  readonly kind: 'exact' | 'lower_bound' | 'approximation';
  readonly note: string;
}

/** What values are while all is well; learned from the first `baseline` values where it is not given. */
export interface InControl {
  readonly mean: number;
  readonly deviation: number;
}

interface Learning {
  readonly inControl?: InControl;
  /** How many of the first values to learn from; by default 50. */
  readonly baseline?: number;
}

export interface DetectorOptions {
  readonly cusum: Learning & {
    /** Slack, in deviations: half the shift that matters; by default 0.5. */
    readonly slack?: number;
    /** Decision interval, in deviations; by default 5. */
    readonly threshold?: number;
  };
  readonly ewma: Learning & {
    /** Weight of the newest value, above 0 up to 1; by default 0.1. */
    readonly weight?: number;
    /** Width of the limits, in deviations of the average; by default 2.7. */
    readonly width?: number;
  };
  readonly page_hinkley: {
    /** The change that is tolerated, in the unit of the values; by default 0.005. */
    readonly tolerance?: number;
    /** By default 50. */
    readonly threshold?: number;
    /** Forgetting factor; by default 0.9999. */
    readonly forgetting?: number;
    /** Values before the first alarm; by default 30. */
    readonly first?: number;
    /** Deviation of the values, for the run length alone; by default 1. */
    readonly deviation?: number;
  };
  readonly adwin: {
    /** Confidence; by default 0.002. */
    readonly delta?: number;
    /** Values between two looks; by default 32. */
    readonly clock?: number;
    /** Values before the first look; by default 10. */
    readonly grace?: number;
  };
  readonly kswin: {
    /** Of each test; by default 0.005. */
    readonly alpha?: number;
    /** Values remembered; by default 100. */
    readonly window?: number;
    /** The newest of them, and as many drawn from the older; by default 30. */
    readonly recent?: number;
    /** Draws from the older values: a stream of numbers in [0, 1). */
    readonly random: () => number;
  };
}

/** What an editor, the documentation and the dispatch need to know of a detector. */
export interface DetectorDefinition<Id extends DetectorId = DetectorId> {
  readonly id: Id;
  readonly label: string;
  /** One sentence for a tired person on call: what it sees. */
  readonly explanation: string;
  readonly formula: string;
  readonly citation: string;
  readonly needs: string;
  /** The setting that it has by default, and whose it is. */
  readonly usual: string;
  readonly limits: string;
  readonly detect: (values: Float64Array, options: DetectorOptions[Id]) => Answer<Detection>;
  readonly expectedRunLength: (options: DetectorOptions[Id]) => Answer<RunLength>;
}
