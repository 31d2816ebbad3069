import { pInWords } from '../pInWords';
import type { SampleSizes, ScoreDefinition, Thresholds } from '../score/definition';

/** Every verdict there is, from the best to the worst known, then the unknown. */
export const VERDICTS = ['ok', 'warning', 'drift', 'insufficient'] as const;

/**
 * - `ok`: nothing beyond noise, or too small to matter
 * - `warning`: real, beyond the warning threshold
 * - `drift`: real, beyond the drift threshold
 * - `insufficient`: there is no answer, or too little data for one
 */
export type Verdict = (typeof VERDICTS)[number];

/** All that a verdict rests on. */
export interface Evidence {
  readonly score: Pick<ScoreDefinition, 'label' | 'direction'>;
  readonly value: number;
  /** What is held against the thresholds: PSI without its noise floor; for other scores the value. */
  readonly effect: number;
  readonly thresholds: Thresholds;
  readonly pAdjusted: number | null;
  readonly alpha: number;
  /** The smallest value that so much data can show, of which score, and the threshold it must not exceed. */
  readonly detectable: { readonly label: string; readonly value: number; readonly threshold: number };
  /** Raw values lie in no bins. */
  readonly sizes: Pick<SampleSizes, 'reference' | 'current'> & { readonly bins?: number };
}

export interface Decision {
  readonly verdict: Verdict;
  readonly reason: string;
}

/** When an effect is beyond a threshold; a score of another direction fails the type check until it has a row. */
const BEYOND: Record<ScoreDefinition['direction'], (effect: number, threshold: number) => boolean> = {
  higher_is_more_drift: (effect, threshold) => effect > threshold,
  lower_is_more_drift: (effect, threshold) => effect < threshold,
};

/** On which side of a threshold drift lies, in words. */
const SIDE: Record<ScoreDefinition['direction'], string> = {
  higher_is_more_drift: 'above',
  lower_is_more_drift: 'below',
};

function number(value: number): string {
  return String(Number(value.toPrecision(3)));
}

/** A score as a person reads it: what is nearly nothing is not worth its leading zeros. */
function measure(value: number): string {
  return value !== 0 && Math.abs(value) < 0.001 ? 'below 0.001' : number(value);
}

function adjusted(p: number): string {
  return `adjusted ${pInWords(p)}`;
}

function sizesInWords({ reference, current, bins }: Evidence['sizes']): string {
  const before = reference === Infinity ? 'a fixed reference' : `${number(reference)} reference`;
  const where = bins === undefined ? '' : ` in ${bins} ${bins === 1 ? 'bin' : 'bins'}`;
  return `${before} and ${number(current)} current observations${where}`;
}

/**
 * From a score to a verdict, with the reason in words.
 *
 * - `insufficient` where the smallest value that the data can show lies above the drift threshold, or there is no test
 * - `drift` where the effect is beyond the drift threshold (above it, or below for a score that falls with drift) and the adjusted p at most alpha
 * - `warning` where it is beyond the warning threshold, and the same
 * - `ok` else: an effect that chance may have made is none
 *
 * O(1).
 *
 * @example
 * decide({
 *   score: { label: 'PSI', direction: 'higher_is_more_drift' },
 *   value: 0.4, effect: 0.38, thresholds: { warning: 0.1, drift: 0.25 }, pAdjusted: 0.001, alpha: 0.05,
 *   detectable: { label: 'PSI', value: 0.03, threshold: 0.25 },
 *   sizes: { reference: 1000, current: 1000, bins: 10 },
 * }).verdict // => 'drift'
 */
export function decide(evidence: Evidence): Decision {
  const { score, value, effect, thresholds, pAdjusted, alpha, detectable, sizes } = evidence;
  const measured = `${score.label} ${measure(value)}`;
  if (detectable.value > detectable.threshold) {
    return {
      verdict: 'insufficient',
      reason: `Too little data: with ${sizesInWords(sizes)}, ${detectable.label} below ${number(detectable.value)} cannot be told from noise, and the threshold is ${number(detectable.threshold)} (measured: ${measured}).`,
    };
  }
  if (pAdjusted === null) {
    return {
      verdict: 'insufficient',
      reason: `Too little data: ${sizesInWords(sizes)} allow no test of ${measured}.`,
    };
  }
  // Said only where it shows: at large counts nearly all of a score is beyond noise.
  const beyondNoise = measure(effect) === measure(value) ? '' : `, ${measure(effect)} of it beyond noise,`;
  const beyond = BEYOND[score.direction];
  const side = SIDE[score.direction];
  const level = beyond(effect, thresholds.drift) ? 'drift' : beyond(effect, thresholds.warning) ? 'warning' : 'ok';
  if (pAdjusted > alpha) {
    const but = level === 'ok' ? '' : `, though ${side} the ${level} threshold ${number(thresholds[level])},`;
    return {
      verdict: 'ok',
      reason: `${measured}${but} is within what chance gives (${adjusted(pAdjusted)}, above ${number(alpha)}).`,
    };
  }
  if (level === 'ok') {
    return {
      verdict: 'ok',
      reason: `${measured}${beyondNoise} is more than chance gives (${adjusted(pAdjusted)}) but not ${side} the warning threshold ${number(thresholds.warning)}.`,
    };
  }
  return {
    verdict: level,
    reason: `${measured}${beyondNoise} is ${side} the ${level} threshold ${number(thresholds[level])} and more than chance gives (${adjusted(pAdjusted)}).`,
  };
}
