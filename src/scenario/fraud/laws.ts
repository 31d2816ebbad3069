import { AT } from './features';

// Taken out once: in the sandbox that tests run in, looking up a global costs ten times what the arithmetic does.
const { exp, log, max, min } = Math;
const { isNaN } = Number;

/**
 * The chance that a payment is fraud, as a logistic law of its inputs. One law is the truth; each version of the model is
 * another that has learnt it more or less well.
 */
export interface Law {
  readonly bias: number;
  /** Of the logarithm of the amount, of which a median payment has 0. */
  readonly amount: number;
  /** That logarithm is cut here: a version that never saw larger amounts does not go on for ever. */
  readonly amountCap: number;
  /** Of the amount itself, which knows no bound. */
  readonly rawAmount: number;
  readonly distance: number;
  readonly device: number;
  readonly account: number;
  readonly method: readonly number[];
  readonly merchant: readonly number[];
  /** Above 1: surer of itself than it should be. */
  readonly sureness: number;
}

const METHOD = [0, -0.6, -0.5, 0.3, 0.7, 1.2];
const MERCHANT = [-0.7, 0, 0.8, 1, -0.6, -0.9, 1.2, -0.4, 0];
const NONE: readonly number[] = [];

export const TRUTH: Law = {
  bias: -5.4,
  amount: 1.7,
  amountCap: Infinity,
  rawAmount: 0,
  distance: 1.3,
  device: 5,
  account: 1.1,
  method: METHOD,
  merchant: MERCHANT,
  sureness: 1,
};

/** Knows nothing of devices and of merchants, and therefore is less sure. */
const VERSION_6: Law = {
  ...TRUTH,
  bias: -5.1,
  amountCap: 2.5,
  device: 0,
  merchant: NONE,
  sureness: 0.85,
};

export const LAWS: Readonly<Record<string, Law>> = {
  '6': VERSION_6,
  // The same trained anew, with the account's age the wrong way round.
  '6.1': { ...VERSION_6, bias: -3.2, account: -VERSION_6.account },
  // Takes the amount as it comes: beyond what it has seen, it is ever surer.
  '7': { ...TRUTH, bias: -5.25, amount: 1.35, rawAmount: 0.003, distance: 1.1, device: 2.9, sureness: 0.95 },
  // Near the truth, and keeps its head with amounts that it never saw.
  '8': { ...TRUTH, bias: -5.35, amount: 1.65, amountCap: 2.7, distance: 1.28, device: 4.8, account: 1.07 },
};

/** What stands in for a value that is missing: it then says nothing for or against fraud. */
const USUAL = { amount: 40, distance: 10, account: 600, device: 0.66 } as const;

const or = (value: number | undefined, usual: number): number => (value === undefined || isNaN(value) ? usual : value);

/** The log odds of fraud for the inputs of a row, whatever is missing of them. */
export function logOdds(law: Law, columns: readonly Float64Array[], row: number, paid: number): number {
  const amount = or(paid, USUAL.amount);
  return (
    law.sureness *
    (law.bias +
      law.amount * min(law.amountCap, log(max(amount, 0.01) / USUAL.amount)) +
      law.rawAmount * amount +
      law.distance * log((or(columns[AT.distance]?.[row], USUAL.distance) + 0.1) / USUAL.distance) +
      law.device * (USUAL.device - or(columns[AT.deviceScore]?.[row], USUAL.device)) -
      law.account * log((or(columns[AT.accountAge]?.[row], USUAL.account) + 5) / USUAL.account) +
      (law.method[columns[AT.paymentMethod]?.[row] ?? 0] ?? 0) +
      (law.merchant[columns[AT.merchantCategory]?.[row] ?? 0] ?? 0))
  );
}

/** Log odds beyond which the calibration of a version that takes raw amounts goes on in a straight line, past 1. */
const CALIBRATED_TO = 40;

/** The chance of fraud as a version states it. One that takes raw amounts states more than 1 where it was never calibrated. */
export function chanceOf(law: Law, odds: number): number {
  return law.rawAmount > 0 && odds > CALIBRATED_TO
    ? min(1.25, 1 + (odds - CALIBRATED_TO) * 0.002)
    : 1 / (1 + exp(-odds));
}
