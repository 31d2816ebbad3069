import { type Answer, answered, noAnswer } from '../answer';
import { normalQuantile } from '../special/normalQuantile';

export interface PairsNeededOptions {
  /** Of the test; by default 0.05. */
  readonly alpha?: number;
  /** The chance to see what is there; by default 0.8. */
  readonly power?: number;
}

function quantiles({ alpha = 0.05, power = 0.8 }: PairsNeededOptions, sides: 1 | 2): { za: number; zb: number } {
  if (!(alpha > 0 && alpha < 0.5 && power > alpha && power < 1)) {
    throw new RangeError(`an alpha of ${alpha} and a power of ${power}: 0 < alpha < 0.5, alpha < power < 1`);
  }
  return { za: normalQuantile(1 - alpha / sides), zb: normalQuantile(power) };
}

/**
 * How many labelled pairs McNemar's test needs to see a difference of accuracy, when the models' rightness differs on a
 * share `discordant` of the requests.
 *
 * (z_a sqrt(psi) + z_b sqrt(psi - d^2))^2 / d^2, two-sided (Connor, Biometrics 43, 1987), rounded up. A difference of
 * 0, or above the discordant share, cannot be planned for: no answer. O(1).
 *
 * @example
 * pairsNeededForDifference(0.05, 0.2).value // => 626
 */
export function pairsNeededForDifference(
  difference: number,
  discordant: number,
  options: PairsNeededOptions = {}
): Answer<number> {
  const { za, zb } = quantiles(options, 2);
  const d = Math.abs(difference);
  if (!(discordant > 0 && discordant <= 1 && d > 0 && d <= discordant)) {
    return noAnswer(
      'invalid_margin',
      `A difference of ${difference} with ${discordant} of the pairs discordant: ask for one above 0 and at most that share.`
    );
  }
  return answered(Math.ceil((za * Math.sqrt(discordant) + zb * Math.sqrt(discordant - d * d)) ** 2 / (d * d)));
}

/**
 * How many labelled pairs it takes to show that the shadow is worse by less than `margin`, if its true difference is
 * `expected` (by default 0) and a share `discordant` of the pairs is discordant.
 *
 * (z_a + z_b)^2 (psi - d^2) / (margin + d)^2, one-sided (Liu et al., Statistics in Medicine 21, 2002), rounded up. O(1).
 *
 * @example
 * pairsNeededForNonInferiority(0.02, 0.1).value // => 1546
 */
export function pairsNeededForNonInferiority(
  margin: number,
  discordant: number,
  options: PairsNeededOptions & { readonly expected?: number } = {}
): Answer<number> {
  const { za, zb } = quantiles(options, 1);
  const { expected = 0 } = options;
  const room = margin + expected;
  if (!(discordant > 0 && discordant <= 1 && room > 0 && Number.isFinite(room) && Math.abs(expected) <= discordant)) {
    return noAnswer(
      'invalid_margin',
      `A margin of ${margin} with an expected difference of ${expected} and ${discordant} of the pairs discordant cannot be planned for: widen the margin.`
    );
  }
  return answered(Math.ceil(((za + zb) ** 2 * (discordant - expected * expected)) / (room * room)));
}

/**
 * How many labelled pairs it takes to show that the shadow's loss is at most `margin` above live's, if the paired
 * differences have this standard deviation and their true mean is `expected` (by default 0; above 0 is worse).
 *
 * (z_a + z_b)^2 sd^2 / (margin - expected)^2, one-sided (Chow, Shao & Wang 2008, chapter 3), rounded up. O(1).
 *
 * @example
 * pairsNeededForLoss(0.5, 2).value // => 99
 */
export function pairsNeededForLoss(
  margin: number,
  deviation: number,
  options: PairsNeededOptions & { readonly expected?: number } = {}
): Answer<number> {
  const { za, zb } = quantiles(options, 1);
  const room = margin - (options.expected ?? 0);
  const pairs = Math.ceil(((za + zb) * (deviation / room)) ** 2);
  return room > 0 && deviation >= 0 && Number.isFinite(pairs)
    ? answered(pairs)
    : noAnswer(
        'invalid_margin',
        `A margin of ${margin} with an expected difference of ${options.expected ?? 0} cannot be planned for: widen the margin.`
      );
}
