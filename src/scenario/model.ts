import type { Draft } from './block';
import type { Job } from './jobs';
import type { LabelLaw } from './labels';
import type { Release } from './releases';
import type { Shape } from './shape';
import type { Turn } from './story';

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
