import { byCountry, categorical, numeric, steps } from '../features';
import { COUNTRIES } from '../model';
import { logitNormal, logNormal, normal, weibull } from '../shape';

const AMOUNT_MEDIAN: Readonly<Record<string, number>> = { US: 44, DE: 38, FR: 36, IN: 24 };

/** The inputs of the fraud model while all is calm, in the order of a block's columns. */
export const FEATURES = [
  numeric(
    'amount',
    2,
    [1, 2, 4, 6, 10, 15, 20, 30, 40, 60, 80, 120, 160, 240, 400, 700, 1500, 4000],
    byCountry((country) => logNormal(AMOUNT_MEDIAN[country] ?? 40, 1.05))
  ),
  // No bound is -1: prom-client 15 counts there what lies beyond the last one.
  numeric('clock_skew_seconds', 2, steps(-9.5, 1, 20), normal(0.2, 3)),
  numeric('customer_age', 0, [20, 24, 28, 32, 36, 40, 44, 48, 52, 56, 60, 64, 68, 72, 80], normal(46, 11)),
  numeric(
    'account_age_days',
    0,
    [7, 14, 30, 60, 90, 180, 270, 365, 540, 730, 1095, 1460, 1825, 2555, 3650],
    weibull(820, 1.05)
  ),
  numeric(
    'merchant_age_days',
    0,
    [30, 90, 180, 365, 540, 730, 1095, 1460, 1825, 2190, 2920, 3650, 5475, 7300],
    weibull(2100, 1.4)
  ),
  numeric(
    'distance_km',
    2,
    [0.5, 1, 2, 3, 5, 8, 12, 20, 30, 50, 80, 120, 200, 400, 1000, 4000],
    byCountry((country) => logNormal(country === 'US' ? 14 : 9, 1.5))
  ),
  numeric(
    'seconds_since_last',
    0,
    [10, 30, 60, 120, 300, 600, 1200, 2400, 3600, 7200, 14400, 28800, 57600, 115200],
    weibull(9000, 0.62)
  ),
  { ...numeric('device_score', 4, steps(0.05, 0.05, 19), logitNormal(0.7, 1.1)), missing: true },
  categorical('payment_method', ['card', 'apple_pay', 'google_pay', 'paypal', 'bank_transfer', 'crypto_wallet'], () => [
    0.52, 0.17, 0.13, 0.12, 0.06, 0,
  ]),
  categorical('channel', ['web', 'app', 'terminal', 'phone'], () => [0.34, 0.41, 0.22, 0.03]),
  categorical('card_type', ['debit', 'credit', 'prepaid'], () => [0.52, 0.41, 0.07]),
  categorical(
    'merchant_category',
    ['groceries', 'fashion', 'electronics', 'travel', 'restaurants', 'fuel', 'gaming', 'pharmacy', 'other'],
    (country) =>
      country === 'US'
        ? [0.2, 0.13, 0.11, 0.09, 0.18, 0.11, 0.07, 0.05, 0.06]
        : [0.25, 0.14, 0.1, 0.08, 0.14, 0.08, 0.08, 0.06, 0.07]
  ),
  categorical('country', COUNTRIES, (country) => COUNTRIES.map((other) => (other === country ? 1 : 0))),
] as const;

/** The place of a feature among the columns. */
export const AT = {
  amount: 0,
  clockSkew: 1,
  accountAge: 3,
  distance: 5,
  deviceScore: 7,
  paymentMethod: 8,
  merchantCategory: 11,
} as const;
