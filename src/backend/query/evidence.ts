import {
  isSampleScore,
  sampleScores,
  sampleSizeFor,
  scores as catalogue,
  type Assessment,
  type SampleScoreDefinition,
  type ScoreDefinition,
} from '../../engine';
import type { DriftQuery } from '../../model';

const ALPHA = 0.05;

/** What the data can show, and how much more it would take, of the score that a verdict is of. */
export interface Evidence {
  /** What chance alone gives on average; null where that is not known. */
  readonly noiseFloor: number | null;
  /** The smallest value that can be told from chance; null where that is not known. */
  readonly smallestDetectable: number | null;
  /**
   * So many current observations, against a reference as many times larger as it is now, find a drift as large as the
   * threshold four times out of five; null where no law under drift is known.
   */
  readonly neededCount: number | null;
}

function detectable({ decidedBy, sizes }: Assessment<unknown>, alpha: number): number | null {
  if (sizes === null) {
    return null;
  }
  if (isSampleScore(decidedBy)) {
    const definition: SampleScoreDefinition = sampleScores[decidedBy];
    return definition.smallestDetectable?.(sizes, alpha) ?? null;
  }
  const definition: ScoreDefinition = catalogue[decidedBy];
  return definition.smallestDetectable?.({ ...sizes, bins: sizes.bins ?? 1 }, alpha) ?? null;
}

function needed({ decidedBy, sizes, thresholds }: Assessment<unknown>, alpha: number): number | null {
  if (sizes?.bins === undefined || thresholds === null || isSampleScore(decidedBy)) {
    return null;
  }
  const effect = Number.isFinite(thresholds.drift) ? thresholds.drift : thresholds.warning;
  const count = sampleSizeFor(
    { score: decidedBy, effect, bins: sizes.bins, alpha },
    { ratio: sizes.reference / sizes.current }
  );
  return count.ok ? count.value : null;
}

export function evidenceOf(assessment: Assessment<unknown>, { alpha = ALPHA }: Pick<DriftQuery, 'alpha'>): Evidence {
  const { decidedBy, psi } = assessment;
  const finite = (value: number | null): number | null => (value !== null && Number.isFinite(value) ? value : null);
  return {
    noiseFloor: decidedBy === 'psi' && psi.ok ? finite(psi.value.noiseFloor) : null,
    smallestDetectable: finite(detectable(assessment, alpha)),
    neededCount: finite(needed(assessment, alpha)),
  };
}
