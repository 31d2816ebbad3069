import { type Answer, answered } from '../answer';
import type { Verdict } from '../verdict/verdict';
import { featureWeights, type Weighed } from './weights';

/** A feature with its own verdict, as `assess` gives it. */
export interface JudgedFeature<Key = string> extends Weighed {
  readonly key: Key;
  readonly verdict: Verdict;
}

export interface DriftedShareOptions {
  /** The share of drifted features from which on the model as a whole has drifted; by default 0.5, as Evidently has it. */
  readonly driftShare?: number;
  /** The share from which on somebody should look; by default any drifted feature is enough. */
  readonly warningShare?: number;
}

/** How much of a model has drifted, and what that makes of the model. */
export interface DriftedShare<Key = string> {
  readonly features: number;
  /** Features with a verdict other than `insufficient`. */
  readonly judged: number;
  readonly drifted: readonly Key[];
  /** Drifted among judged; null where none is judged. */
  readonly share: number | null;
  /** The same, each feature counted by its importance. Null where no importance is judged. */
  readonly weightedShare: number | null;
  /**
   * By importance, the features that warn or have drifted: a model that moves as a whole is seen before most of it has
   * drifted. 0 where one alone has moved, which is no model, however much it weighs.
   */
  readonly movedShare: number | null;
  /** The weighted share if none, or each, of the features that could not be judged had drifted. */
  readonly lowest: number;
  readonly highest: number;
  readonly verdict: Verdict;
  /** A sentence with the numbers behind the verdict. */
  readonly reason: string;
}

const DEFAULT_DRIFT_SHARE = 0.5;

/** Weights add up to their share up to rounding, and half of the model is half of it. */
const ROUNDING = 1e-12;

function percent(share: number): string {
  return `${Number((share * 100).toPrecision(3))} %`;
}

function checkShare(name: string, share: number): void {
  if (!(share >= 0 && share <= 1)) {
    throw new RangeError(`a ${name} of ${share}: it must be from 0 to 1`);
  }
}

/**
 * How much of the model has drifted, and has the model as a whole?
 *
 * The share of drifted features among those that could be judged, and the same with each feature counted by its
 * importance (`featureWeights`). The weighted share decides; without importances it is the plain one:
 *
 * - `drift` from `driftShare` on (0.5, Evidently's default), with at least one drifted feature
 * - `warning` from `warningShare` on, with at least one drifted feature; or where a feature warns
 * - `insufficient` where less than half of the weight could be judged, unless what was judged is drift already
 * - `ok` else
 *
 * The share of false alarms is held where the features' verdicts are made: `assess` corrects all of them together.
 * No features and an importance that is none give no answer; a threshold outside 0 to 1 throws. O(features).
 *
 * @example
 * driftedShare([
 *   { key: 'amount', verdict: 'drift', importance: 3 },
 *   { key: 'age', verdict: 'ok', importance: 1 },
 * ]).value.weightedShare // => 0.75
 */
export function driftedShare<Key>(
  features: ReadonlyArray<JudgedFeature<Key>>,
  options: DriftedShareOptions = {}
): Answer<DriftedShare<Key>> {
  const { driftShare: driftFrom = DEFAULT_DRIFT_SHARE, warningShare: warnFrom = 0 } = options;
  checkShare('drift share', driftFrom);
  checkShare('warning share', warnFrom);
  const reaches = (share: number, from: number): boolean => share >= from - ROUNDING;
  const weights = featureWeights(features);
  if (!weights.ok) {
    return weights;
  }
  const drifted: Key[] = [];
  let judged = 0;
  let warnings = 0;
  let judgedWeight = 0;
  let driftedWeight = 0;
  let movedWeight = 0;
  features.forEach(({ key, verdict }, i) => {
    if (verdict === 'insufficient') {
      return;
    }
    const weight = weights.value[i] as number;
    judged++;
    judgedWeight += weight;
    warnings += verdict === 'warning' ? 1 : 0;
    movedWeight += verdict === 'ok' ? 0 : weight;
    if (verdict === 'drift') {
      drifted.push(key);
      driftedWeight += weight;
    }
  });
  // Weights that add up to 1 do so up to rounding; a share above 1 would be none.
  const weightedShare = judgedWeight > 0 ? Math.min(1, driftedWeight / judgedWeight) : null;
  const lowest = Math.min(1, driftedWeight);
  const unjudged = judged === features.length ? 0 : Math.max(0, 1 - judgedWeight);
  const known = {
    features: features.length,
    judged,
    drifted,
    share: judged > 0 ? drifted.length / judged : null,
    weightedShare,
    movedShare: judgedWeight > 0 ? (drifted.length + warnings > 1 ? Math.min(1, movedWeight / judgedWeight) : 0) : null,
    lowest,
    highest: Math.min(1, lowest + unjudged),
  };
  const some = drifted.length > 0;
  const asked = features.length === judged ? `${judged}` : `${judged} judged (of ${features.length})`;
  const measured = `${drifted.length} of ${asked} ${features.length === 1 ? 'feature' : 'features'} drifted, ${percent(weightedShare ?? 0)} by importance`;
  const conclude = (verdict: Verdict, reason: string): Answer<DriftedShare<Key>> =>
    answered({ ...known, verdict, reason });

  if (some && reaches(lowest, driftFrom)) {
    return conclude('drift', `${measured}: at or above the drift share ${percent(driftFrom)}.`);
  }
  if (weightedShare === null || unjudged > 0.5 + ROUNDING) {
    return conclude(
      'insufficient',
      `Too little data: ${features.length - judged} of ${features.length} features, ${percent(unjudged)} by importance, could not be judged (${drifted.length} drifted).`
    );
  }
  if (some && reaches(weightedShare, driftFrom)) {
    return conclude('drift', `${measured}: at or above the drift share ${percent(driftFrom)}.`);
  }
  if (some && reaches(weightedShare, warnFrom)) {
    return conclude('warning', `${measured}: below the drift share ${percent(driftFrom)}.`);
  }
  return warnings > 0
    ? conclude('warning', `${measured}, and ${warnings} ${warnings === 1 ? 'warns' : 'warn'}.`)
    : conclude('ok', some ? `${measured}: below the warning share ${percent(warnFrom)}.` : `${measured}.`);
}
