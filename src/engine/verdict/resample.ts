import { type Answer, answered, noAnswer } from '../answer';
import type { AlignedPair } from '../distribution/pair';
import type { Repair } from '../repair';
import { scores as catalogue } from '../score/catalogue';
import type { ScoreDefinition, ScoreId, ScoreOptions } from '../score/definition';
import { sharesOf } from '../score/shares';
import { multinomialDraw } from '../special/binomialDraw';
import { checkAlpha } from './psiSignificance';

/** How a score without a known law is tested: by drawing pairs without drift. */
export interface Resampling {
  /** Uniform numbers in [0, 1), from a fixed seed: the same question then has the same answer. */
  readonly random: () => number;
  /** By default 199: p-values from 0.005 on. */
  readonly rounds?: number;
}

/** What chance alone gives of a score, at just these counts and this mix. */
export interface ScoreNoise {
  readonly value: number;
  /** (1 + as far out) / (1 + rounds): never 0. */
  readonly pValue: number;
  /** The score that chance alone gives on average. */
  readonly noiseFloor: number;
  /** The score beyond the noise floor, on the side of drift, as a size of at least 0. */
  readonly effect: number;
  /** Beyond this a score is significant at alpha; so it is also the smallest that so much data can show. */
  readonly criticalValue: number;
  readonly rounds: number;
}

const ROUNDS = 199;

/** Counts are extrapolated rates: what is drawn are whole observations. */
function whole(count: number): number {
  return Math.max(1, Math.round(count));
}

/**
 * The law of any score without drift, by a parametric bootstrap: both sides are drawn anew from the mix of both
 * together (from the reference's alone where it is fixed), in their own numbers, and scored the same way.
 *
 * For scores without a law of their own, or bins too thin for it. Missing values are drawn alike. Needs a `random` with
 * a fixed seed. Pairs of which the score has no answer are drawn again, and where most have none, neither has this. A
 * round costs what the score costs: O(rounds x bins).
 *
 * @example
 * scoreNoise(pair([50, 50], [90, 10]), 'js', { random: (() => { let k = 0; return () => (k = (k + 0.61803) % 1); })() }).value.pValue // => 0.005
 */
export function scoreNoise(
  pair: AlignedPair,
  id: ScoreId,
  { random, rounds = ROUNDS }: Resampling,
  options: ScoreOptions = {},
  alpha = 0.05
): Answer<ScoreNoise> {
  checkAlpha(alpha);
  const definition: ScoreDefinition = catalogue[id];
  const score = definition.compute(pair, options);
  if (!score.ok) {
    return score;
  }
  const shares = sharesOf(pair);
  if (!shares.ok) {
    return shares;
  }
  const { p, q, n, m } = shares.value;
  const mix = options.fixedReference ? p : p.map((share, i) => (share * n + (q[i] as number) * m) / (n + m));
  const lost = pair.missing;
  const lostShare = lost === undefined ? 0 : (lost.reference + lost.current) / (n + m + lost.reference + lost.current);
  const side = (count: number, missing: number): { counts: number[]; missing: number } => {
    const [none = 0, ...counts] = multinomialDraw(
      whole(count + missing),
      [lostShare, ...mix.map((share) => share * (1 - lostShare))],
      random
    );
    return { counts, missing: none };
  };
  const drawn: number[] = [];
  for (let tries = 0; drawn.length < rounds && tries < 2 * rounds; tries++) {
    const before = side(n, lost?.reference ?? 0);
    const now = side(m, lost?.current ?? 0);
    const again = definition.compute(
      {
        ...pair,
        reference: options.fixedReference ? pair.reference : before.counts,
        current: now.counts,
        ...(lost === undefined ? {} : { missing: { reference: before.missing, current: now.missing } }),
      },
      options
    );
    if (again.ok) {
      drawn.push(again.value.value);
    }
  }
  if (drawn.length < rounds) {
    return noAnswer(
      'too_few_observations',
      `${definition.label} of so few observations cannot be tested: widen the window.`
    );
  }
  const sign = definition.direction === 'lower_is_more_drift' ? -1 : 1;
  const outward = drawn.map((value) => sign * value).sort((a, b) => a - b);
  const here = sign * score.value.value;
  // Scores that differ in their last digits alone are alike, and count.
  const slack = 1e-12 * Math.max(1, Math.abs(here));
  const asFar = outward.filter((value) => value >= here - slack).length;
  const noiseFloor = outward.reduce((all, value) => all + value, 0) / rounds;
  const repairs: readonly Repair[] = score.repairs;
  return answered(
    {
      value: score.value.value,
      pValue: (1 + asFar) / (1 + rounds),
      noiseFloor: sign * noiseFloor,
      effect: Math.max(0, here - noiseFloor),
      criticalValue: sign * (outward[Math.min(rounds - 1, Math.ceil((1 - alpha) * (rounds + 1)) - 1)] as number),
      rounds,
    },
    repairs
  );
}
