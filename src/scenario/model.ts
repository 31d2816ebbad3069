import type { Shape } from './shape';
import type { Scene, Turn } from './story';

export const COUNTRIES = ['US', 'DE', 'FR', 'IN'] as const;

/** The place of a country in `COUNTRIES`. */
export type CountryIndex = number;

export interface NumericFeature {
  readonly kind: 'numeric';
  readonly name: string;
  /** Bucket bounds of the histogram that the service exposes. */
  readonly bounds: readonly number[];
  /** Values are rounded to so many decimals, as a service would log them. */
  readonly decimals: number;
  /** How values are spread in each country while all is calm. */
  readonly shapes: readonly Shape[];
  /** Some rows come without a value. */
  readonly missing?: true;
}

export interface CategoricalFeature {
  readonly kind: 'categorical';
  readonly name: string;
  readonly categories: readonly string[];
  /** One share a category, summing to 1, for each country, while all is calm. */
  readonly shares: ReadonlyArray<readonly number[]>;
}

export type Feature = NumericFeature | CategoricalFeature;

/** One version of a model: how it answers, and what is known of it. */
export interface Version {
  readonly version: string;
  /** Milliseconds. */
  readonly latency: Shape;
  /** The share of requests that fail. */
  readonly errorRate: number;
  readonly hyperparameters: Readonly<Record<string, string | number | boolean>>;
  readonly trainingData: string;
  readonly runUrl: string;
}

/** A model of the scenario: its traffic, its inputs, the truth about them, and its versions. */
export interface ScenarioModel {
  readonly id: string;
  /** Requests a second on an average day. */
  readonly rate: number;
  readonly countryShares: readonly number[];
  readonly features: readonly Feature[];
  /** Its classes, of which a score is the chance of the second; none where it predicts a number. */
  readonly classes: readonly [string, string] | undefined;
  /** The name of the schema of its inputs, before and after the change. */
  readonly schemas?: { readonly calm: string; readonly changed: string };
  readonly script: readonly Turn[];
  readonly versions: Readonly<Record<string, Version>>;
  readonly releases: readonly Release[];
  readonly jobs: readonly Job[];
  readonly labels: LabelLaw;
  /** Does to the inputs what the scene does to them, and draws the truth. */
  readonly happen: (draft: Draft) => void;
  /** What a version answers to the request of a row: a function of its inputs, and of nothing else. */
  readonly score: (version: string, columns: readonly Float64Array[], row: number) => number;
}

export type Stage = 'deployed' | 'rolled_back' | 'retired';

/** Something that happens to a version, in milliseconds from the end of the story. */
export interface Release {
  readonly at: number;
  readonly version: string;
  readonly role: Role;
  readonly stage: Stage;
}

/** When the truth about the requests of a model becomes known. */
export interface LabelLaw {
  /** The share of which it is known within a minute or so, because somebody was asked on the spot. */
  readonly atOnce: number;
  /** The share of which it never is. */
  readonly never: number;
  /** Milliseconds that the others wait. */
  readonly wait: Shape;
}

/** How one run goes, where it goes other than usual. */
export interface Run {
  /** Milliseconds after the instant for which it was planned. */
  readonly late?: number;
  readonly durationS?: number;
  readonly error?: string;
  /** How many rows it writes, for one that it usually writes. */
  readonly rowsFactor?: number;
  /** Which release of the job ran, and the schema of what it wrote. */
  readonly jobVersion?: string;
  readonly schema?: string;
}

/** A job of the pipeline that feeds a model, or that trains it. */
export interface Job {
  readonly name: string;
  readonly everyMs: number;
  /** When it is planned, after each multiple of `everyMs`. */
  readonly offsetMs: number;
  readonly durationS: number;
  /** Rows it writes for each request of the time since its last run. */
  readonly rowsPerRequest: number;
  /** How a run goes, told when it is planned: in milliseconds from the end of the story, and since the epoch. */
  readonly run: (offset: number, planned: number) => Run;
}

export type Role = 'live' | 'shadow';

/** What one version answered to the requests of a slot, a column a thing; `row` tells the request. */
export interface Answers {
  readonly role: Role;
  readonly version: string;
  readonly row: Uint16Array;
  /** Milliseconds since the epoch at which the answer was logged, in `(start, end]` of the slot. */
  readonly time: Float64Array;
  /** The chance of the second class, or the number predicted; NaN where the request failed. */
  readonly score: Float64Array;
  /** Milliseconds. */
  readonly latency: Float64Array;
  /** 0, or 1 and the place in `ERRORS`. */
  readonly error: Uint8Array;
}

/** All requests of a slot, a column a feature. */
export interface Block {
  readonly model: ScenarioModel;
  readonly slot: number;
  readonly scene: Scene;
  /** What its first request counts as, in the ids of the slot: 0, but for requests that come from outside. */
  readonly firstId: number;
  readonly rows: number;
  /** By feature: the value, or the place of the category; NaN where there is none. */
  readonly columns: readonly Float64Array[];
  readonly country: Uint8Array;
  /** The place of the true class, or the true number. */
  readonly truth: Float64Array;
  /** Of the live version, and of the shadow where there is one. */
  readonly answers: readonly Answers[];
}

/** A block whose requests have been drawn, before anything happens to them. */
export type Draft = Omit<Block, 'answers'> & {
  /** A seed of the slot for each purpose. */
  readonly seed: (...purpose: readonly string[]) => number;
};
