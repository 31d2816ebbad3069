import { seedOf } from './random';
import { logNormal, logitNormal, normal, weibull, type Shape } from './shape';

/**
 * What happens to the sample model: a card fraud model that scores live traffic of four countries, a newer version
 * that took over three days ago, and inputs that changed a day ago. Only what happens stands here; who shows it
 * (the sample upstream, or a service with real metrics) reads it from here.
 */
const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;

/** Traffic is drawn a slot at a time, anchored in absolute time, so that an answer stays when it is asked again. */
export const SLOT_MS = 30 * MINUTE;

/** A week of history, and a day before it, so that a whole day can be compared with that day a week ago. */
export const HISTORY_MS = 8 * DAY;

/** `calm` until about a day ago; `changed` since. */
export type Phase = 'calm' | 'changed';

export const COUNTRIES = ['US', 'DE', 'FR', 'IN'] as const;
export type Country = (typeof COUNTRIES)[number];

const COUNTRY_SHARE: Readonly<Record<Country, number>> = { US: 0.38, DE: 0.26, FR: 0.21, IN: 0.15 };

/** The share of rows that come without a value. */
type MissingShare = (phase: Phase) => number;

export interface NumericFeature {
  readonly kind: 'numeric';
  readonly name: string;
  /** Bucket bounds of the histogram that the service exposes. */
  readonly bounds: readonly number[];
  readonly shape: (phase: Phase, country: Country) => Shape;
  readonly missing?: MissingShare;
}

export interface CategoricalFeature {
  readonly kind: 'categorical';
  readonly name: string;
  readonly categories: readonly string[];
  /** One share a category, summing to 1. */
  readonly shares: (phase: Phase, country: Country) => readonly number[];
  readonly missing?: MissingShare;
}

export type ScenarioFeature = NumericFeature | CategoricalFeature;

function numeric(
  name: string,
  bounds: readonly number[],
  shape: NumericFeature['shape'],
  missing?: MissingShare
): NumericFeature {
  return { kind: 'numeric', name, bounds, shape, ...(missing === undefined ? {} : { missing }) };
}

function categorical(
  name: string,
  categories: readonly string[],
  shares: CategoricalFeature['shares']
): CategoricalFeature {
  return { kind: 'categorical', name, categories, shares };
}

function steps(from: number, step: number, count: number): readonly number[] {
  return Array.from({ length: count }, (_, i) => Number((from + i * step).toPrecision(12)));
}

const AMOUNT_MEDIAN: Readonly<Record<Country, number>> = { US: 44, DE: 38, FR: 36, IN: 24 };

/** A day ago the gateway began to send the amount in minor units for part of the cards, most of them in India. */
const AMOUNT_FACTOR: Readonly<Record<Country, number>> = { US: 1.9, DE: 1.9, FR: 1.9, IN: 3.6 };

export const FEATURES: readonly ScenarioFeature[] = [
  // Drifts: its scale shifts.
  numeric('amount', [1, 2, 4, 6, 10, 15, 20, 30, 40, 60, 80, 120, 160, 240, 400, 700, 1500, 4000], (phase, country) =>
    logNormal(AMOUNT_MEDIAN[country] * (phase === 'changed' ? AMOUNT_FACTOR[country] : 1), 1.05)
  ),
  // Turns noisy: as many on each side as before, but further out.
  numeric('clock_skew_seconds', steps(-9, 1, 19), (phase) => normal(0.2, phase === 'changed' ? 4 : 3)),
  // These stay.
  numeric('customer_age', [20, 24, 28, 32, 36, 40, 44, 48, 52, 56, 60, 64, 68, 72, 80], () => normal(46, 14)),
  numeric('account_age_days', [7, 14, 30, 60, 90, 180, 270, 365, 540, 730, 1095, 1460, 1825, 2555, 3650], () =>
    weibull(820, 1.05)
  ),
  numeric('merchant_age_days', [30, 90, 180, 365, 540, 730, 1095, 1460, 1825, 2190, 2920, 3650, 5475, 7300], () =>
    weibull(2100, 1.4)
  ),
  numeric('distance_km', [0.5, 1, 2, 3, 5, 8, 12, 20, 30, 50, 80, 120, 200, 400, 1000, 4000], (_, country) =>
    logNormal(country === 'US' ? 14 : 9, 1.5)
  ),
  numeric('seconds_since_last', [10, 30, 60, 120, 300, 600, 1200, 2400, 3600, 7200, 14400, 28800, 57600, 115200], () =>
    weibull(9000, 0.62)
  ),
  // Its values stay, but ever more rows come without one.
  numeric(
    'device_score',
    steps(0.05, 0.05, 19),
    () => logitNormal(0.7, 1.1),
    (phase) => (phase === 'changed' ? 0.09 : 0.02)
  ),
  // A category that was never seen before.
  categorical(
    'payment_method',
    ['card', 'apple_pay', 'google_pay', 'paypal', 'bank_transfer', 'crypto_wallet'],
    (phase) => (phase === 'changed' ? [0.47, 0.16, 0.12, 0.11, 0.06, 0.08] : [0.52, 0.17, 0.13, 0.12, 0.06, 0])
  ),
  // These stay, too.
  categorical('channel', ['web', 'app', 'terminal', 'phone'], () => [0.34, 0.41, 0.22, 0.03]),
  categorical('card_type', ['debit', 'credit', 'prepaid'], () => [0.52, 0.41, 0.07]),
  categorical(
    'merchant_category',
    ['groceries', 'fashion', 'electronics', 'travel', 'restaurants', 'fuel', 'gaming', 'pharmacy', 'other'],
    (_, country) =>
      country === 'US'
        ? [0.2, 0.13, 0.11, 0.09, 0.18, 0.11, 0.07, 0.05, 0.06]
        : [0.25, 0.14, 0.1, 0.08, 0.14, 0.08, 0.08, 0.06, 0.07]
  ),
];

export const LATENCY = numeric(
  'latency',
  [0.001, 0.002, 0.003, 0.005, 0.0075, 0.01, 0.015, 0.02, 0.03, 0.05, 0.075, 0.1, 0.25, 0.5, 1],
  () => logNormal(0.012, 0.6)
);

export const PREDICTION = categorical('prediction', ['approve', 'review', 'decline'], (phase) =>
  phase === 'changed' ? [0.93, 0.05, 0.02] : [0.95, 0.038, 0.012]
);

/** The live version sees all traffic, the shadow a mirror of a part of it. Which version is which changes once. */
export const STREAMS = [
  { role: 'live', share: 1, before: '6', after: '7' },
  { role: 'shadow', share: 0.4, before: '7', after: '6' },
] as const;
export type Stream = (typeof STREAMS)[number];

export const MODEL = 'fraud';
const SEED = 'tidemark';

/** When the last slot began. */
function slotStart(time: number): number {
  return Math.floor(time / SLOT_MS) * SLOT_MS;
}

/**
 * When the inputs changed, seen from `now`: an hour less than a day ago, so that what is compared with a day before
 * is compared with calm data, on a page that was loaded some time ago, too.
 */
export function changedAt(now: number): number {
  return slotStart(now) - DAY + HOUR;
}

/** When version 7 took over from version 6, seen from `now`. */
export function deployedAt(now: number): number {
  return slotStart(now) - 3 * DAY;
}

/** Rows a second on an average day, before the share of country and stream. */
const BASE_RATE = 8;

/**
 * How many rows a slot is expected to hold. Nights and weekends are quiet, in all countries alike: the volume of a
 * window moves, and its shape does not.
 */
export function expectedRows(slot: number, country: Country, stream: Stream): number {
  const middle = slot * SLOT_MS + SLOT_MS / 2;
  const hour = (middle % DAY) / HOUR;
  const day = new Date(middle).getUTCDay();
  const daily = 1 + 0.58 * Math.sin(((hour - 9) / 24) * 2 * Math.PI) - 0.12 * Math.cos((hour / 12) * 2 * Math.PI);
  const weekly = day === 0 || day === 6 ? 0.85 : 1.06;
  return ((BASE_RATE * SLOT_MS) / 1000) * daily * weekly * COUNTRY_SHARE[country] * stream.share;
}

/** Whatever is left to chance starts from a seed of this scenario, one for each purpose. */
export function scenarioSeed(...purpose: readonly string[]): number {
  return seedOf([SEED, ...purpose].join('/'));
}

/** A country for one row, by the countries' shares of the traffic. */
export function pickCountry(chance: number): Country {
  let rest = chance;
  for (const country of COUNTRIES) {
    rest -= COUNTRY_SHARE[country];
    if (rest < 0) {
      return country;
    }
  }
  return COUNTRIES[0];
}
